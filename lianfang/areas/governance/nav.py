"""governance · nav: the register of upstream documents in the side navigation."""

from __future__ import annotations

from lianfang.areas.governance.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("来文台账", "Directives"), "governance:register", "file-text", NavSection.WORK, frozenset({SEE}), order=80
    )
)
