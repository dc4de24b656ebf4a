"""publicity · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.publicity import kinds_posting, kinds_rumour, kinds_screen, kinds_text, kinds_tip
from lianfang.areas.publicity import queries_coverage as coverage
from lianfang.areas.publicity import queries_rumour_counted as rumours_counted
from lianfang.areas.publicity.command import COMMAND
from lianfang.areas.publicity.gaps import GAPS
from lianfang.areas.publicity.indicators import INDICATORS, SOURCES
from lianfang.areas.publicity.kinds import FOLLOW, POST, REVIEW, SEE, SIGN, WRITE
from lianfang.areas.publicity.queries_lacking import lacking
from lianfang.areas.publicity.queries_tip import tip_href
from lianfang.areas.publicity.scripted import SCRIPTED
from lianfang.areas.publicity.sections import SECTIONS
from lianfang.areas.publicity.verify import discrepancies
from lianfang.areas.publicity.waiting import at_place, waiting
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import NavItem, NavSection, PlaceWay
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE, _FOLLOW = frozenset({SEE}), frozenset({FOLLOW})
_WRITE = _SEE | {WRITE, POST}

CARD = Card(
    area="publicity",
    playbook=SECTIONS,
    kinds=declared_in(kinds_text, kinds_posting, kinds_screen, kinds_rumour, kinds_tip),
    indicators=INDICATORS,
    sources=SOURCES,
    coverages=(*coverage.COVERAGES, *rumours_counted.COVERAGES),
    gaps=GAPS,
    verifiers=(discrepancies,),
    taken_away_from=frozenset({"publicity_tip_words"}),
    verbs={
        "editor": _WRITE | {REVIEW, FOLLOW},
        "commander": _WRITE | {REVIEW, SIGN, FOLLOW},
        "superior": _SEE | {SIGN},
        "officer": _WRITE | {FOLLOW},
        "reporter": _WRITE,
        **dict.fromkeys(("site", "property", "grid", "gate"), _SEE | {POST}),
        "inspector": _SEE,
        "auditor": _SEE,
    },
    waiting=waiting,
    command=COMMAND,
    shortfalls=lacking,
    waits_at=at_place,
    scripted=SCRIPTED,
    told_at=tip_href,
    nav=(
        NavItem(w("宣传", "Publicity"), "publicity:desk", "speakerphone", NavSection.WORK, _SEE, order=88),
        NavItem(
            w("谣言线索", "Rumours"), "publicity:rumours", "message-circle", NavSection.WORK, _SEE, order=93, aside=True
        ),
        NavItem(w("线索", "Tips"), "publicity:tips", "phone", NavSection.WORK, _FOLLOW, order=94, aside=True),
        NavItem(
            w("知识库", "Knowledge"), "publicity:knowledge", "help-circle", NavSection.WORK, _SEE, order=95, aside=True
        ),
    ),
    behind={"P1": "publicity:coverage", "P2": "publicity:rumours"},
    of_place=(PlaceWay(w("这里的宣传", "Publicity here"), "publicity:at", SEE),),
)
