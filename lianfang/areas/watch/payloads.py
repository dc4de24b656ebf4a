"""watch · payloads: what is recorded about posts, rosters, swaps, the log, handovers and spot calls."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from lianfang.kernel.payloads import Line, Moment, Payload, Text, fact
from lianfang.kernel.words import Words, w

Login = Annotated[Line, Field(min_length=1)]
Reason = Annotated[Line, Field(min_length=1)]
ShiftCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

SUBJECTS: dict[str, Words] = {
    "call_in": w("来电", "call in"),
    "call_out": w("去电", "call out"),
    "order_received": w("接到指令", "order received"),
    "order_passed": w("传达指令", "order passed on"),
    "incident": w("突发情况", "incident"),
    "check": w("巡查", "check"),
    "note": w("其他", "other"),
}
CHANNELS: dict[str, Words] = {"page": w("系统", "on the page"), "phone": w("电话", "by phone")}
Channel = Literal["page", "phone"]


class PostOpened(Payload):
    """The unit keeps a watch from this moment on."""

    phone: Line | None = fact("值班电话", "telephone", default=None)
    note: Line | None = fact("说明", "note", default=None)


class PostClosed(Payload):
    """The unit keeps no watch from this moment on."""

    why: Reason = fact("撤销原因", "why it is closed")


class Shift(Payload):
    """One shift, with its hours as they held when it was said: a later playbook changes nothing of the past."""

    on: date = fact("值班日期", "day of the shift")
    shift: ShiftCode = fact("班次", "shift")
    begins_at: datetime = fact("上班", "begins")
    ends_at: datetime = fact("下班", "ends")


class Rostered(Shift):
    """Who stands the shift; the newest word on a shift counts. Nobody named: the shift has nobody."""

    leader: Login | None = fact("带班领导", "leader in charge", default=None)
    officers: tuple[Login, ...] = fact("值班员", "officers", default=(), max_length=6)
    why: Line | None = fact("变更原因", "reason for the change", default=None)


class SwapAsked(Payload):
    """Somebody asks another to stand a shift in their place, or to change shifts with them."""

    given: Shift = fact("让出的班", "shift given away")
    by: Login = fact("申请人", "asked by")
    other: Login = fact("接替人", "stands in")
    taken: Shift | None = fact("换来的班", "shift taken in return", default=None)
    why: Reason = fact("原因", "reason")


class Swapped(SwapAsked):
    """It is so: both agreed, or the leader decided."""

    decided: Literal["consent", "leader"] = fact(
        "依据",
        "on the strength of",
        choices={"consent": w("双方同意", "both agreed"), "leader": w("带班领导决定", "the leader's decision")},
    )


class SwapDeclined(Payload):
    """The other one cannot."""

    why: Line | None = fact("原因", "reason", default=None)


class Logged(Payload):
    """One line of the log. `open` says that something remains to be done, by `due_at` where that is known."""

    what: Literal["call_in", "call_out", "order_received", "order_passed", "incident", "check", "note"] = fact(
        "类别", "subject", choices=SUBJECTS
    )
    text: Text = fact("内容", "what happened", min_length=1)
    other: Line | None = fact("对方（单位、职务）", "the other side (unit, office)", default=None)
    open: bool = fact("待办", "something remains to be done", default=False)
    due_at: Moment | None = fact("办理时限", "due by", default=None)


class ItemClosed(Payload):
    """An open line of the log is done."""

    item: UUID = fact("待办事项", "open item")
    how: Reason = fact("办理结果", "what was done")


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


class SpotCalled(Payload):
    """Somebody above checks that the post is manned."""

    how: Channel = fact("方式", "channel", choices=CHANNELS)
    by: Login = fact("查岗人", "called by")


class SpotAnswered(Payload):
    """The post answered; `by` is who did."""

    by: Login = fact("应答人", "answered by")
    how: Channel = fact("方式", "channel", choices=CHANNELS)
    called_at: datetime = fact("查岗时间", "called at")
