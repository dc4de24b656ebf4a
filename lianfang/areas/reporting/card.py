"""reporting · card: what the area registers."""

from __future__ import annotations

from lianfang.areas.reporting import kinds
from lianfang.areas.reporting.gaps import GAPS
from lianfang.areas.reporting.kinds import CONFIRM, RECEIVE, REMIND, SEE
from lianfang.areas.reporting.sources import I1
from lianfang.areas.reporting.verify import contradictions, discrepancies
from lianfang.kernel.registry import Card

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
        "auditor": frozenset({SEE}),
        "admin": frozenset({SEE}),
    },
    verifiers=(discrepancies, contradictions),
)
