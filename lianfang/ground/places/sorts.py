"""places · sorts: the kinds of places there are: those that the playbook declares, and `other`, the house's own."""

from __future__ import annotations

from lianfang.kernel.vocabulary import Vocabulary
from lianfang.kernel.words import w

OTHER = "other"
PLACE_KINDS = Vocabulary("place_kinds", own={OTHER: w("其他场所", "other place")})
# What the house can do at places of a kind, as a playbook says it in `uses`.
HOUSEHOLDS, GATE = "households", "gate"


def may_stand_in(kind: str, parent: str) -> bool:
    """Whether a place of one kind may be part of one of another; a kind that names none may be part of any."""
    term = PLACE_KINDS.terms().get(kind)
    within = term.refers.get("within") if term else None
    return within is None or parent in within
