"""incidents · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.incidents import kinds_drill, kinds_incident, kinds_plan, queries_day
from lianfang.areas.incidents.finds import ACTS, FINDS, opens
from lianfang.areas.incidents.gaps import GAPS
from lianfang.areas.incidents.kinds import ACT_ON, ANSWER, APPROVE, DRILL, PLAN, PROPOSE, SEE
from lianfang.areas.incidents.queries_open import OPEN
from lianfang.areas.incidents.reactions import REACTIONS
from lianfang.areas.incidents.scripted import SCRIPTED
from lianfang.areas.incidents.sections import SECTIONS
from lianfang.areas.incidents.targets import RUNNING
from lianfang.areas.incidents.waiting import waiting
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})
_WORK = frozenset({SEE, PROPOSE, ACT_ON})
_RUN = _WORK | {ANSWER, DRILL, PLAN}

CARD = Card(
    area="incidents",
    playbook=SECTIONS,
    kinds=declared_in(kinds_incident, kinds_drill, kinds_plan),
    verbs={
        "officer": _RUN,
        "commander": _RUN | {APPROVE},
        "reporter": _WORK,
        "grid": _WORK,
        "gate": _WORK,
        "property": _WORK,
        "keeper": _WORK,
        "laundry": _WORK,
        "site": _WORK,
        "inspector": _WORK,
        "superior": _SEE | {APPROVE},
        "auditor": _SEE,
        "admin": _SEE,
    },
    reactions=REACTIONS,
    targets=(RUNNING,),
    gaps=GAPS,
    nav=(
        NavItem(w("突发情况", "Incidents"), "incidents:list", "alert-triangle", NavSection.NOW, _SEE, order=40),
        NavItem(w("演练", "Drills"), "incidents:drills", "flag", NavSection.PLANS, _SEE, order=30, aside=True),
        NavItem(w("方案与预案", "Plans"), "incidents:plans", "book-2", NavSection.PLANS, _SEE, order=10),
        NavItem(
            w("处置流程", "Procedures"),
            "incidents:procedures",
            "checklist",
            NavSection.PLANS,
            _SEE,
            order=12,
            aside=True,
        ),
    ),
    waiting=waiting,
    open_matters=OPEN,
    occurrences=queries_day.of_day,
    scripted=SCRIPTED,
    finds=FINDS,
    acts=ACTS,
    opens=opens,
)
