"""publicity · queries of coverage: the places and groups that P1 is counted against, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from lianfang.areas.publicity import queries_posting
from lianfang.areas.publicity.indicators import SLOTS
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.payloads import CHANNELS
from lianfang.kernel.clock import Day
from lianfang.kernel.coverage import Coverage, Part, Sort, part
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

_PARTS = " SELECT t.unit, t.path, " + part(
    Sort.OTHER, key="concat_ws(' ', t.posting, t.target)", subject="t.target", kind="publicity.posted",
    checked="coalesce(t.is_out, false)", from_at="least(t.planned_at, t.from_at)", due_at="t.from_at",
    until_at="t.until_at", entry="t.entry",
) + " FROM of_day t"  # fmt: skip


def _names(actor: Actor, parts: Sequence[Part], day: Day) -> Mapping[str, Words]:
    """The text, its channel, and where: people look for what is missing by all three."""
    keys = {each.key: UUID(each.key.partition(" ")[0]) for each in parts}
    known = queries_posting.called(actor, {*keys.values()}, day)
    return {each.key: _called(each, *known.get((keys[each.key], each.subject), ("", "", None))) for each in parts}


def _called(of: Part, title: str, channel: str, where: Words | None) -> Words:
    said = w("{channel}·{where}：《{title}》", "{channel}, {where}: “{title}”")
    return said.fill(channel=CHANNELS.words_of(channel), where=where or of.subject, title=title)


COVERAGES = (Coverage(("P1",), lambda code: SLOTS + _PARTS, SEE, w("{n} 处未发布", "not out at {n}"), _names),)
