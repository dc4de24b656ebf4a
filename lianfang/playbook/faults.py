"""playbook · faults: every way in which a playbook can be wrong, said in both languages.

The catalogue maps a stable code to one sentence each in Chinese and English with `{slots}`. Codes that begin
with `pydantic.` are reached through `of_pydantic`, which translates the error types of the models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.kernel.words import Words, w

Path = tuple[str | int, ...]

CATALOGUE: dict[str, Words] = {
    "folder.missing": w("没有这个方案目录", "There is no such playbook folder"),
    "file.missing": w("缺少文件 {name}", "The file {name} is missing"),
    "file.unknown": w("不认识的文件 {name}", "The file {name} is not part of a playbook"),
    "file.large": w("文件超过 {limit} 字节", "The file is larger than {limit} bytes"),
    "file.unreadable": w("文件无法读取", "The file cannot be read"),
    "file.encoding": w("不是有效的 UTF-8 文本", "The text is not valid UTF-8"),
    "yaml.syntax": w(
        "YAML 写法有误，请看本行和上一行的缩进、引号、括号和半角冒号（{detail}）",
        "The YAML does not parse: look at indent, quotes, brackets and colons here and on the line before ({detail})",
    ),
    "yaml.empty": w("文件是空的", "The file is empty"),
    "yaml.deep": w("嵌套超过 {limit} 层", "The nesting is deeper than {limit} levels"),
    "yaml.anchor": w("不允许使用锚点与引用，请写全", "Anchors and aliases are not allowed; write it out"),
    "yaml.tag": w("不允许的标记 {tag}", "The tag {tag} is not allowed"),
    "yaml.key": w("键必须是文字", "A key must be text"),
    "yaml.duplicate_key": w("键“{key}”重复，首次在第 {first} 行", "The key '{key}' was already given on line {first}"),
    "yaml.value": w("“{text}”不是有效的值", "'{text}' is not a valid value"),
    "field.missing": w("缺少必填项“{key}”", "The required field '{key}' is missing"),
    "extra": w("不认识的项“{key}”", "The field '{key}' is not known here"),
    "type": w("类型不对，应为{zh}", "Wrong type, expected {en}"),
    "choice": w("只能是：{expected}", "Must be one of: {expected}"),
    "pattern": w("写法不对，应为{zh}", "Not written as expected: {en}"),
    "range": w("数值超出允许范围（{rule}）", "The value is outside its range ({rule})"),
    "empty": w("不能为空", "May not be empty"),
    "invalid": w("内容有误：{detail}", "Does not hold: {detail}"),
    "timezone": w("没有这个时区：{given}", "There is no such time zone: {given}"),
    "timezone_other": w(
        "本程序的报告日一律按 {zone} 计算，方案也须写 {zone}",
        "The program counts its days by {zone}; the playbook must say so too",
    ),
    "period": w("有效期止日早于起日", "The period ends before it begins"),
    "range_order": w("下限大于上限", "The low end is above the high end"),
    "cannot_be_verified": w(
        "标记为 {mark} 的规则无原件可核，不能写“已核实”",
        "A rule marked {mark} has no original, so it cannot be verified",
    ),
    "quote_missing": w(
        "标记为 S 的须引用原文，请在 quote 写明 {source} 的原句；原文没有说的改标 H",
        "What is marked S quotes the source: give the words of {source} as quote, or mark it H if they are not there",
    ),
    "quote_unknown": w(
        "“{given}”不在 sources.yaml 所列 {source} 的原句 clauses 中；请照原文引用，或把该句补入 clauses",
        "'{given}' stands in no clause of {source} in sources.yaml; quote it word for word, or add the sentence there",
    ),
    "before_source": w(
        "自 {given} 起有效，而来源 {source} 于 {day} 才发布；请从 {day} 起，或换来源",
        "It holds from {given}, before its source {source} appeared on {day}; begin then, or give another source",
    ),
    "lead_without_post": w(
        "“{role}”统管下级而本级没有这个岗位；请在 posts 中也写上",
        "The role {role} answers for all below, but nobody holds it here; add it to posts too",
    ),
    "post_vacant": w(
        "“{kind}”没有“{role}”这个岗位，无人可办；该类单位可由 {may} 负责，请写进 owner_by_unit（或 role_by_unit）",
        "Nobody holds the role {role} at a {kind}, so nobody could do this; there are {may}: name one by unit",
    ),
    "step_role": w(
        "“{role}”不能办理处置步骤，轮到时无人能办；可由 {may} 承担",
        "The role {role} may not act in an incident, so nobody could do this step; these may: {may}",
    ),
    "intent_is_human": w("{code} 涉及主观故意，只能由人认定", "{code} is about intent; only a person may find it"),
    "duplicate_code": w("代码“{given}”重复，首次在 {first}", "The code '{given}' was already given on {first}"),
    "duplicate_date": w("日期 {given} 重复，首次在第 {first} 行", "The date {given} was already given on line {first}"),
    "day_close_moves": w(
        "报告日截止时刻在一个方案内只能有一个", "The reporting day closes at one hour for the whole of a playbook"
    ),
    "overlap": w("有效期与第 {first} 行的版本重叠", "The period overlaps the version on line {first}"),
    "outside_meta": w("有效期与方案的适用期没有交集", "The period never meets the playbook's own"),
    "unknown_indicator": w("没有登记过的指标：{given}", "No area registers the indicator {given}"),
    "unknown_unit_kind": w("没有这种单位类型：{given}", "There is no unit kind {given}"),
    "unknown_place_kind": w(
        "places.yaml 中没有这种地点：{given}，请在其中声明或改用已有的",
        "places.yaml has no kind of place {given}; declare it there or use one that it has",
    ),
    "unknown_object": w("doses.yaml 中没有这个对象：{given}", "doses.yaml has no object {given}"),
    "unknown_agent": w("agents.yaml 中没有这种药剂：{given}", "agents.yaml has no agent {given}"),
    "pack_called_twice": w(
        "“{given}”已是这种物资的计量单位或另一种包装，请换一个名称",
        "'{given}' is the item's unit or another pack already; call it otherwise",
    ),
    "own_code": w("“{given}”由系统自带，不必声明", "The house has {given} itself; it is not declared"),
    "within_loop": w(
        "地点类别 {given} 隔着别的类别属于自己", "The kind of place {given} stands, over others, in itself"
    ),
    "signing_not_filed": w(
        "{given} 不填报这张报表，无需签署；填报它的单位类型见 units.yaml 的 files",
        "{given} does not file this form and signs nothing; units.yaml says under files who does",
    ),
    "signing_order": w(
        "签署步骤须以 fill 起、以 sign 止，中间可有 review；现为：{given}",
        "Steps of signing begin with fill and end with sign, with review between or not; here they are: {given}",
    ),
    "chat_no_line": w("本报表没有指标 {given}", "This form has no line {given}"),
    "chat_slot": w("没有这个占位：{given}；可用：{known}", "There is no slot {given}; there are: {known}"),
    "unknown_form": w("没有这张报表：{given}", "There is no form {given}"),
    "unknown_source": w("sources.yaml 中没有来源：{given}", "sources.yaml has no source {given}"),
    "unknown_coverage": w("thresholds.yaml 中没有覆盖率规则：{given}", "thresholds.yaml has no coverage rule {given}"),
    "unknown_threshold": w("thresholds.yaml 中没有这个数值：{given}", "thresholds.yaml has no number {given}"),
    "windows_count": w(
        "{day} 起 {duties} 每日共 {found} 个时段，与此数不符",
        "From {day} on {duties} have {found} windows a day, which is not this number",
    ),
    "unknown_level": w("cutoffs.yaml 中没有这一级：{given}", "cutoffs.yaml has no level {given}"),
    "coverage_without_kind": w("{given} 不填报此指标", "{given} does not fill in this indicator"),
    "watch_round": w(
        "{day} 起各班首尾不相接或不满 24 小时", "From {day} on the shifts do not follow each other round the clock"
    ),
    "watch_limit_missing": w("缺少值守限值“{given}”", "The watch's limit '{given}' is missing"),
    "watch_limit_unknown": w("没有这个值守限值：{given}", "The watch has no limit {given}"),
    "hours_missing": w("缺少时限“{given}”", "The time limit '{given}' is missing"),
    "hours_unknown": w("没有这个时限：{given}", "There is no time limit {given}"),
    "escalation_repeats": w("升级步骤中同一岗位出现两次", "A post appears twice among the steps"),
    "escalation_twice": w(
        "级别“{given}”的升级规则与第 {first} 行的规则重复，无法确定用哪一条",
        "There is another rule for '{given}' and the same source on line {first}; which one holds is not clear",
    ),
    "quiet_holds_urgent": w("静默时段不得压下紧急提醒", "Quiet hours may not hold back what is urgent"),
    "quiet_empty": w("静默时段的起止时刻相同", "The quiet hours end when they begin"),
    "unknown_step": w("前面没有这一步：{given}", "No earlier step is called {given}"),
    "unknown_tell": w("本流程没有这个告知对象：{given}", "The procedure has nobody to tell called {given}"),
    "closes_early": w("只有最后一步可以同时办结", "Only the last step can close the incident"),
    "answer_choices": w(
        "只有“选择”才列选项，且必须列", "Choices belong to an answer that is a choice, and are due there"
    ),
    "duty_never_or_twice": w(
        "须写明时段 windows，或写 after_close: true，二者择一", "Give either windows or after_close: true, and not both"
    ),
    "window_overlap": w("时段与第 {first} 行的时段重叠", "The window overlaps the one on line {first}"),
    "window_order": w("截止时刻须在 from 与 until 之间", "The due time must lie between from and until"),
    "unknown_duty": w("duties.yaml 中没有这项职责：{given}", "duties.yaml has no duty {given}"),
    "unknown_kind": w("没有登记过的记录类型：{given}", "No area registers the kind of record {given}"),
    "unknown_target": w("没有登记过的对象类别：{given}", "No card registers the sort of targets {given}"),
    "unknown_role": w("没有这个岗位：{given}", "There is no role {given}"),
    "role_cannot": w(
        "roles.yaml 收回了“{role}”的 {verb}，轮到时无人能办",
        "roles.yaml takes {verb} from the role {role}, so nobody could act when it comes to this",
    ),
    "role_admin": w(
        "管理员的权限不能收回，否则无人能改正",
        "What an administrator may do is not taken away: nobody could put it right again",
    ),
    "role_verb": w(
        "“{role}”本来就没有权限 {given}；它有：{may}",
        "The role {role} may not do {given} in the first place; it may: {may}",
    ),
    "role_own_record": w(
        "{given} 是本方案自设记录的权限，请在该记录的 record、see 中去掉“{role}”",
        "{given} belongs to a record of this playbook; take {role} out of its record or see instead",
    ),
    "role_blind": w(
        "收回 {see} 后“{role}”仍可登记而看不到所登记的；请一并收回 {record}",
        "Without {see} the role {role} would record what it does not see; take away {record} too",
    ),
    "record_range_of": w("只有数字才有上下限", "Only a number has a range"),
    "record_choices": w(
        "只有 choice 与 choices 才列选项，且必须列", "Choices belong to a choice or to choices, and are due there"
    ),
    "record_position": w("只有照片字段可保留拍摄位置", "Only a photo keeps where it was taken"),
    "record_photo": w(
        "照片字段一律称“{given}”，其他字段不得用此名", "A photo is always called '{given}', and nothing else is"
    ),
    "record_target_kinds": w("只有对象为地点或事项时才写类型 kinds", "Only places and matters have kinds here"),
    "record_target_no_kinds": w(
        "对象为事项时须写明类型 kinds，如 kinds: [e01]", "Say which kinds of matters are meant, such as kinds: [e01]"
    ),
    "record_target_always": w(
        "事项的记录总要指明事项，不能写 optional", "A record of a matter always names it; optional does not go with it"
    ),
    "record_target_sort": w(
        "没有登记过的事项类别：{given}；可用的有：place、person、unit、{may}",
        "No card registers things of the sort {given}; there are place, person, unit, {may}",
    ),
    "record_target_unknown_kind": w(
        "本方案没有“{given}”类的{sort}；现有：{may}",
        "This playbook has no {sort} of the kind {given}; it has {may}",
    ),
    "record_reserved": w("“{given}”是系统自用的名称，请另取名", "'{given}' is a name of the house's own; take another"),
    "record_unknown_field": w("没有这个字段：{given}", "There is no field {given}"),
    "record_when_later": w(
        "条件只能依据排在前面的字段，而“{given}”不在前面；请调整次序",
        "A condition asks an earlier field, and '{given}' does not come before it; put it first",
    ),
    "record_not_asked": w(
        "“{given}”不是 yes_no、choice 或 choices，不能据以判断", "'{given}' is not a yes_no, choice or choices to go by"
    ),
    "record_value": w("字段“{field}”没有这个值：{given}", "The field '{field}' never says {given}"),
    "record_slot": w("语句中的“{given}”不是字段", "'{given}' in the sentence is no field"),
    "record_personal": w(
        "含个人信息的字段只能用于必须指明人员的记录（target: {{sort: person}}）",
        "A personal field belongs to a record that always names a person (target: {{sort: person}})",
    ),
    "counter_two_ways": w("sum 与 distinct 只能取其一", "Either sum or distinct, and not both"),
    "counter_number": w("“{given}”不是数字，不能求和", "'{given}' is not a number to be added up"),
    "counter_personal": w("“{given}”含个人信息，不能用于统计", "'{given}' is personal and cannot be counted"),
    "unknown_counter": w("没有这个统计项：{given}", "No kind of record has the counter {given}"),
    "figure_one_of": w("须写明且只写明其一：{given}", "Give exactly one of: {given}"),
    "figure_coverage": w("checked 与 expected 须同时写明", "checked and expected go together"),
    "index_cumulates": w(
        "指数按日计算，不能累计；请删去 cumulates", "An index is of one day and adds up to nothing; leave out cumulates"
    ),
    "form_sums_state": w(
        "{given} 是当日状态，逐日相加会重复计数，不能累计；请删去 cumulates"
        "（方案自有指标须在 indicators.yaml 中写明 cumulates: true）",
        "{given} is how things stand on a day, and its days added up count the same twice; leave out cumulates "
        "(of a figure of the playbook's own, indicators.yaml must say cumulates: true)",
    ),
    "index_checked": w(
        "指数的 checked 就是其分母 over，不必另写", "Of an index, checked is what it is divided by; leave it out"
    ),
    "indicator_taken": w(
        "指标代码 {given} 已有业务模块使用，请另取代码", "An area has the indicator {given} already; take another code"
    ),
    "unknown_gap": w("没有登记过的提醒来源：{given}", "No card registers the source of gaps {given}"),
    "duty_role": w(
        "“{role}”不能登记 {kind}，没有人能完成这项职责；可由 {may} 承担",
        "The role {role} may not record {kind}, so nobody could do this; these may: {may}",
    ),
    "duty_target": w(
        "{kind} 不针对“{sort}”，没有记录能完成这项职责；请换对象或记录类型",
        "A {kind} is not about a {sort}, so no record could fulfil this; take another target or kind",
    ),
    "duty_place_kind": w(
        "{kind} 不在“{given}”登记；请在该记录的 target.kinds 中加上它，或去掉这一项",
        "A {kind} is not recorded at {given}; add it to the record's target.kinds, or take it out here",
    ),
    "duty_field": w("{kind} 没有字段“{given}”", "A {kind} has no field {given}"),
    "duty_value": w(
        "字段“{field}”不会是“{given}”，只有：{offered}", "The field {field} is never {given}, only: {offered}"
    ),
    "form_not_filed": w(
        "{given} 不报这张表；请在 units.yaml 的 files 中加上它，或去掉这一项",
        "A {given} does not file this form; add it to its files in units.yaml, or take it out here",
    ),
    "parent_loop": w("单位类型 {given} 是自己的上级", "The unit kind {given} is its own parent"),
}

_EXPECTED: dict[str, tuple[str, str]] = {
    "string_type": ("文字；数字和日期要加引号", "text; a number or day stands in quotes"),
    "bool_type": ("true 或 false", "true or false"),
    "int_type": ("整数", "a whole number"),
    "int_parsing": ("整数", "a whole number"),
    "int_from_float": ("整数", "a whole number"),
    "decimal_type": ("数字", "a number"),
    "decimal_parsing": ("数字", "a number"),
    "finite_number": ("有限的数字", "a finite number"),
    "date_type": ("日期（2020-07-16）", "a date (2020-07-16)"),
    "date_parsing": ("日期（2020-07-16）", "a date (2020-07-16)"),
    "date_from_datetime_parsing": ("日期（2020-07-16）", "a date (2020-07-16)"),
    "date_from_datetime_inexact": ("日期（2020-07-16）", "a date (2020-07-16)"),
    "time_type": ('加引号的时刻（"16:30"）', 'a quoted time of day ("16:30")'),
    "time_parsing": ('加引号的时刻（"16:30"）', 'a quoted time of day ("16:30")'),
    "list_type": ("列表", "a list"),
    "tuple_type": ("列表", "a list"),
    "dict_type": ("键值表", "a mapping"),
    "model_type": ("键值表", "a mapping"),
    "model_attributes_type": ("键值表", "a mapping"),
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `file` is relative to the playbook's folder; `line` and `column` count from 1; `path` is like
    `thresholds[2].versions[0].value`."""

    file: str
    line: int
    column: int
    path: str
    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.path or '-'}: {self.zh} / {self.en}"

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "code": self.code,
            "message": {"zh": self.zh, "en": self.en},
        }


