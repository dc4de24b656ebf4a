"""newspaper · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.newspaper import kinds_article, kinds_issue
from lianfang.areas.newspaper.kinds import APPROVE, EDIT, SEE, WRITE
from lianfang.areas.newspaper.scripted import SCRIPTED
from lianfang.areas.newspaper.verify import discrepancies
from lianfang.areas.newspaper.waiting import waiting
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})
_WRITE = _SEE | {WRITE}

CARD = Card(
    area="newspaper",
    kinds=declared_in(kinds_article, kinds_issue),
    verifiers=(discrepancies,),
    verbs={
        "editor": _WRITE | {EDIT},
        "commander": _WRITE | {EDIT, APPROVE},
        "superior": _SEE | {APPROVE},
        "officer": _WRITE,
        "reporter": _WRITE,
        "site": _WRITE,
        "inspector": _SEE,
        "auditor": _SEE,
    },
    waiting=waiting,
    scripted=SCRIPTED,
    nav=(NavItem(w("编辑部", "Newsroom"), "newspaper:desk", "news", NavSection.WORK, _SEE, order=90),),
)
