"""watch · kinds: both sides of a change of shift sign."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from pydantic import Field

from lianfang.areas.watch.kinds import STAND, shift_columns, watch_act
from lianfang.areas.watch.payloads import Login, Shift
from lianfang.kernel.declaring import declare_table
from lianfang.kernel.payloads import Count, Line, Payload, Sha256, Text, fact
from lianfang.kernel.words import w


class Item(Payload):
    """A line of the log as a handover lists it."""

    item: UUID = fact("事项", "item")
    text: Line = fact("内容", "what it is")


MATTERS_MOST = 500


class Matter(Payload):
    """One thing that was open, as both sides read it: without anybody's name. `late`: it should have been done."""

    key: Annotated[str, Field(min_length=1, max_length=300)] = fact("事项编码", "key")
    sort: Annotated[str, Field(pattern=r"^[a-z]{1,20}$")] = fact("类别", "sort")
    zh: Line = fact("中文", "in Chinese")
    en: Annotated[str, Field(max_length=400)] = fact("英文", "in English")
    href: Annotated[str, Field(max_length=400)] = fact("所在页面", "page")
    late: bool = fact("逾期", "late", default=False)


class Done(Payload):
    """How many records of a kind the leaving side made on its shift."""

    kind: Line = fact("记录种类", "kind of record")
    count: Count = fact("条数", "records")


Matters = Annotated[tuple[Matter, ...], Field(max_length=MATTERS_MOST)]


class Handover(Payload):
    """A change of shift: which one goes, which one comes."""

    change_at: datetime = fact("交接时刻", "change of shift")
    leaving: Shift = fact("交班班次", "outgoing shift")
    taking: Shift = fact("接班班次", "incoming shift")
    leaving_by: Login = fact("交班人", "handed over by")


class HandoverOffered(Handover):
    """The leaving side signs: what was done on the shift, what is open, what else the next one must know.

    `matters` is all that was open at the unit, at most so many of them in the order of need; `matters_count` is how
    many there were, `matters_digest` the digest of all their keys, `matters_hidden` how many more the signer may not
    see. `undone` are the items of the watch's own log.
    """

    done: tuple[Item, ...] = fact("已办", "done", default=())
    undone: tuple[Item, ...] = fact("未办", "open", default=())
    made: tuple[Done, ...] = fact("本班记录", "records of the shift", default=())
    matters: Matters = fact("未了事项", "what was open", default=())
    matters_count: Count | None = fact("未了事项数", "matters open", default=None)
    matters_hidden: Count | None = fact("无权查看的未了事项数", "open matters outside their scope", default=None)
    matters_digest: Sha256 | None = fact("未了事项摘要", "digest of what was open", default=None)
    note: Text | None = fact("交班说明", "note", default=None)


class HandoverSigned(Handover):
    """The taking side signs what was offered, and what came up or was settled since: only now the watch has changed
    hands."""

    taking_by: Login = fact("接班人", "taken over by")
    offered: UUID = fact("交班记录", "handover entry")
    came: Matters = fact("交班后新增", "came up since", default=())
    went: Matters = fact("交班后了结", "settled since", default=())


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
    w("交班", "handed over"),
    w(
        "{leaving_by} 交班给 {taking[on]} {taking[shift]}",
        "{leaving_by} handed over to {taking[on]} {taking[shift]}",
    ),
)
SIGNED = _step(
    "watch.handover_signed",
    HandoverSigned,
    w("接班签字", "taken over"),
    w(
        "{taking_by} 接 {leaving_by} 的班（{taking[on]} {taking[shift]}）",
        "{taking_by} took over from {leaving_by} ({taking[on]} {taking[shift]})",
    ),
    closes=True,
)
