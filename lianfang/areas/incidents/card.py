"""incidents · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.incidents.gaps import GAPS
from lianfang.areas.incidents.kinds import ACT_ON, ANSWER, APPROVE, DRILL, KINDS, PLAN, PROPOSE, SEE
from lianfang.areas.incidents.reactions import REACTIONS
from lianfang.areas.incidents.targets import RUNNING
from lianfang.kernel.registry import Card

_SEE = frozenset({SEE})
_WORK = frozenset({SEE, PROPOSE, ACT_ON})
_RUN = _WORK | {ANSWER, DRILL, PLAN}

CARD = Card(
    area="incidents",
    kinds=KINDS,
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
)
