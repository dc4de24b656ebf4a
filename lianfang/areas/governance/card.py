"""governance · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.governance import kinds_directive, kinds_measure, kinds_meeting
from lianfang.areas.governance.finds import FINDS
from lianfang.areas.governance.gaps import GAPS
from lianfang.areas.governance.kinds import ANSWER, DIRECT, SEE
from lianfang.areas.governance.queries import mine
from lianfang.areas.governance.queries_open import OPEN
from lianfang.areas.governance.scripted import SCRIPTED
from lianfang.areas.governance.sections import SECTIONS
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})

CARD = Card(
    area="governance",
    playbook=SECTIONS,
    kinds=declared_in(kinds_directive, kinds_measure, kinds_meeting),
    gaps=GAPS,
    verbs={
        "superior": frozenset({SEE, DIRECT, ANSWER}),
        "commander": frozenset({SEE, DIRECT, ANSWER}),
        "officer": frozenset({SEE, DIRECT, ANSWER}),
        "site": frozenset({SEE, ANSWER}),
        "reporter": frozenset({SEE, ANSWER}),
        "inspector": _SEE,
        "auditor": _SEE,
        "admin": _SEE,
    },
    nav=(NavItem(w("来文台账", "Directives"), "governance:register", "file-text", NavSection.WORK, _SEE, order=85),),
    waiting=mine,
    open_matters=OPEN,
    scripted=SCRIPTED,
    finds=FINDS,
)
