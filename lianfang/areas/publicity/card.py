"""publicity · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.publicity import kinds_rumour, kinds_text, kinds_tip
from lianfang.areas.publicity.gaps import GAPS
from lianfang.areas.publicity.indicators import INDICATORS, SOURCES
from lianfang.areas.publicity.kinds import FOLLOW, POST, REVIEW, SEE, SIGN, WRITE
from lianfang.areas.publicity.queries_coverage import COVERAGES
from lianfang.areas.publicity.sections import SECTIONS
from lianfang.areas.publicity.verify import discrepancies
from lianfang.areas.publicity.waiting import waiting
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE, _FOLLOW = frozenset({SEE}), frozenset({FOLLOW})
_WRITE = _SEE | {WRITE, POST}

CARD = Card(
    area="publicity",
    playbook=SECTIONS,
    kinds=(*declared_in(kinds_text), *declared_in(kinds_rumour), *declared_in(kinds_tip)),
    indicators=INDICATORS,
    sources=SOURCES,
    coverages=COVERAGES,
    behind={each.code: "publicity:rumours" for each in INDICATORS},
    gaps=GAPS,
    verifiers=(discrepancies,),
    taken_away_from=frozenset({"publicity_tip_words"}),
    verbs={
        "editor": _WRITE | {REVIEW, FOLLOW},
        "commander": _WRITE | {REVIEW, SIGN, FOLLOW},
        "superior": _SEE | {SIGN},
        "officer": _WRITE | {FOLLOW},
        "reporter": _WRITE,
        "site": _SEE | {POST},
        "inspector": _SEE,
        "auditor": _SEE,
    },
    waiting=waiting,
    nav=(
        NavItem(
            w("谣言线索", "Rumours"), "publicity:rumours", "message-circle", NavSection.WORK, _SEE, order=93, aside=True
        ),
        NavItem(w("线索", "Tips"), "publicity:tips", "phone", NavSection.WORK, _FOLLOW, order=94, aside=True),
        NavItem(
            w("知识库", "Knowledge"), "publicity:knowledge", "help-circle", NavSection.WORK, _SEE, order=95, aside=True
        ),
    ),
)
