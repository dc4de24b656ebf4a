"""alerts · card: what the area registers: its kinds, what it hears, and the verbs of the roles."""

from __future__ import annotations

from lianfang.areas.alerts import kinds_alert, kinds_channel_set
from lianfang.areas.alerts.kinds import ACT, CHANNELS, SEE
from lianfang.areas.alerts.queries_open import OPEN
from lianfang.areas.alerts.reactions import REACTIONS
from lianfang.areas.alerts.sections import SECTIONS
from lianfang.areas.alerts.waiting import waiting
from lianfang.kernel.declaring import declared_in
from lianfang.kernel.frame import LivePiece, NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

_SEE = frozenset({SEE})
_ACT = frozenset({SEE, ACT})
_CHANNELS = frozenset({CHANNELS})

CARD = Card(
    area="alerts",
    playbook=SECTIONS,
    kinds=declared_in(kinds_alert, kinds_channel_set),
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
    nav=(
        NavItem(w("提醒", "Alerts"), "alerts:list", "bell", NavSection.NOW, _SEE, order=20, aside=True),
        NavItem(
            w("通知渠道", "Channels"), "alerts:channels", "broadcast", NavSection.SETUP, _CHANNELS, order=60, aside=True
        ),
    ),
    live=(LivePiece("alerts", "alerts/bell.html", "alerts:bell", _SEE),),
    waiting=waiting,
    open_matters=OPEN,
)
