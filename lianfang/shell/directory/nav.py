"""shell · directory: its places in the navigation."""

from lianfang.kernel.words import w
from lianfang.shell import nav
from lianfang.shell.directory.links import GRANTS, PEOPLE, PLACES, SPACE, UNITS, USERS
from lianfang.shell.nav import NavItem, NavSection


def register() -> None:
    """Lists the directory's pages for those who may open them."""
    registers, setup = NavSection.REGISTERS, NavSection.SETUP
    nav.register(
        NavItem(UNITS, f"{SPACE}:units", "hierarchy-2", registers, frozenset({"units.see"}), 10),
        NavItem(PLACES, f"{SPACE}:places", "map-pin", registers, frozenset({"places.see"}), 20),
        NavItem(PEOPLE, f"{SPACE}:people", "users", registers, frozenset({"people.see"}), 30),
        NavItem(GRANTS, f"{SPACE}:grants", "user-shield", setup, frozenset({"access.see"}), 10),
        NavItem(USERS, f"{SPACE}:users", "id-badge-2", setup, frozenset({"access.see"}), 20),
        NavItem(w("我的账号", "My account"), f"{SPACE}:account", "user", setup, order=80),
    )
