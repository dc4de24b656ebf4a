"""governance · card: everything that the area registers."""

from __future__ import annotations

from lianfang.areas.governance.gaps import GAPS
from lianfang.areas.governance.kinds import ANSWER, DIRECT, KINDS, SEE
from lianfang.kernel.registry import Card

CARD = Card(
    area="governance",
    kinds=KINDS,
    gaps=GAPS,
    verbs={
        "superior": frozenset({SEE, DIRECT, ANSWER}),
        "commander": frozenset({SEE, DIRECT, ANSWER}),
        "officer": frozenset({SEE, DIRECT, ANSWER}),
        "site": frozenset({SEE, ANSWER}),
        "reporter": frozenset({SEE, ANSWER}),
        "inspector": frozenset({SEE}),
        "auditor": frozenset({SEE}),
        "admin": frozenset({SEE}),
    },
)
