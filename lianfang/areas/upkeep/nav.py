"""upkeep · nav: the area's page in the side navigation."""

from __future__ import annotations

from lianfang.areas.upkeep.kinds import SEE
from lianfang.kernel.words import w
from lianfang.shell.nav import NavItem, NavSection, register

register(NavItem(w("备份", "Backups"), "upkeep:backup", "database", NavSection.SETUP, frozenset({SEE}), order=70))
