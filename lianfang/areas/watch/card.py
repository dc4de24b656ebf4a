"""watch · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.watch import kinds_handover, kinds_log, kinds_post, kinds_roster, kinds_spot, kinds_swap
from lianfang.areas.watch.finds import ACTS
from lianfang.areas.watch.gaps import GAPS
from lianfang.areas.watch.indicators import INDICATORS, WATCHES
from lianfang.areas.watch.kinds import CHECK, CLOSE, LEAD, ROSTER, SEE, STAND
from lianfang.areas.watch.queries_corrected import waiting
from lianfang.areas.watch.queries_labels import POSTS
from lianfang.areas.watch.queries_open import OPEN
from lianfang.areas.watch.scripted import SCRIPTED
from lianfang.areas.watch.sections import SECTIONS
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

CARD = Card(
    area="watch",
    playbook=SECTIONS,
    kinds=declared_in(kinds_post, kinds_roster, kinds_swap, kinds_log, kinds_handover, kinds_spot),
    indicators=INDICATORS,
    targets=(WATCHES,),
    gaps=GAPS,
    verbs={
        "superior": frozenset({SEE, CHECK, CLOSE}),
        "commander": frozenset({SEE, STAND, LEAD, ROSTER, CHECK, CLOSE}),
        "officer": frozenset({SEE, STAND, ROSTER}),
        "site": frozenset({SEE, STAND, LEAD, ROSTER}),
        "reporter": frozenset({SEE, STAND}),
        "inspector": frozenset({SEE, CHECK}),
        "auditor": frozenset({SEE}),
        "admin": frozenset({SEE}),
    },
    verb_words={LEAD: w("带班（应急值守）", "lead a shift of the duty watch")},
    nav=(
        NavItem(
            w("值守", "Duty watch"), "watch:now", "clock-hour-4", NavSection.NOW, frozenset({SEE}), order=35, bar=True
        ),
    ),
    behind={"D1": "watch:now"},
    sheets={"roster": "lianfang.areas.watch.sheets.ROSTER_SHEET"},
    waiting=waiting,
    open_matters=OPEN,
    tells=frozenset({"watch.handover_signed"}),
    scripted=SCRIPTED,
    acts=ACTS,
    labelled=(POSTS,),
)
