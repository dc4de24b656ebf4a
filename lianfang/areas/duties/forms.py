"""duties · forms: what narrows the pages, and what a commander says of duties, excuses and modes."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict

from lianfang.areas.duties.kinds import SEE
from lianfang.areas.duties.kinds_duty import DAYS, GRADES
from lianfang.areas.duties.kinds_mode import LEVELS
from lianfang.areas.duties.payloads import MODES
from lianfang.areas.duties.policy import watched
from lianfang.areas.duties.rules import State
from lianfang.ground.access.roles import role_words
from lianfang.ground.places.sorts import OTHER, PLACE_KINDS
from lianfang.kernel.expectations import SLOT_WORDS
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.forms import ActForm, UnitDayForm


def _day(label: Any, required: bool = True) -> DayField:
    return DayField(label=label, required=required)


class DayForm(UnitDayForm):
    """Unit and reporting day of a page."""

    def __init__(self, actor: Actor, today: date, asked: QueryDict) -> None:
        super().__init__(actor, SEE, today, asked)


class GridForm(DayForm):
    """A grid may show a week as well."""

    days = asking.choice("天数", "Days", {1: w("当日", "the day"), 7: w("近七日", "seven days")}, required=False)


class SlotsForm(DayForm):
    """The slots of a day, by what became of them."""

    state = asking.choice("状态", "State", SLOT_WORDS, first=asking.ALL, required=False)

    @property
    def states(self) -> list[State]:
        chosen = self.chosen("state")
        return [State(chosen)] if chosen else []


def _kinds_said() -> Words:
    """How kinds are written, by those that the playbook in force has."""
    places = [code for code in PLACE_KINDS if code != OTHER][:2]
    return w(
        "逗号分隔：地点写地点类别，如 {places}；人员、单位写单位类型，如 {unit}",
        "With commas: kinds of places, such as {places}; for people and units, kinds of units, such as {unit}",
    ).fill(places=", ".join(places), unit=current().unit_kinds[-1].code)


class DutyForm(ActForm):
    """A duty for the unit and everything below it; windows one to a line."""

    zh = asking.line("名称（中文）", "Name in Chinese", most=60)
    en = asking.line("名称（英文）", "Name in English", most=80)
    duty = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,39}$",
        label=later("代码", "Code"),
        help_text=later("小写字母、数字、下划线，如 evening_check", "Lower case, digits, underscores: evening_check"),
    )
    role = forms.ChoiceField(label=later("责任岗位", "Responsible role"), choices=lambda: asking.choices(role_words()))
    kind = asking.choice("完成方式", "Fulfilled by")
    sort = asking.choice("对象类别", "Type of target")
    kinds = asking.line("对象种类", "Kinds of target", most=400)
    windows = asking.text(
        "时段", "Windows",
        hint=w(
            "每行一个：开始 截止 补做至 名称，如 08:00 10:00 12:00 上午",
            "One per line: from, due, late until, name, such as 08:00 10:00 12:00 morning",
        ),
    )  # fmt: skip
    days = asking.choice("适用日", "On which days", DAYS, initial="every")
    evidence = asking.choice("最低凭据", "Minimum evidence", GRADES, first=w("不限", "any"), required=False)
    modes = forms.MultipleChoiceField(
        label=later("适用状态", "Only in these modes"),
        required=False,
        choices=asking.choices(MODES),
        widget=forms.CheckboxSelectMultiple,
    )
    because = asking.line("依据", "Reason", most=400)
    from_day = _day(later("自报告日起", "From the reporting day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = asking.choices((code, KINDS[code].words) for code in sorted(watched()))
        self.fields["kinds"].help_text = _kinds_said().say()
        asking.offer(self, kind=kinds, sort=asking.choices((t.code, t.words) for t in REGISTRY.targets().values()))

    def clean_windows(self) -> list[dict[str, str]]:
        """Each line as a window. Raises where a line is none."""
        found = []
        for line in str(self.cleaned_data["windows"]).splitlines():
            parts = line.split()
            if not parts:
                continue
            try:
                begins, due, until = (time.fromisoformat(each).strftime("%H:%M") for each in parts[:3])
            except ValueError:
                said = w("“{line}”不是一个时段", "'{line}' is not a window").fill(line=line[:60])
                raise forms.ValidationError(said.say()) from None
            name = " ".join(parts[3:]) or f"{begins}–{due}"
            found.append({"from_time": begins, "due_time": due, "until_time": until, "zh": name, "en": name})
        return found

    def data_said(self) -> dict[str, Any]:
        """The payload."""
        said = dict(self.cleaned_data)
        said["kinds"] = [each.strip() for each in str(said["kinds"]).replace("，", ",").split(",") if each.strip()]
        return {name: value for name, value in said.items() if value not in ("", None, [])}


class EndForm(ActForm):
    """From which day a duty is due no more, and why."""

    because = asking.line("原因", "Reason", most=400)
    from_day = _day(later("自报告日起", "From the reporting day"))


class TakeBackForm(ActForm):
    """Why something that was said is taken back."""

    because = forms.CharField(label=later("撤回原因", "Reason for the withdrawal"), min_length=2, max_length=200)


class ExcuseForm(ActForm):
    """For which targets a duty need not be done, how long, and why."""

    targets = forms.MultipleChoiceField(
        label=later("对象", "For"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=later("不选则为全部对象", "Leave empty for all targets"),
    )
    from_day = _day(later("自报告日", "From the reporting day"))
    until_day = _day(later("至报告日", "Until the reporting day"))
    because = asking.text("原因（不写姓名）", "Reason (no names)", rows=2, most=400)

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, targets=targets)


class ModeForm(ActForm):
    """The mode of the unit and everything below it, from a day on."""

    mode = asking.choice("状态", "Mode", MODES, few=True)
    response_level = asking.choice("响应级别", "Response level", LEVELS, first=w("不指定", "not set"), required=False)
    because = asking.line("依据", "Reason", most=400)
    from_day = _day(later("自报告日起", "From the reporting day"))
