"""screening · card: what the area registers: four kinds, nine indicators, and the verbs of the roles."""

from __future__ import annotations

from lianfang.areas.screening.home import HOME
from lianfang.areas.screening.indicators import INDICATORS, SOURCES
from lianfang.areas.screening.kinds import KINDS, RECORD, RECORD_GATE, SEE, SEE_PERSONS
from lianfang.areas.screening.queries_coverage import COVERAGES
from lianfang.areas.screening.queries_lacking import lacking
from lianfang.areas.screening.queries_open import OPEN
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})

CARD = Card(
    area="screening",
    kinds=KINDS,
    indicators=INDICATORS,
    sources=SOURCES,
    coverages=COVERAGES,
    verbs={
        "superior": _SEE,
        "commander": frozenset({SEE, SEE_PERSONS}),
        "officer": frozenset({SEE, SEE_PERSONS, RECORD, RECORD_GATE}),
        "reporter": frozenset({SEE, SEE_PERSONS, RECORD}),
        "site": frozenset({SEE, SEE_PERSONS, RECORD}),
        "grid": frozenset({SEE, SEE_PERSONS, RECORD, RECORD_GATE}),
        "gate": frozenset({SEE, RECORD_GATE}),
        "property": _SEE,
        "inspector": _SEE,
        "auditor": frozenset({SEE, SEE_PERSONS}),
        "admin": _SEE,
    },
    nav=(
        NavItem(
            w("测温筛查", "Screening"), "screening:overview", "temperature", NavSection.WORK, _SEE, order=10, bar=True
        ),
        NavItem(
            w("门岗登记", "At the gate"),
            "screening:gate",
            "door-enter",
            NavSection.WORK,
            frozenset({RECORD_GATE}),
            order=20,
            bar=True,
        ),
    ),
    behind={each.code: "screening:overview" for each in INDICATORS},
    home=HOME,
    open_matters=OPEN,
    shortfalls=lacking,
)
