"""sanitation · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.sanitation.indicators import INDICATORS, SOURCES
from lianfang.areas.sanitation.kinds import KINDS, RECORD, SEE
from lianfang.kernel.registry import Card

_BOTH = frozenset({RECORD, SEE})
_SEE = frozenset({SEE})

CARD = Card(
    area="sanitation",
    kinds=KINDS,
    indicators=INDICATORS,
    sources=SOURCES,
    verbs={
        "property": _BOTH,
        "officer": _BOTH,
        "reporter": _BOTH,
        "site": _BOTH,
        "laundry": _BOTH,
        "superior": _SEE,
        "commander": _SEE,
        "grid": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
    },
)
