"""screening · card: what the area registers: four kinds, eight indicators, and the verbs of the roles."""

from __future__ import annotations

from lianfang.areas.screening.indicators import INDICATORS, SOURCES
from lianfang.areas.screening.kinds import KINDS, RECORD, RECORD_GATE, SEE, SEE_PERSONS
from lianfang.kernel.registry import Card

CARD = Card(
    area="screening",
    kinds=KINDS,
    indicators=INDICATORS,
    sources=SOURCES,
    verbs={
        "superior": frozenset({SEE}),
        "commander": frozenset({SEE, SEE_PERSONS}),
        "officer": frozenset({SEE, SEE_PERSONS, RECORD, RECORD_GATE}),
        "reporter": frozenset({SEE, SEE_PERSONS, RECORD}),
        "site": frozenset({SEE, SEE_PERSONS, RECORD}),
        "grid": frozenset({SEE, SEE_PERSONS, RECORD, RECORD_GATE}),
        "gate": frozenset({SEE, RECORD_GATE}),
        "property": frozenset({SEE}),
        "inspector": frozenset({SEE}),
        "auditor": frozenset({SEE, SEE_PERSONS}),
        "admin": frozenset({SEE}),
    },
)
