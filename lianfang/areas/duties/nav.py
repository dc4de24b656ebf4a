"""duties · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.duties.kinds import SEE, SET
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("今日职责", "Today's duties"),
        "duties:day",
        "list-check",
        NavSection.NOW,
        frozenset({SEE}),
        order=30,
        bar=True,
    ),
    NavItem(w("职责表", "Duties"), "duties:list", "clipboard-check", NavSection.SETUP, frozenset({SEE}), order=20),
    NavItem(w("防控状态", "Modes"), "duties:modes", "sitemap", NavSection.SETUP, frozenset({SEE}), order=22),
    NavItem(
        w("填报负担", "Questions asked"),
        "duties:burden",
        "clipboard-check",
        NavSection.SETUP,
        frozenset({SET}),
        order=24,
    ),
)
