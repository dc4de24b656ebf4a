"""boards · card: the first two pages of the side navigation."""

from __future__ import annotations

from lianfang.boards.home import HOME
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

CARD = Card(
    area="boards",
    home=HOME,
    nav=(
        NavItem(w("当前待办", "Mine now"), "boards:home", "home", NavSection.NOW, order=10, bar=True),
        NavItem(
            w("指挥总览", "Command"),
            "boards:command",
            "dashboard",
            NavSection.NOW,
            frozenset({"reporting.see"}),  # who sees the reports of a unit sees its page
            order=25,
            bar=True,
        ),
    ),
)