class PlaybookFaults(Exception):
    """All the faults of a playbook at once, in the order of file, line and column."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: list[Fault] = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Unreadable(PlaybookFaults):
    """The edition in force cannot be read by this version of the program, and no other of its code comes with it."""

    def __init__(self, code: str, faults: Iterable[Fault]) -> None:
        super().__init__(faults)
        self.code = code


def fault(code: str, file: str, at: tuple[int, int], path: Path, /, **slots: Any) -> Fault:
    """A catalogued fault with its slots filled; `at` is (line, column)."""
    says = CATALOGUE[code]
    return Fault(file, at[0], at[1], spell(path), code, says.zh.format(**slots), says.en.format(**slots))


def spell(path: Path) -> str:
    """A path in the way a person writes it: `forms[0].fields[3].words.zh`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


# How the shapes ask for a text to be written, in words.
_WRITTEN = {
    r"^[A-Z][0-9]{1,2}$": ("一个大写字母加一两位数字，如 H1", "a capital letter and one or two digits, such as H1"),
    r"^[A-Z][0-9]{2}$": ("一个大写字母加两位数字，如 E01", "a capital letter and two digits, such as E01"),
    r"^[a-z][a-z0-9_]{0,39}$": (
        "小写字母开头的代码，只含小写字母、数字和下划线，如 fever_celsius",
        "a code of small letters, digits and underscores that begins with a letter, such as fever_celsius",
    ),
    r"^[a-z0-9][a-z0-9_-]{0,39}$": (
        "由小写字母、数字、下划线和短横组成的代码，如 face-shield",
        "a code of small letters, digits, underscores and dashes, such as face-shield",
    ),
    r"^[a-z][a-z0-9-]{0,39}$": (
        "小写字母开头的代码，只含小写字母、数字和短横，如 covid-2020",
        "a code of small letters, digits and dashes that begins with a letter, such as covid-2020",
    ),
    r"^[0-9]{6}$": ("六位行政区划代码，如 650100", "six digits of a division's code, such as 650100"),
    r"^\d+\.\d+\.\d+$": ("三段数字，如 1.0.0", "three numbers, such as 1.0.0"),
}


def of_pydantic(error: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The catalogue code and slots for one entry of `ValidationError.errors()`."""
    kind, loc, ctx = error["type"], error["loc"], error.get("ctx", {})
    if kind in CATALOGUE:
        return kind, dict(ctx)
    if kind == "missing":
        return "field.missing", {"key": loc[-1]}
    if kind == "extra_forbidden":
        return "extra", {"key": loc[-1]}
    if kind in ("literal_error", "enum"):
        return "choice", {"expected": ctx["expected"].replace(" or ", ", ")}
    if kind == "string_pattern_mismatch":
        zh, en = _WRITTEN.get(ctx["pattern"], (f"“{ctx['pattern']}”", f"'{ctx['pattern']}'"))
        return "pattern", {"zh": zh, "en": en}
    if kind in ("too_short", "string_too_short"):
        return "empty", {}
    if kind.startswith(("greater_than", "less_than")):
        symbol = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}[kind]
        return "range", {"rule": f"{symbol} {next(iter(ctx.values()))}"}
    if kind in _EXPECTED:
        zh, en = _EXPECTED[kind]
        return "type", {"zh": zh, "en": en}
    return "invalid", {"detail": error["msg"]}
