"""watch · kinds: a line of the log, and an open one that is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from django.db.models import BooleanField, Index, Q

from lianfang.areas.watch.kinds import PRIVACY, STAND, watch_act
from lianfang.areas.watch.payloads import Reason
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import Presence
from lianfang.kernel.payloads import Line, Moment, Payload, Text, fact
from lianfang.kernel.words import Words, w

SUBJECTS: dict[str, Words] = {
    "call_in": w("来电", "call in"),
    "call_out": w("去电", "call out"),
    "order_received": w("接到指令", "order received"),
    "order_passed": w("传达指令", "order passed on"),
    "incident": w("突发情况", "incident"),
    "check": w("巡查", "check"),
    "note": w("其他", "other"),
}


class Logged(Payload):
    """One line of the log. `open` says that something remains to be done, by `due_at` where that is known."""

    what: Literal["call_in", "call_out", "order_received", "order_passed", "incident", "check", "note"] = fact(
        "类别", "subject", choices=SUBJECTS
    )
    text: Text = fact("内容", "what happened", min_length=1)
    other: Line | None = fact("对方（单位、职务）", "the other party (unit, position)", default=None)
    open: bool = fact("待办", "something remains to be done", default=False)
    due_at: Moment | None = fact("办理时限", "due by", default=None)


class ItemClosed(Payload):
    """An open line of the log is done."""

    item: UUID = fact("待办事项", "open item")
    how: Reason = fact("办理结果", "what was done")


_OPEN, _LINE = w("{what}（待办）：{text}", "{what} (open): {text}"), w("{what}：{text}", "{what}: {text}")


def _said(data: Mapping[str, Any]) -> Words:
    return (_OPEN if data.get("open") else _LINE).fill(what=SUBJECTS[data["what"]], text=data["text"])


LOGGED = declare_kind(
    "watch.logged",
    Logged,
    w("值班记录", "log entry"),
    _said,
    privacy=PRIVACY,
    place=Presence.FORBIDDEN,
    record=STAND,
    primary=("what", "text", "other", "open"),
    table="watch.log",
    model="LogLine",
    of_entry=("recorded_by",),
    columns={"open": (BooleanField(), "coalesce((e.data->>'open')::boolean, false)")},
    indexes=(
        Index(fields=["unit", "occurred_at", "entry"], name="watch_log_unit"),
        Index(fields=["unit", "due_at"], name="watch_log_open", condition=Q(open=True)),
    ),
)
ITEM_CLOSED = watch_act(
    "watch.item_closed",
    ItemClosed,
    w("待办销项", "open item done"),
    w("办结待办：{how}", "closed an open item: {how}"),
    record=STAND,
    streams=True,
    closes=True,
    table="watch.closing",
    of_entry=("recorded_by",),
    indexes={"watch_closing_item": ("item",), "watch_closing_unit": ("unit", "occurred_at")},
)
