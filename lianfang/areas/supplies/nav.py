"""supplies · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.supplies.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("防疫物资", "Supplies"),
        "supplies:stock",
        "package",
        NavSection.WORK,
        frozenset({SEE}),
        order=40,
        bar=True,
    ),
)
