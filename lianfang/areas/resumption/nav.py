"""resumption · nav: the area's pages in the side navigation."""

from __future__ import annotations

from lianfang.areas.resumption.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("复工与驻地", "Sites and work"),
        "resumption:sites",
        "tent",
        NavSection.WORK,
        frozenset({SEE}),
        order=60,
    ),
)
