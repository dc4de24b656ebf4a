"""supplies · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.supplies.command import COMMAND
from lianfang.areas.supplies.finds import ACTS, FINDS
from lianfang.areas.supplies.gaps import GAPS
from lianfang.areas.supplies.home import HOME
from lianfang.areas.supplies.indicators import INDICATORS, SOURCES
from lianfang.areas.supplies.kinds import APPROVE, CONFIRM, KINDS, RECORD, SEE
from lianfang.areas.supplies.queries_coverage import COVERAGES
from lianfang.areas.supplies.queries_labels import LOTS
from lianfang.areas.supplies.queries_open import OPEN
from lianfang.areas.supplies.scripted import SCRIPTED
from lianfang.areas.supplies.waiting import waiting
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})

CARD = Card(
    area="supplies",
    kinds=KINDS,
    indicators=INDICATORS,
    sources=SOURCES,
    coverages=COVERAGES,
    gaps=GAPS,
    verbs={
        "keeper": frozenset({RECORD, SEE, CONFIRM}),
        "officer": frozenset({RECORD, SEE, APPROVE, CONFIRM}),
        "commander": frozenset({SEE, APPROVE}),
        "site": frozenset({RECORD, SEE, CONFIRM}),
        "reporter": frozenset({SEE, CONFIRM}),
        # Whoever is handed something confirms it, also where no store is kept.
        **dict.fromkeys(("property", "grid", "gate", "laundry"), frozenset({CONFIRM})),
        "superior": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
    },
    nav=(NavItem(w("防疫物资", "Supplies"), "supplies:stock", "package", NavSection.WORK, _SEE, order=40, bar=True),),
    behind={each.code: "supplies:stock" for each in INDICATORS},
    home=HOME,
    waiting=waiting,
    open_matters=OPEN,
    scripted=SCRIPTED,
    command=COMMAND,
    finds=FINDS,
    acts=ACTS,
    labelled=(LOTS,),
)
