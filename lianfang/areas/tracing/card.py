"""tracing · card: what the area registers: three kinds, three indicators, and the verbs of the roles."""

from __future__ import annotations

from lianfang.areas.tracing.command import COURSE
from lianfang.areas.tracing.home import HOME
from lianfang.areas.tracing.indicators import INDICATORS, SOURCES
from lianfang.areas.tracing.kinds import KINDS, RECORD, SEE
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})
_BOTH = frozenset({SEE, RECORD})

CARD = Card(
    area="tracing",
    kinds=KINDS,
    indicators=INDICATORS,
    sources=SOURCES,
    verbs={
        "superior": _SEE,
        "commander": _SEE,
        "officer": _BOTH,
        "reporter": _BOTH,
        "site": _SEE,
        "grid": _SEE,
        "editor": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
        "admin": _SEE,
    },
    nav=(NavItem(w("官方疫情", "Official figures"), "tracing:overview", "broadcast", NavSection.WORK, _SEE, order=45),),
    behind={each.code: "tracing:overview" for each in INDICATORS},
    home=HOME,
    course=COURSE,
)
