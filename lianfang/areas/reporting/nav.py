"""reporting · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.reporting.kinds import CONFIRM, SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("本单位日报", "Our daily report"),
        "reporting:mine",
        "clipboard-check",
        NavSection.REPORTS,
        frozenset({CONFIRM}),
        order=10,
        bar=True,
    ),
    NavItem(
        w("报送看板", "Who has reported"),
        "reporting:board",
        "list-check",
        NavSection.REPORTS,
        frozenset({SEE}),
        order=20,
    ),
    NavItem(w("汇总", "Roll-up"), "reporting:rollup", "sitemap", NavSection.REPORTS, frozenset({SEE}), order=30),
)
