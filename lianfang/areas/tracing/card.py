"""tracing · card: what the area registers: three kinds, the figures of cases as the playbook has them, and verbs."""

from __future__ import annotations

from lianfang.areas.tracing.command import COURSE
from lianfang.areas.tracing.home import HOME
from lianfang.areas.tracing.indicators import declared_by
from lianfang.areas.tracing.kinds import KINDS, RECORD, SEE
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w
from lianfang.playbook.start import at_start

_SEE = frozenset({SEE})
_BOTH = frozenset({SEE, RECORD})

CARD = Card(
    area="tracing",
    kinds=KINDS,
    declares=lambda: declared_by(at_start()),
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
    sheets={"figures": "lianfang.areas.tracing.sheets.FIGURES"},
    home=HOME,
    course=COURSE,
)
