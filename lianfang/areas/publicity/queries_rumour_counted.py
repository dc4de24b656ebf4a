"""publicity · queries of rumours counted: the rumours that P2 is counted against, one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lianfang.areas.publicity import queries_rumour as rumours
from lianfang.areas.publicity.indicators import RUMOURS
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.kinds_rumour import CLOSED
from lianfang.kernel.clock import Day
from lianfang.kernel.coverage import Coverage, Part, Sort, part
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

_PART = part(
    Sort.OTHER, key="r.stream::text", subject="r.stream::text", kind=CLOSED.code, from_at="r.occurred_at",
    checked="r.closed::int",
)  # fmt: skip


def _names(actor: Actor, parts: Sequence[Part], day: Day) -> Mapping[str, Words]:
    """What is being said, cut short."""
    said = rumours.claims(actor, [each.subject for each in parts])
    return {key: Words(f"“{claim[:40]}”", f"“{claim[:40]}”") for key, claim in said.items()}


COVERAGES = (
    Coverage(
        ("P2",), lambda code: f"SELECT r.unit, r.path, {_PART} FROM ({RUMOURS}) r", SEE,
        w("{n} 条传言未办结", "{n} rumours are not closed"), _names,
    ),
)  # fmt: skip
