"""shell · ledger nav: the ledger's own pages in the side navigation."""

from __future__ import annotations

from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.words import w

_SEE = frozenset({"ledger.see"})

NAV = (
    NavItem(w("台账", "Ledger"), "shell:ledger", "book-2", NavSection.PROOF, _SEE, 10),
    NavItem(w("封存与核验", "Seals and proof"), "shell:seals", "certificate", NavSection.PROOF, _SEE, 20),
    NavItem(w("未入账", "Set aside"), "shell:set-aside", "alert-circle", NavSection.PROOF, _SEE, 30, aside=True),
    NavItem(w("保存期限", "Retention"), "shell:retention", "clock-hour-4", NavSection.PROOF, _SEE, 40, aside=True),
)
