"""screening · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.screening.kinds import RECORD_GATE, SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("测温筛查", "Screening"),
        "screening:overview",
        "temperature",
        NavSection.WORK,
        frozenset({SEE}),
        order=10,
        bar=True,
    ),
    NavItem(
        w("门岗登记", "At the gate"),
        "screening:gate",
        "door-enter",
        NavSection.WORK,
        frozenset({RECORD_GATE}),
        order=20,
        bar=True,
    ),
)
