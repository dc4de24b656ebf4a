"""duties · payloads: what is said when a duty is set or ended, a mode begins, or something need not be done."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from lianfang.kernel.payloads import Line, Payload, Text, fact, unacceptable
from lianfang.kernel.words import Words, w
from lianfang.playbook.duties import Grade, Mode, overlapping

MODES: dict[str, Words] = {
    "normal": w("常态", "normal"),
    "strengthened": w("加强", "strengthened"),
    "closed": w("封闭", "closed"),
    "recovery": w("恢复", "recovery"),
}
DAYS: dict[str, Words] = {
    "every": w("每天", "every day"),
    "working": w("工作日", "working days"),
    "free": w("休息日", "days off"),
}
GRADES: dict[str, Words] = {
    "typed": w("手工录入", "typed"),
    "photo": w("照片", "photo"),
    "scanned": w("扫码", "scanned"),
    "seconded": w("双人确认", "seconded"),
}
LEVELS: dict[str, Words] = {
    "I": w("Ⅰ级", "level I"),
    "II": w("Ⅱ级", "level II"),
    "III": w("Ⅲ级", "level III"),
    "IV": w("Ⅳ级", "level IV"),
}
DutyCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Because = Annotated[Text, Field(min_length=2)]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Target = Annotated[str, Field(max_length=80)]


class WindowSaid(Payload):
    """When one act of the day is due, as times of day; each is the first one after the reporting day opened."""

    from_time: TimeOfDay = fact("开始", "from")
    due_time: TimeOfDay = fact("截止", "due")
    until_time: TimeOfDay = fact("补做至", "late until")
    zh: Line = fact("名称（中）", "name (zh)", min_length=1)
    en: Line = fact("名称（英）", "name (en)", min_length=1)

    @property
    def minutes(self) -> tuple[int, int, int]:
        """The three times as minutes after midnight."""
        parts = (each.split(":") for each in (self.from_time, self.due_time, self.until_time))
        begins, due, until = (int(hour) * 60 + int(minute) for hour, minute in parts)
        return begins, due, until


class DutySet(Payload):
    """A duty that somebody in command makes for a unit and everything below it, from a reporting day on.

    The same code set again is its next version. `role` answers, of the target's own unit.
    """

    duty: DutyCode = fact("代码", "code")
    zh: Line = fact("名称（中）", "name (zh)", min_length=1)
    en: Line = fact("名称（英）", "name (en)", min_length=1)
    role: DutyCode = fact("负责岗位", "who answers")
    kind: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]{1,60}$")] = fact("以何记录完成", "fulfilled by")
    sort: DutyCode = fact("对象类别", "sort of targets")
    kinds: list[DutyCode] = fact("对象种类", "kinds of targets", min_length=1, max_length=40)
    windows: list[WindowSaid] = fact("时段", "windows", min_length=1, max_length=24)
    days: Literal["every", "working", "free"] = fact("哪些日子", "on which days", choices=DAYS)
    evidence: Grade | None = fact("最低凭据", "least evidence", choices=GRADES, default=None)
    modes: list[Mode] | None = fact("适用状态", "in which modes", choices=MODES, default=None, max_length=4)
    because: Because = fact("依据", "because")
    from_day: date = fact("自报告日起", "from the reporting day")

    @field_validator("windows")
    @classmethod
    def _apart(cls, windows: list[WindowSaid], info: ValidationInfo) -> list[WindowSaid]:
        for each in windows:
            begins, due, until = each.minutes
            if (due - begins) % 1440 > ((until - begins) % 1440 or 1440):
                raise unacceptable(
                    "window_order",
                    w(
                        "“{name}”的截止时刻不在开始与补做截止之间", "{name}: due must lie between from and late until"
                    ).fill(name=Words(each.zh, each.en)),
                )
        for one, other in overlapping([each.minutes for each in windows]):
            named = {"a": Words(windows[other].zh, windows[other].en), "b": Words(windows[one].zh, windows[one].en)}
            raise unacceptable("window_overlap", w("时段“{a}”与“{b}”重叠", "windows {a} and {b} overlap").fill(**named))
        return windows


class DutyEnded(Payload):
    """A duty that was made here is due no more from a reporting day on."""

    duty: DutyCode = fact("代码", "code")
    because: Because = fact("原因", "because")
    from_day: date = fact("自报告日起", "from the reporting day")


class ModeSet(Payload):
    """The mode of a unit and everything below it, from a reporting day on; duties follow it."""

    mode: Mode = fact("状态", "mode", choices=MODES)
    response_level: Literal["I", "II", "III", "IV"] | None = fact(
        "响应级别", "response level", choices=LEVELS, default=None
    )
    because: Because = fact("依据", "because")
    from_day: date = fact("自报告日起", "from the reporting day")


class Excuse(Payload):
    """A duty need not be done here for a while: for one target or for all of the unit and below it.

    What is done all the same counts as done.
    """

    duty: DutyCode = fact("职责", "duty")
    target: Target | None = fact("对象", "target", default=None)
    window: int | None = fact("第几时段", "window", default=None, ge=1, le=24)
    from_day: date = fact("自报告日", "from the reporting day")
    until_day: date = fact("至报告日", "until the reporting day")
    because: Because = fact("原因", "because")

    @field_validator("until_day")
    @classmethod
    def _in_order(cls, until: date, info: ValidationInfo) -> date:
        begins = info.data.get("from_day")
        if begins is not None and until < begins:
            raise unacceptable("ends_before", w("止日早于起日", "ends before it begins"))
        if begins is not None and (until - begins).days > 92:
            raise unacceptable("too_long", w("一次最多免做 92 天", "at most 92 days at a time"))
        return until
