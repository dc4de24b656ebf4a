"""shell · nav: the one list of pages that stand in the side navigation, filled by the areas' cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.urls import NoReverseMatch, reverse

from lianfang.kernel.words import Words, w


class NavSection(Enum):
    """The headings of the navigation, in the order in which they are shown."""

    NOW = w("当前", "Now")
    REPORTS = w("报告", "Reports")
    WORK = w("业务", "Work")
    REGISTERS = w("底册", "Registers")
    PROOF = w("台账与核验", "Ledger and proof")
    SETUP = w("设置", "Setup")


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page in the navigation.

    `icon` is a name in web/icons.txt. With `verbs`, the page is listed for those who hold at least one of
    them; the page itself refuses the others on its own account. `bar` puts it into the phone's bottom bar.
    """

    words: Words
    url_name: str
    icon: str
    section: NavSection
    verbs: frozenset[str] = frozenset()
    order: int = 50
    bar: bool = False


@dataclass(frozen=True, slots=True)
class NavLink:
    """A `NavItem` as one reader sees it now."""

    words: Words
    href: str
    icon: str
    active: bool
    bar: bool


_items: dict[str, NavItem] = {}


def register(*items: NavItem) -> None:
    """Adds pages to the navigation; each address is listed once."""
    for item in items:
        if _items.get(item.url_name, item) != item:
            raise ValueError(f"two navigation items lead to {item.url_name}")
        _items[item.url_name] = item


def registered() -> tuple[NavItem, ...]:
    """Every item, in the order of sections, then `order`, then arrival."""
    sections = list(NavSection)
    return tuple(sorted(_items.values(), key=lambda item: (sections.index(item.section), item.order)))


def sections(path: str, holds: Callable[[str], bool]) -> list[tuple[Words, list[NavLink]]]:
    """The navigation for a reader who `holds` certain verbs and stands at `path`; empty sections are left out."""
    open_to = [item for item in registered() if not item.verbs or any(holds(verb) for verb in item.verbs)]
    hrefs = {item.url_name: _href(item) for item in open_to}
    here = _here(path, (href for href in hrefs.values() if href))
    made: dict[NavSection, list[NavLink]] = {}
    for item in open_to:
        if href := hrefs[item.url_name]:
            link = NavLink(item.words, href, item.icon, href == here, item.bar)
            made.setdefault(item.section, []).append(link)
    return [(section.value, links) for section, links in made.items()]


def _href(item: NavItem) -> str | None:
    """The item's address, or None where this installation leaves its pages out."""
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return None


def _here(path: str, hrefs: Iterable[str]) -> str:
    """The longest address that the path lies under, so that a detail page lights up its list."""
    under = (href for href in hrefs if path == href or (href != "/" and path.startswith(href)))
    return max(under, key=len, default="")
