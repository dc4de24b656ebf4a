"""witnesses · card: what the area registers: its kind, its gap, and the verbs of those who answer for proof."""

from __future__ import annotations

from lianfang.areas.witnesses.gaps import GAPS
from lianfang.areas.witnesses.kinds import KEEP, SEE
from lianfang.areas.witnesses.kinds_holder_set import HOLDER_SET
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE, _KEEP = frozenset({SEE}), frozenset({SEE, KEEP})

CARD = Card(
    area="witnesses",
    kinds=(HOLDER_SET,),
    verbs={"admin": _KEEP, "auditor": _KEEP},
    gaps=GAPS,
    nav=(
        NavItem(
            w("凭证存放处", "Witnesses elsewhere"),
            "witnesses:list",
            "share",
            NavSection.PROOF,
            _SEE,
            order=25,
            aside=True,
        ),
    ),
)
