"""reporting · card: what the area registers."""

from __future__ import annotations

from lianfang.areas.reporting import kinds, queries_filings, queries_live
from lianfang.areas.reporting.finds import ACTS, owed
from lianfang.areas.reporting.gaps import GAPS
from lianfang.areas.reporting.home import HOME
from lianfang.areas.reporting.indicators import I1
from lianfang.areas.reporting.kinds import CONFIRM, RECEIVE, REMIND, SEE
from lianfang.areas.reporting.queries_open import OPEN
from lianfang.areas.reporting.scripted import SCRIPTED
from lianfang.areas.reporting.verify import contradictions, discrepancies
from lianfang.areas.reporting.waiting import waiting
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})
_WATCH = frozenset({SEE, RECEIVE, REMIND})
_FILE = frozenset({SEE, CONFIRM})

CARD = Card(
    area="reporting",
    kinds=kinds.KINDS,
    indicators=(I1,),
    gaps=GAPS,
    verbs={
        "superior": _WATCH,
        "commander": _WATCH | _FILE,
        "officer": _WATCH | _FILE,
        "reporter": _FILE,
        "site": _FILE,
        "inspector": frozenset({SEE, REMIND}),
        "auditor": _SEE,
        "admin": _SEE,
    },
    verifiers=(discrepancies, contradictions),
    nav=(
        NavItem(
            w("本单位日报", "Our daily report"),
            "reporting:mine",
            "clipboard-check",
            NavSection.REPORTS,
            frozenset({CONFIRM}),
            order=10,
            bar=True,
        ),
        NavItem(
            w("报送看板", "Who has reported"), "reporting:board", "list-check", NavSection.REPORTS, _WATCH, 20, bar=True
        ),
        NavItem(w("汇总", "Roll-up"), "reporting:rollup", "sitemap", NavSection.REPORTS, _SEE, order=30),
    ),
    behind={"I1": "reporting:board"},
    api={"reporting": "lianfang.areas.reporting.api.router", "": "lianfang.areas.reporting.api.top"},
    home=HOME,
    waiting=waiting,
    open_matters=OPEN,
    live_figures=queries_live.live,
    filings=queries_filings.ANSWERS,
    scripted=SCRIPTED,
    acts=ACTS,
    stands=owed,
)
