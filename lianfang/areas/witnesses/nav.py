"""witnesses · nav: who keeps witnesses, in the side navigation beside the seals."""

from __future__ import annotations

from lianfang.areas.witnesses.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(
    NavItem(
        w("凭证存放处", "Witnesses elsewhere"), "witnesses:list", "share", NavSection.PROOF, frozenset({SEE}), order=25
    )
)
