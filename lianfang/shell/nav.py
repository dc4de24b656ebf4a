"""shell · nav: the navigation of one reader, from what the cards list and from the work that is theirs.

Everybody has many pages and uses few. Shown are at most `NAV_MOST`, of every section its first; the rest is one step
away (`shell:pages`). Which are shown, and which four the thumb reaches, follows from the duties that the reader's
roles answer for under the playbook in force and from what they may do, not from what they are called (decision 1021).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import NoReverseMatch, get_resolver, get_script_prefix, get_urlconf, reverse
from django.urls.resolvers import URLResolver

from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.kinds import Kind
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.words import Words
from lianfang.playbook import NoRuleOn, Playbook
from lianfang.shell.kinds.console import console_of

NAV_MOST = 12
BAR_ITEMS = 4  # the thumb's row; a fifth place belongs to "all pages"
_HOME, _DUTY, _WORK, _DOES, _LOOKS = range(5)


@dataclass(frozen=True, slots=True)
class NavLink:
    """A `NavItem` as one reader sees it now."""

    words: Words
    href: str
    icon: str
    active: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Of whom the navigation is made: the roles and verbs held, and the day by which the playbook is read."""

    roles: frozenset[str]
    verbs: frozenset[str]
    day: date

    def holds(self, verb: str) -> bool:
        return verb in self.verbs


def listed() -> tuple[NavItem, ...]:
    """Every item, in the order of sections, then `order`."""
    return tuple(sorted(REGISTRY.nav(), key=_place))


def open_to(holds: Callable[[str], bool]) -> Iterator[tuple[NavItem, str, NavSection]]:
    """The pages of the navigation for a reader who `holds` certain verbs, with their addresses."""
    for item in listed():
        if (not item.verbs or any(map(holds, item.verbs))) and (href := _href(item)):
            yield item, href, item.section


def sections(
    path: str, items: Iterable[NavItem], kept: Callable[[str], str] = str
) -> list[tuple[Words, list[NavLink]]]:
    """Some of the pages under their headings, for a reader who stands at `path`; empty sections are left out.

    `kept` gives each address with what goes along: the day that was chosen.
    """
    made: dict[NavSection, list[NavLink]] = {}
    here = here_at(path)
    for item in sorted(items, key=_place):
        made.setdefault(item.section, []).append(_link(item, here, kept))
    return [(section.value, links) for section, links in made.items()]


def bar(path: str, ranked: Iterable[NavItem], kept: Callable[[str], str] = str) -> list[NavLink]:
    """The pages a thumb reaches: the first of a reader's."""
    here = here_at(path)
    return [_link(item, here, kept) for item in ranked if not item.aside][:BAR_ITEMS]


def here_at(path: str) -> str:
    """The address of the page of the navigation under which a path lies, so that a detail page lights up its list."""
    hrefs = (href for item in REGISTRY.nav() if (href := _href(item)))
    under = (href for href in hrefs if path == href or (href != "/" and path.startswith(href)))
    return max(under, key=len, default="")


def ranked(reader: Reader, playbook: Playbook) -> tuple[NavItem, ...]:
    """All pages that are open to a reader, the most theirs first."""
    work, own = _work_of(reader, playbook)
    items = [item for item, _, _ in open_to(reader.holds)]
    acts = any(_does(item, reader) for item in items if item.section not in (NavSection.PROOF, NavSection.SETUP))
    return tuple(sorted(items, key=lambda item: (_level(item, reader, own, work, acts), not item.bar, *_place(item))))


def chosen(reader: Reader, playbook: Playbook) -> tuple[NavItem, ...]:
    """The pages that are shown: of each section the first, what the reader's duties ask for, today's, then the others
    in their rank, at most `NAV_MOST`. Whoever records nothing and has several pages to set up has these too.
    """
    work, own = _work_of(reader, playbook)
    found = ranked(reader, playbook)
    records = any(item.url_name in work | own for item in found)
    sets_up = [item for item in found if item.aside and item.section is NavSection.SETUP and _does(item, reader)]
    sets_up = sets_up if not records and len(sets_up) > 1 else []
    shown = [item for item in found if not item.aside]
    firsts = {item.section: item for item in reversed(shown)}.values()
    kept = [*sorted(firsts, key=_place), *sets_up]
    kept += [item for item in shown if item.url_name in own]
    kept += [item for item in shown if item.section is NavSection.NOW]
    return tuple(dict.fromkeys([*kept, *shown]))[:NAV_MOST]


def _level(item: NavItem, reader: Reader, own: set[str], work: set[str], acts: bool) -> int:
    """How much a page is the reader's: home; where a duty of theirs is done; where they record what is due, or the page
    is itself an act; what they may do something about, and today's; what they look at. Who does nothing looks at proof.
    """
    if _href(item) == "/":
        return _HOME
    if item.url_name in own:
        return _DUTY
    if item.url_name in work or any(not _only_sees(verb) and verb in reader.verbs for verb in item.verbs):
        return _WORK
    if not acts and item.section is NavSection.PROOF:
        return _WORK
    return _DOES if item.section is NavSection.NOW or _does(item, reader) else _LOOKS


def _work_of(reader: Reader, playbook: Playbook) -> tuple[set[str], set[str]]:
    """The pages of what is due under the playbook and this reader may record, and of what their roles answer for."""
    work, own = set[str](), set[str]()
    kinds = {kind.code: (card, kind) for card in REGISTRY.cards.values() for kind in card.kinds}
    for rule in playbook.duties:
        try:
            version = rule.on(reader.day)
        except NoRuleOn:
            continue
        if version.kind not in kinds:
            continue
        page = _page_of(*kinds[version.kind])
        if {version.role, *version.role_by_unit.values()} & reader.roles:
            own.add(page)
        elif kinds[version.kind][1].record in reader.verbs:
            work.add(page)
    return work, own


def _page_of(card: Card, kind: Kind) -> str:
    """Where a kind is worked with: its list where that stands in the navigation, the page for whoever may record it, or
    the first page of its area."""
    console = console_of(kind.code)
    names = [item.url_name for item in card.nav]
    if console is not None and console.name("list") in names:
        return console.name("list")
    for item in card.nav:
        if kind.record in item.verbs:
            return item.url_name
    return names[0] if names else ""


def _does(item: NavItem, reader: Reader) -> bool:
    """Whether the reader may do something in the part of the house that the page belongs to."""
    parts = {verb.partition(".")[0] for verb in item.verbs}
    return any(verb.partition(".")[0] in parts and not _only_sees(verb) for verb in reader.verbs)


def _only_sees(verb: str) -> bool:
    return verb.partition(".")[2].startswith(("see", "views"))


def _place(item: NavItem) -> tuple[int, int]:
    return [*NavSection].index(item.section), item.order


def _link(item: NavItem, here: str, kept: Callable[[str], str]) -> NavLink:
    href = _href(item) or ""
    return NavLink(item.words, kept(href), item.icon, href == here)


def _href(item: NavItem) -> str | None:
    """The item's address, or None where this installation leaves its pages out."""
    return _address(item.url_name, get_resolver(get_urlconf()), get_script_prefix())


@lru_cache(maxsize=1024)
def _address(name: str, resolver: URLResolver, prefix: str) -> str | None:
    """Each page asks for each address several times, which was a quarter of its work; it stands while `resolver` and
    `prefix` do, which it was found by."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
