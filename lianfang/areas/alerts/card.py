"""alerts · card: what the area registers: its kinds, what it hears, and the verbs of the roles."""

from __future__ import annotations

from lianfang.areas.alerts.kinds import ACT, CHANNELS, KINDS, SEE
from lianfang.areas.alerts.reactions import REACTIONS
from lianfang.kernel.registry import Card

_SEE = frozenset({SEE})
_ACT = frozenset({SEE, ACT})

CARD = Card(
    area="alerts",
    kinds=KINDS,
    verbs={
        "superior": _ACT,
        "commander": _ACT | {CHANNELS},
        "officer": _ACT,
        "reporter": _ACT,
        "site": _ACT,
        "keeper": _ACT,
        "property": _ACT,
        "laundry": _ACT,
        "grid": _ACT,
        "gate": _ACT,
        "inspector": _SEE,
        "auditor": _SEE,
        "admin": _SEE | {CHANNELS},
    },
    reactions=REACTIONS,
)
