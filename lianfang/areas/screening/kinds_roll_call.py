"""screening · kinds: a unit's roll call."""

from __future__ import annotations

from uuid import UUID

from pydantic import ValidationInfo, field_validator

from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import Privacy
from lianfang.kernel.payloads import Count, Payload, fact, unacceptable
from lianfang.kernel.sums import newest
from lianfang.kernel.words import w

_FIGURES = ("listed", "present", "excused", "unexplained")


class RollCall(Payload):
    """A unit's count of its own people; everybody listed is present, excused or unexplained."""

    listed: Count = fact("应到", "listed")
    present: Count = fact("实到", "present")
    excused: Count = fact("请假或公差", "excused")
    unexplained: Count = fact("缺勤不明", "unexplained")
    unexplained_persons: list[UUID] | None = fact(
        "缺勤不明人员（底册编号）", "unexplained persons (register ids)", persons=True, default=None, max_length=200
    )

    @field_validator("unexplained")
    @classmethod
    def _adds_up(cls, unexplained: int, info: ValidationInfo) -> int:
        said = info.data
        if {"listed", "present", "excused"} <= said.keys():
            listed, counted = said["listed"], said["present"] + said["excused"] + unexplained
            if listed != counted:
                zh = f"实到、请假、不明合计 {counted}，与应到 {listed} 不符"
                en = f"present, excused and unexplained make {counted}, not {listed}"
                raise unacceptable("does_not_add_up", w(zh, en))
        return unexplained

    @field_validator("unexplained_persons")
    @classmethod
    def _among_the_unexplained(cls, persons: list[UUID] | None, info: ValidationInfo) -> list[UUID] | None:
        if persons and len(set(persons)) < len(persons):
            raise unacceptable("listed_twice", w("同一人只填一次", "name each person once"))
        if persons and len(persons) > info.data.get("unexplained", len(persons)):
            raise unacceptable("more_than_counted", w("多于缺勤不明人数", "more persons than the unexplained count"))
        return persons


ROLL_CALL = declare_kind(
    "screening.roll_call",
    RollCall,
    w("点名", "roll call"),
    w(
        "应到 {listed}，实到 {present}，请假或公差 {excused}，不明 {unexplained}",
        "{listed} listed, {present} present, {excused} excused, {unexplained} unexplained",
    ),
    privacy=Privacy(w("查明缺勤不明人员的下落", "finding out where unexplained absentees are"), 60, sensitive=False),
    primary=_FIGURES,
    unprojected=("unexplained_persons",),
    indexes={"screening_roll_call_last": ("unit", "day", "occurred_at", "entry")},
    # The day's last roll call speaks for the unit: in the evening an absence of the morning has been explained.
    sums={"screening_day": {name: newest(name) for name in _FIGURES}},
)
