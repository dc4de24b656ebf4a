"""publicity · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.publicity import kinds_posting, kinds_screen, kinds_text
from lianfang.areas.publicity.command import COMMAND
from lianfang.areas.publicity.gaps import GAPS
from lianfang.areas.publicity.indicators import INDICATORS, SOURCES
from lianfang.areas.publicity.kinds import FOLLOW, POST, REVIEW, SEE, SIGN, WRITE
from lianfang.areas.publicity.queries_coverage import COVERAGES
from lianfang.areas.publicity.queries_lacking import lacking
from lianfang.areas.publicity.sections import SECTIONS
from lianfang.areas.publicity.waiting import at_place, waiting
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import NavItem, NavSection, PlaceWay
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})
_WRITE = _SEE | {WRITE, POST}

CARD = Card(
    area="publicity",
    playbook=SECTIONS,
    kinds=declared_in(kinds_text, kinds_posting, kinds_screen),
    indicators=INDICATORS,
    sources=SOURCES,
    coverages=COVERAGES,
    gaps=GAPS,
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
    verb_words={FOLLOW: w("跟进谣言和线索", "follow rumours and tips")},
    waiting=waiting,
    command=COMMAND,
    shortfalls=lacking,
    waits_at=at_place,
    nav=(NavItem(w("宣传", "Publicity"), "publicity:desk", "speakerphone", NavSection.WORK, _SEE, order=88),),
    behind={"P1": "publicity:coverage"},
    of_place=(PlaceWay(w("这里的宣传", "Publicity here"), "publicity:at"),),
)
