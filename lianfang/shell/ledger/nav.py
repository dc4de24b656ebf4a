"""shell · ledger nav: the ledger's own pages in the side navigation."""

from __future__ import annotations

from lianfang.kernel.words import w
from lianfang.shell import nav
from lianfang.shell.nav import NavItem, NavSection

_SEE = frozenset({"ledger.see"})


def register() -> None:
    """Lists the ledger's pages for those who may open them."""
    proof = NavSection.PROOF
    nav.register(
        NavItem(w("台账", "Ledger"), "shell:ledger", "book-2", proof, _SEE, 10),
        NavItem(w("封存与核验", "Seals and proof"), "shell:seals", "certificate", proof, _SEE, 20),
        NavItem(w("未入账", "Set aside"), "shell:set-aside", "alert-circle", proof, _SEE, 30),
    )
