"""alerts · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.alerts.kinds import CHANNELS, SEE
from lianfang.kernel.words import w
from lianfang.shell.live import LivePiece
from lianfang.shell.live import register as register_live
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(w("提醒", "Alerts"), "alerts:list", "bell", NavSection.NOW, frozenset({SEE}), order=20, bar=True),
    NavItem(
        w("通知渠道", "Channels"), "alerts:channels", "broadcast", NavSection.SETUP, frozenset({CHANNELS}), order=60
    ),
)
register_live(LivePiece("alerts", "alerts/bell.html", "alerts:bell", frozenset({SEE})))
