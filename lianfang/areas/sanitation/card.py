"""sanitation · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.sanitation.command import COMMAND
from lianfang.areas.sanitation.home import HOME
from lianfang.areas.sanitation.indicators import INDICATORS, SOURCES
from lianfang.areas.sanitation.kinds import KINDS, RECORD, SEE
from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.queries_coverage import COVERAGES
from lianfang.kernel.frame import NavItem, NavSection, PlaceWay
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_BOTH = frozenset({RECORD, SEE})
_SEE = frozenset({SEE})

CARD = Card(
    area="sanitation",
    kinds=KINDS,
    indicators=INDICATORS,
    sources=SOURCES,
    coverages=COVERAGES,
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
    nav=(
        NavItem(
            w("消毒与垃圾", "Disinfection"), "sanitation:rounds", "spray", NavSection.WORK, _BOTH, order=30, bar=True
        ),
    ),
    home=HOME,
    command=COMMAND,
    at_place={DISINFECTION.code: "sanitation:round"},
    of_place=(PlaceWay(w("各轮消毒", "Its rounds"), "sanitation:disinfection-list"),),
    behind={each.code: "sanitation:rounds" for each in INDICATORS},
)
