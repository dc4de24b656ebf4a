"""shell · nav: the side navigation of one reader, from what the cards list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class NavLink:
    """A `NavItem` as one reader sees it now."""

    words: Words
    href: str
    icon: str
    active: bool
    bar: bool


def listed() -> tuple[NavItem, ...]:
    """Every item, in the order of sections, then `order`."""
    sections = list(NavSection)
    return tuple(sorted(REGISTRY.nav(), key=lambda item: (sections.index(item.section), item.order)))


def open_to(holds: Callable[[str], bool]) -> Iterator[tuple[NavItem, str, NavSection]]:
    """The pages of the navigation for a reader who `holds` certain verbs, with their addresses."""
    for item in listed():
        if (not item.verbs or any(map(holds, item.verbs))) and (href := _href(item)):
            yield item, href, item.section


def sections(path: str, holds: Callable[[str], bool]) -> list[tuple[Words, list[NavLink]]]:
    """The navigation for a reader who `holds` certain verbs and stands at `path`; empty sections are left out."""
    open_to = [item for item in listed() if not item.verbs or any(holds(verb) for verb in item.verbs)]
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
