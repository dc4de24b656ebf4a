"""supplies · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.supplies.gaps import GAPS
from lianfang.areas.supplies.indicators import INDICATORS, SOURCES
from lianfang.areas.supplies.kinds import APPROVE, KINDS, RECORD, SEE
from lianfang.kernel.registry import Card

_SEE = frozenset({SEE})

CARD = Card(
    area="supplies",
    kinds=KINDS,
    indicators=INDICATORS,
    sources=SOURCES,
    gaps=GAPS,
    verbs={
        "keeper": frozenset({RECORD, SEE}),
        "officer": frozenset({RECORD, SEE, APPROVE}),
        "commander": frozenset({SEE, APPROVE}),
        "site": frozenset({RECORD, SEE}),
        "reporter": _SEE,
        "superior": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
    },
)
