"""sanitation · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.sanitation.kinds import RECORD, SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("消毒与垃圾", "Rounds"),
        "sanitation:rounds",
        "spray",
        NavSection.WORK,
        frozenset({SEE, RECORD}),
        order=30,
        bar=True,
    ),
)
