"""watch · kinds: both sides of a change of shift sign."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from lianfang.areas.watch.kinds import STAND, shift_columns, watch_act
from lianfang.areas.watch.payloads import Login, Shift
from lianfang.kernel.declaring import declare_table
from lianfang.kernel.payloads import Line, Payload, Text, fact
from lianfang.kernel.words import w


class Item(Payload):
    """A line of the log as a handover lists it."""

    item: UUID = fact("事项", "item")
    text: Line = fact("内容", "what it is")


class Handover(Payload):
    """A change of shift: which one goes, which one comes."""

    change_at: datetime = fact("交接时刻", "change of shift")
    leaving: Shift = fact("交班班次", "leaving shift")
    taking: Shift = fact("接班班次", "taking shift")
    leaving_by: Login = fact("交班人", "handed over by")


class HandoverOffered(Handover):
    """The leaving side signs: what was done on the shift, what is open, what else the next one must know."""

    done: tuple[Item, ...] = fact("已办", "done", default=())
    undone: tuple[Item, ...] = fact("未办", "open", default=())
    note: Text | None = fact("交班说明", "note", default=None)


class HandoverSigned(Handover):
    """The taking side signs what was offered: only now the watch has changed hands."""

    taking_by: Login = fact("接班人", "taken over by")
    offered: UUID = fact("交班记录", "what was offered")


_step = partial(
    watch_act,
    record=STAND,
    table=declare_table(
        "watch.handover",
        HandoverOffered,
        HandoverSigned,
        model="HandoverStep",
        steps=True,
        unprojected=("offered",),
        columns={**shift_columns("leaving", "leaving_"), **shift_columns("taking", "taking_")},
        indexes={"watch_handover_unit": ("unit", "change_at", "number"), "watch_handover_change": ("change_at",)},
    ),
)
OFFERED = _step(
    "watch.handover_offered",
    HandoverOffered,
    w("交班", "handover offered"),
    w(
        "{leaving_by} 交班给 {taking[on]} {taking[shift]}",
        "{leaving_by} offered the handover to {taking[on]} {taking[shift]}",
    ),
)
SIGNED = _step(
    "watch.handover_signed",
    HandoverSigned,
    w("接班签字", "handover signed"),
    w(
        "{taking_by} 接 {leaving_by} 的班（{taking[on]} {taking[shift]}）",
        "{taking_by} took over from {leaving_by} ({taking[on]} {taking[shift]})",
    ),
    closes=True,
)
