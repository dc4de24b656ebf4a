"""boards · card: the first two pages of the side navigation."""

from __future__ import annotations

from lianfang.boards.home import HOME
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

CARD = Card(
    area="boards",
    home=HOME,
    waits_in_all="boards:waiting",
    nav=(
        NavItem(w("当前待办", "To do"), "boards:home", "home", NavSection.NOW, order=10, bar=True),
        NavItem(
            w("指挥总览", "Command"),
            "boards:command",
            "dashboard",
            NavSection.NOW,
            # Who sees the reports of a unit sees its page; whoever receives them works by it.
            frozenset({"reporting.see", "reporting.receive"}),
            order=25,
            bar=True,
        ),
    ),
)
