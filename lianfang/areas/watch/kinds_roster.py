"""watch · kinds: who stands a shift."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import DateField

from lianfang.areas.watch.kinds import STAND, watch_act
from lianfang.areas.watch.payloads import Login, Shift
from lianfang.kernel.payloads import Line, fact
from lianfang.kernel.words import Words, listed, w


class Rostered(Shift):
    """Who stands the shift; the newest word on a shift counts. Nobody named: the shift has nobody."""

    leader: Login | None = fact("带班领导", "duty leader", default=None)
    officers: tuple[Login, ...] = fact("值班员", "officers", default=(), max_length=6)
    why: Line | None = fact("变更原因", "reason for the change", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    nobody = w("空缺", "nobody")
    return w(
        "{on} {shift} 排班：带班 {leader}，值班 {officers}", "{on} {shift}: leader {leader}, officers {officers}"
    ).fill(
        on=data["on"],
        shift=data["shift"],
        leader=data.get("leader") or nobody,
        officers=listed(data["officers"]) if data.get("officers") else nobody,
    )


# Who agrees to a swap writes the new roster with it; that only planners plan is the action's to see to.
ROSTERED = watch_act(
    "watch.rostered",
    Rostered,
    w("排班", "roster"),
    _said,
    record=STAND,
    primary=("on", "shift", "leader", "officers"),
    table="watch.rostering",
    steps=True,
    columns={"shift_on": (DateField(), "on")},
    indexes={"watch_rostering_unit": ("unit", "begins_at", "number"), "watch_rostering_begins": ("begins_at",)},
)
