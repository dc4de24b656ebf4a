"""kernel · problems: the catalogue of everything that can be refused, and how it is said at the gate.

A problem has a stable code, an HTTP status, one sentence and one remedy in both languages. Code raises
`Refused(PROBLEM, …)`; every surface (page, API, import, command line) renders the same object.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from lianfang.kernel.words import Words, w

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One catalogued refusal. `says` and `remedy` may hold `{slots}` that `Refused` fills from its data.

    `retry_seconds` is when it is worth asking again, where waiting alone may help: every surface says it.
    """

    code: str
    status: int
    says: Words
    remedy: Words
    retry_seconds: int | None = None


CATALOGUE: dict[str, Problem] = {}


def problem(code: str, status: int, says: Words, remedy: Words, *, retry_seconds: int | None = None) -> Problem:
    """Adds one problem to the catalogue; a code is never used twice."""
    if code in CATALOGUE:
        raise ValueError(f"problem code used twice: {code}")
    CATALOGUE[code] = made = Problem(code, status, says, remedy, retry_seconds)
    return made


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where input does not hold: `path` names the field, `says` what is wrong with it."""

    path: str
    says: Words
    code: str = "invalid"


@dataclass(eq=False)
class Refused(Exception):
    """A refusal with its data. `faults` name the fields; `data` fills the sentence's slots."""

    problem: Problem
    data: dict[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def __init__(self, problem: Problem, *, faults: tuple[Fault, ...] = (), **data: Any) -> None:
        super().__init__(problem.code)
        self.problem, self.data, self.faults = problem, data, faults

    @property
    def says(self) -> Words:
        return self.problem.says.fill(**self.data)

    @property
    def remedy(self) -> Words:
        return self.problem.remedy.fill(**self.data)

    def as_json(self, lang: str | None = None) -> dict[str, Any]:
        """The body of an `application/problem+json` answer (RFC 9457)."""
        body: dict[str, Any] = {
            "type": f"urn:lianfang:problem:{self.problem.code}",
            "code": self.problem.code,
            "status": self.problem.status,
            "title": self.says.say(lang),
            "detail": self.remedy.say(lang),
        }
        if self.faults:
            body["errors"] = [
                {"path": fault.path, "code": fault.code, "message": fault.says.say(lang)} for fault in self.faults
            ]
        return body

    def __str__(self) -> str:
        named = "".join(f"\n  {fault.path}: {fault.says.zh} / {fault.says.en}" for fault in self.faults)
        return f"{self.problem.code}: {self.says.zh} / {self.says.en}{named}"


NOT_FOUND = problem(
    "not_found",
    404,
    w("没有找到，或不在您的范围内", "Not found, or outside your scope"),
    w(
        "请核对地址或编号；如应当看到，请联系上级授权",
        "Check the address or code; ask your superior for access if needed",
    ),
)
NOT_ALLOWED = problem(
    "not_allowed",
    403,
    w("您的角色不能做这件事", "Your role may not do this"),
    w("请联系本单位管理员授权", "Ask your unit's administrator for the role"),
)
INVALID = problem(
    "invalid",
    422,
    w("填写内容有误", "Some fields are invalid"),
    w("请按所列字段逐项改正后再提交", "Correct the fields listed and send again"),
)
NOT_JSON = problem(
    "not_json",
    400,
    w("内容不是有效的 JSON（UTF-8）：{reason}", "The content is not valid JSON in UTF-8: {reason}"),
    w("请检查编码和格式后重发", "Check encoding and syntax and send again"),
)
UNKNOWN_KIND = problem(
    "unknown_kind",
    422,
    w("没有这种记录：{kind}", "There is no such kind of record: {kind}"),
    w("可用的种类见 /api/v1/kinds", "See /api/v1/kinds for those that exist"),
)
KIND_CHANGED = problem(
    "kind_changed",
    503,
    w(
        "防控方案已改“{kind}”的填报内容，正在运行的程序还不知道",
        "The playbook has changed what is filled in for a {kind}, and the running program does not know it yet",
    ),
    w(
        "请管理员结束并重新运行 lianfang run，再按新的内容填报",
        "Let the administrator end lianfang run and start it again; then fill it in as it is now",
    ),
    retry_seconds=60,
)
KIND_HAS_OWN_DOOR = problem(
    "kind_has_own_door",
    422,
    w("{kind} 只能通过它自己的操作产生", "{kind} is made only by its own action"),
    w("请在控制台办理", "Use the console for this action"),
)
CONFLICT = problem(
    "conflict",
    409,
    w("编号 {id} 已有另一内容的记录", "Entry {id} is already recorded with other content"),
    w(
        "两份都没有丢失：如需更正，请用新编号提交更正",
        "Neither is lost: to correct it, send a correction under a new id",
    ),
)
SOURCE_REF_KNOWN = problem(
    "source_ref_known",
    409,
    w(
        "来源编号 {ref} 已记为 {entry}，内容不同",
        "Source id {ref} is already recorded as entry {entry} with other content",
    ),
    w("请更正那条记录，不要再记一次", "Correct that entry instead of recording it again"),
)
SOURCE_REF_STANDS = problem(
    "source_ref_stands",
    409,
    w("来源编号 {ref} 已照此记为 {entry}", "Source id {ref} is already recorded with this content as entry {entry}"),
    w("不再重复记，无需办理", "It is not recorded twice; there is nothing to do"),
)
ALREADY_CORRECTED = problem(
    "already_corrected",
    409,
    w("记录 {id} 已被更正为 {by}", "Entry {id} was already corrected by {by}"),
    w("请更正最新的那一条", "Correct the newest one instead"),
)
CORRECTS_OTHER = problem(
    "corrects_other",
    422,
    w("更正必须与原记录同种类、同单位", "A correction has the kind and unit of the entry it corrects"),
    w("请核对原记录编号 {id}", "Check the id of the original, {id}"),
)
CORRECTS_ITSELF = problem(
    "corrects_itself",
    422,
    w("记录不能更正或撤回自己，也不能互相更正", "An entry cannot correct itself, nor two each other"),
    w("请填写要更正的那条原记录的编号", "Name the earlier entry that is to be corrected"),
)
CLOCKS_APART = problem(
    "clocks_apart",
    503,
    w(
        "网站与数据库的时钟相差一小时以上，尚未记录",
        "The clocks of the site and of its database are more than an hour apart; nothing was recorded",
    ),
    w(
        "请通知管理员校准两台机器的时钟，然后用同一编号重发",
        "Tell the administrator to set both clocks, then send again with the same id",
    ),
    retry_seconds=60,
)
CLOCK_BEHIND_ORIGINAL = problem(
    "clock_behind_original",
    409,
    w(
        "系统时钟早于原记录的记录时间 {at}",
        "The system's clock is behind the moment at which the original was recorded, {at}",
    ),
    w("请校时后重发", "Set the clock and send again"),
)
EXERCISE_MIX = problem(
    "exercise_mix",
    422,
    w("演练记录与真实记录不能互相更正", "An exercise and a real record cannot correct each other"),
    w("请作为新记录填报", "Record it as a new entry"),
)
REASON_MISSING = problem(
    "reason_missing",
    422,
    w("更正或撤回须写明原因", "A correction or withdrawal needs a reason"),
    w("请填写原因", "Give the reason"),
)
FROM_THE_FUTURE = problem(
    "from_the_future",
    422,
    w("发生时间 {at} 比系统时间晚 5 分钟以上", "The time of occurrence, {at}, is more than 5 minutes in the future"),
    w("请校准设备时钟后重发", "Set the device's clock and send again"),
)
BEFORE_CAMPAIGN = problem(
    "before_campaign",
    422,
    w("编号或时间早于本次防控期（{since}）", "The id or time is older than the campaign ({since})"),
    w("请核对设备时钟和编号", "Check the device's clock and the id"),
)
CLOCK_WENT_BACK = problem(
    "clock_went_back",
    409,
    w("系统时钟早于已封存的时间 {sealed}", "The system's clock is behind what is already sealed, {sealed}"),
    w("记录未丢失：请校时后重发", "Nothing is lost: set the clock and send again"),
)
BAD_ID = problem(
    "bad_id",
    422,
    w("编号须为 UUIDv7：{id}", "The id must be a UUIDv7: {id}"),
    w("请由记录设备按 UUIDv7 生成", "Let the recording device generate a UUIDv7"),
)
STREAM_MOVED = problem(
    "stream_moved",
    409,
    w("此事项已被他人更新到第 {version} 版", "Somebody has already moved this on to version {version}"),
    w("请刷新后再办理", "Reload and decide again"),
)
STREAM_CLOSED = problem(
    "stream_closed",
    409,
    w("此事项已办结，不能再追加", "This is closed; nothing more can be added"),
    w("如有新情况，请新建一件", "Open a new one for new facts"),
)
THING_OF_ANOTHER_KIND = problem(
    "thing_of_another_kind",
    422,
    w("{kind}不针对这种事项", "No {kind} is recorded of such a matter"),
    w("请选择这类记录所针对的事项", "Choose one that this kind of record is about"),
)
THING_OF_ANOTHER_UNIT = problem(
    "thing_of_another_unit",
    422,
    w(
        "此事项由 {unit} 负责，记录须填该单位",
        "The unit {unit} is responsible for this matter; the record must name it",
    ),
    w("请改填负责单位", "Name the responsible unit"),
)
THING_AND_EXERCISE = problem(
    "thing_and_exercise",
    422,
    w(
        "演练事项只收演练记录，真实事项只收真实记录",
        "A drill's matter takes exercise records only, and a real one only real ones",
    ),
    w("请核对是否演练", "Check whether it is an exercise"),
)
UNIT_CLOSED = problem(
    "unit_closed",
    409,
    w("单位 {code} 已自 {day} 起撤销", "The unit {code} is closed from {day}"),
    w("请选择其他单位", "Choose another unit"),
)
EVIDENCE_NOT_EARNED = problem(
    "evidence_not_earned",
    200,
    w("凭据按“{kept}”记录：没有“{claimed}”所需的证明", "Recorded as “{kept}”: what “{claimed}” needs was not shown"),
    w(
        "扫码须附现场标签读出的令牌，拍照须附照片，复核须由第二人另行确认",
        "Send what the place's label says, or the photo and its SHA-256; a second person confirms with their own login",
    ),
)
TOO_LARGE = problem(
    "too_large",
    413,
    w("内容超过 {limit}", "The content is larger than {limit}"),
    w("请分批发送", "Send it in smaller parts"),
)
TOO_MANY = problem(
    "too_many",
    413,
    w("一批最多 {limit} 条", "A batch holds at most {limit} entries"),
    w("请分批发送", "Send it in smaller parts"),
)
PLACE_REQUIRED = problem(
    "place_required",
    422,
    w("此类记录须注明地点", "This kind of record needs a place"),
    w("请选择或扫码地点", "Choose the place or scan its code"),
)
PLACE_OF_ANOTHER_KIND = problem(
    "place_of_another_kind",
    422,
    w("{kind}不在这种地点记录：{place}", "No {kind} is recorded at such a place: {place}"),
    w("请选择这类记录所用的地点", "Choose a place of a kind that this record is for"),
)
PERSON_REQUIRED = problem(
    "person_required",
    422,
    w("此类记录须注明人员", "This kind of record needs a person"),
    w("请选择人员", "Choose the person"),
)
KEPT_LONG_ENOUGH = problem(
    "kept_long_enough",
    410,
    w(
        "这条记录已过保存期限，其中的个人文字已销毁",
        "The retention period of this entry is over: its personal text was destroyed",
    ),
    w("不必再次发送", "There is no need to send it again"),
)
NOT_FOR_THIS_KIND = problem(
    "not_for_this_kind",
    422,
    w("此类记录不带{what}", "This kind of record carries no {what}"),
    w("请去掉该字段", "Leave the field out"),
)
BUSY = problem(
    "busy",
    503,
    w("数据库正忙或正在恢复，尚未记录", "The database is busy or recovering; nothing was recorded yet"),
    w("请稍后用同一编号重发，不会重复", "Send it again later with the same id; it will not be recorded twice"),
    retry_seconds=5,
)
DISK_FULL = problem(
    "disk_full",
    503,
    w("服务器磁盘已满，尚未记录", "The server's disk is full; nothing was recorded"),
    w(
        "请通知管理员清出空间，然后用同一编号重发；已记录的都在",
        "Tell the administrator to free space, then send it again with the same id; what was recorded is safe",
    ),
    retry_seconds=60,
)
READ_ONLY = problem(
    "read_only",
    503,
    w("数据库目前只能读取，尚未记录", "The database can only be read at the moment; nothing was recorded"),
    w(
        "请通知管理员：数据库是备库、被设为只读，或磁盘变为只读；恢复后用同一编号重发",
        "Tell the administrator: it is a standby, set to read only, or its disk is; then send again with the same id",
    ),
    retry_seconds=60,
)


def existing(value: T | None) -> T:
    """What was looked for. Raises `not_found` where it is nothing."""
    if value is None:
        raise Refused(NOT_FOUND)
    return value


def first_of(values: Iterable[T]) -> T:
    """The first of what was looked for. Raises `not_found` where there is nothing."""
    return existing(next(iter(values), None))
