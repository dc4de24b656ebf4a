"""watch · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.watch.gaps import GAPS
from lianfang.areas.watch.indicators import INDICATORS, WATCHES
from lianfang.areas.watch.kinds import CHECK, KINDS, LEAD, ROSTER, SEE, STAND
from lianfang.kernel.registry import Card

CARD = Card(
    area="watch",
    kinds=KINDS,
    indicators=INDICATORS,
    targets=(WATCHES,),
    gaps=GAPS,
    verbs={
        "superior": frozenset({SEE, CHECK}),
        "commander": frozenset({SEE, STAND, LEAD, ROSTER, CHECK}),
        "officer": frozenset({SEE, STAND, ROSTER}),
        "site": frozenset({SEE, STAND, LEAD, ROSTER}),
        "reporter": frozenset({SEE, STAND}),
        "inspector": frozenset({SEE, CHECK}),
        "auditor": frozenset({SEE}),
        "admin": frozenset({SEE}),
    },
)
