"""duties · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.duties.follower import SlotFollower
from lianfang.areas.duties.gaps import GAPS
from lianfang.areas.duties.indicators import SOURCES
from lianfang.areas.duties.kinds import EXCUSE, KINDS, MODE, SEE, SET
from lianfang.kernel.registry import Card

_SEE = frozenset({SEE})
_COMMAND = frozenset({SEE, SET, EXCUSE, MODE})

CARD = Card(
    area="duties",
    taken_away_from=frozenset({"duties_slot"}),
    kinds=KINDS,
    sources=SOURCES,
    followers=(SlotFollower(),),
    gaps=GAPS,
    verbs={
        "superior": _SEE,
        "commander": _COMMAND,
        "officer": frozenset({SEE, EXCUSE}),
        "reporter": _SEE,
        "grid": _SEE,
        "gate": _SEE,
        "keeper": _SEE,
        "property": _SEE,
        "site": frozenset({SEE, EXCUSE}),
        "laundry": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
        "admin": _SEE,
    },
)
