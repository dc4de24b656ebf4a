"""watch · nav: the watch in the side navigation."""

from __future__ import annotations

from lianfang.areas.watch.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(w("值守", "Duty watch"), "watch:now", "clock-hour-4", NavSection.NOW, frozenset({SEE}), order=30, bar=True)
)
