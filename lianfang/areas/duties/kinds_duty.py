"""duties · kinds: somebody in command makes a duty, or ends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import DateField, JSONField, TextField
from pydantic import Field, ValidationInfo, field_validator

from lianfang.areas.duties.kinds import DUTY_ENDED, DUTY_SET, SET, duty_act
from lianfang.areas.duties.payloads import MODES, Because, DutyCode
from lianfang.kernel.payloads import Line, Payload, fact, unacceptable
from lianfang.kernel.words import Words, w
from lianfang.playbook.duties import Grade, Mode, overlapping

DAYS: dict[str, Words] = {
    "every": w("每天", "every day"),
    "working": w("工作日", "working days"),
    "free": w("休息日", "days off"),
}
GRADES: dict[str, Words] = {
    "typed": w("手工录入", "typed"),
    "photo": w("照片", "photo"),
    "scanned": w("扫码", "scanned"),
    "seconded": w("他人复核", "seconded"),
}
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


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
    role: DutyCode = fact("责任岗位", "responsible role")
    kind: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]{1,60}$")] = fact("完成方式", "fulfilled by")
    sort: DutyCode = fact("对象类别", "type of target")
    kinds: list[DutyCode] = fact("对象种类", "kinds of target", min_length=1, max_length=40)
    windows: list[WindowSaid] = fact("时段", "windows", min_length=1, max_length=24)
    days: Literal["every", "working", "free"] = fact("适用日", "on which days", choices=DAYS)
    evidence: Grade | None = fact("最低凭据", "minimum evidence", choices=GRADES, default=None)
    modes: list[Mode] | None = fact("适用状态", "in which modes", choices=MODES, default=None, max_length=4)
    because: Because = fact("依据", "reason")
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
    because: Because = fact("原因", "reason")
    from_day: date = fact("自报告日起", "from the reporting day")


def _said(data: Mapping[str, Any]) -> Words:
    said = w("自 {from_day} 起设定职责“{name}”", "set the duty {name} from {from_day}")
    return said.fill(from_day=data["from_day"], name=Words(data["zh"], data["en"]))


DUTY_SET_KIND = duty_act(
    DUTY_SET,
    DutySet,
    w("设定职责", "duty set"),
    _said,
    record=SET,
    primary=("duty", "zh", "from_day"),
    table="duties.made",
    columns={
        "because": (TextField(), "because"),
        "code": (TextField(), "duty"),
        "kind": (TextField(), "kind"),
        "spec": (JSONField(), "e.data::jsonb"),
        "from_day": (DateField(), "from_day"),
    },
    indexes={"duties_made_code": ("code",), "duties_made_kind": ("kind",)},
)
DUTY_ENDED_KIND = duty_act(
    DUTY_ENDED,
    DutyEnded,
    w("停止职责", "duty ended"),
    w("自 {from_day} 起停止职责 {duty}：{because}", "ended the duty {duty} from {from_day}: {because}"),
    record=SET,
    primary=("duty", "from_day"),
    table="duties.ended",
    columns={"code": (TextField(), "duty")},
    indexes=(),
)
