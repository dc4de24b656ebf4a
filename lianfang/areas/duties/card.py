"""duties · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.duties import (
    actions,
    kinds_duty,
    kinds_excuse,
    kinds_mode,
    queries,
    queries_coverage,
    queries_expected,
)
from lianfang.areas.duties.checks import duties_hold
from lianfang.areas.duties.follower import SlotFollower
from lianfang.areas.duties.gaps import GAPS
from lianfang.areas.duties.indicators import SOURCES
from lianfang.areas.duties.kinds import EXCUSE, MODE, SEE, SET
from lianfang.areas.duties.queries_lacking import lacking
from lianfang.areas.duties.queries_open import OPEN
from lianfang.areas.duties.scripted import SCRIPTED
from lianfang.areas.duties.sections import SECTIONS
from lianfang.areas.duties.waiting import waiting
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.expectations import Expectations
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE, _SET = frozenset({SEE}), frozenset({SET})
_COMMAND = frozenset({SEE, SET, EXCUSE, MODE})

CARD = Card(
    area="duties",
    playbook=SECTIONS,
    taken_away_from=frozenset({"duties_slot"}),
    kinds=declared_in(kinds_duty, kinds_mode, kinds_excuse),
    sources=SOURCES,
    coverages=queries_coverage.COVERAGES,
    followers=(SlotFollower(),),
    gaps=GAPS,
    verbs={
        "superior": _SEE,
        "commander": _COMMAND,
        "officer": frozenset({SEE, EXCUSE}),
        "reporter": _SEE,
        "grid": _SEE,
        "gate": _SEE,
        "keeper": _SEE,
        "property": _SEE,
        "site": frozenset({SEE, EXCUSE}),
        "laundry": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
        "admin": _SEE,
    },
    nav=(
        NavItem(w("职责", "Duties"), "duties:day", "list-check", NavSection.NOW, _SEE, order=30),
        NavItem(
            w("职责表", "Table of duties"),
            "duties:list",
            "clipboard-check",
            NavSection.PLANS,
            _SEE,
            order=20,
            aside=True,
        ),
        NavItem(w("防控状态", "Modes"), "duties:modes", "sitemap", NavSection.PLANS, _SEE, order=22, aside=True),
        NavItem(
            w("填报负担", "Reporting burden"),
            "duties:burden",
            "clipboard-check",
            NavSection.SETUP,
            _SET,
            order=24,
            aside=True,
        ),
    ),
    waiting=waiting,
    open_matters=OPEN,
    shortfalls=lacking,
    api={"": "lianfang.areas.duties.api.top"},
    checks=(duties_hold,),
    scripted=SCRIPTED,
    expectations=Expectations(
        queries_expected.slots,
        queries_expected.branches,
        queries.is_derived,
        queries_expected.by_slot,
        queries_expected.open_slots,
        queries_coverage.slots_one_by_one,
        queries_expected.excuse,
        actions.ensure_days,
    ),
)
