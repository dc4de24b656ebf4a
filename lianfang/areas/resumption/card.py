"""resumption · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.resumption.command import COMMAND
from lianfang.areas.resumption.home import HOME
from lianfang.areas.resumption.indicators import INDICATORS, SOURCES
from lianfang.areas.resumption.kinds_site_status import RECORD, SEE, SITE_STATUS
from lianfang.areas.resumption.queries_coverage import COVERAGES
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_BOTH = frozenset({RECORD, SEE})
_SEE = frozenset({SEE})

CARD = Card(
    area="resumption",
    kinds=(SITE_STATUS,),
    indicators=INDICATORS,
    sources=SOURCES,
    coverages=COVERAGES,
    verbs={
        "site": _BOTH,
        "officer": _BOTH,
        "reporter": _BOTH,
        "commander": _SEE,
        "superior": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
    },
    nav=(NavItem(w("复工与驻地", "Sites and work"), "resumption:sites", "tent", NavSection.WORK, _SEE, order=60),),
    behind={each.code: "resumption:sites" for each in INDICATORS},
    home=HOME,
    command=COMMAND,
)
