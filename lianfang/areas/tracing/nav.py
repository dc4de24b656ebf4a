"""tracing · nav: the area's page in the side navigation."""

from __future__ import annotations

from lianfang.areas.tracing.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("官方疫情", "Official figures"),
        "tracing:overview",
        "broadcast",
        NavSection.WORK,
        frozenset({SEE}),
        order=40,
    ),
)
