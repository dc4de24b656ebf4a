"""shell · directory: its places in the navigation."""

from __future__ import annotations

from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.words import w
from lianfang.shell.directory.links import GRANTS, PEOPLE, PLACES, SPACE, UNITS, USERS

_ACCESS = frozenset({"access.see"})

NAV = (
    NavItem(UNITS, f"{SPACE}:units", "hierarchy-2", NavSection.REGISTERS, frozenset({"units.see"}), 10),
    NavItem(PLACES, f"{SPACE}:places", "map-pin", NavSection.REGISTERS, frozenset({"places.see"}), 20),
    NavItem(PEOPLE, f"{SPACE}:people", "users", NavSection.REGISTERS, frozenset({"people.see"}), 5),
    NavItem(GRANTS, f"{SPACE}:grants", "user-shield", NavSection.SETUP, _ACCESS, 10, aside=True),
    NavItem(USERS, f"{SPACE}:users", "id-badge-2", NavSection.SETUP, _ACCESS, 21, aside=True),
    NavItem(w("我的账号", "My account"), f"{SPACE}:account", "user", NavSection.SETUP, order=80, aside=True),
)
