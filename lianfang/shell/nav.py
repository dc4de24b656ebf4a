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

_SECTIONS = {section: place for place, section in enumerate(NavSection)}
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


@dataclass(frozen=True, slots=True)
class Order:
    """All pages that are open to a reader, the most theirs first, and those of them that are shown."""

    ranked: tuple[NavItem, ...]
    chosen: tuple[NavItem, ...]


def listed() -> tuple[NavItem, ...]:
    """Every item, in the order of sections, then `order`."""
    return tuple(sorted(REGISTRY.nav(), key=_place))


def open_to(holds: Callable[[str], bool]) -> Iterator[tuple[NavItem, str, NavSection]]:
    """The pages of the navigation for a reader who `holds` certain verbs, with their addresses."""
    address = _addresses()
    for item in listed():
        if (not item.verbs or any(map(holds, item.verbs))) and (href := address(item)):
            yield item, href, item.section


def sections(
    path: str, items: Iterable[NavItem], kept: Callable[[str], str] = str
) -> list[tuple[Words, list[NavLink]]]:
    """Some of the pages under their headings, for a reader who stands at `path`; empty sections are left out.

    `kept` gives each address with what goes along: the day that was chosen.
    """
    made: dict[NavSection, list[NavLink]] = {}
    here, address = here_at(path), _addresses()
    for item in sorted(items, key=_place):
        made.setdefault(item.section, []).append(_link(item, address(item) or "", here, kept))
    return [(section.value, links) for section, links in made.items()]


def bar(path: str, ranked: Iterable[NavItem], kept: Callable[[str], str] = str) -> list[NavLink]:
    """The pages a thumb reaches: the first of a reader's."""
    here, address = here_at(path), _addresses()
    shown = [item for item in ranked if not item.aside][:BAR_ITEMS]
    return [_link(item, address(item) or "", here, kept) for item in shown]


def here_at(path: str) -> str:
    """The address of the page of the navigation under which a path lies, so that a detail page lights up its list."""
    address = _addresses()
    hrefs = (href for item in REGISTRY.nav() if (href := address(item)))
    under = (href for href in hrefs if path == href or (href != "/" and path.startswith(href)))
    return max(under, key=len, default="")


def order(reader: Reader, playbook: Playbook) -> Order:
    """Which pages are a reader's, and how much. Shown are of each section the first, what the reader's duties ask for,
    today's, then the others in their rank, at most `NAV_MOST`. Whoever records nothing and has several pages to set up
    has these too.
    """
    work, own = _work_of(reader, playbook)
    does = {verb.partition(".")[0] for verb in reader.verbs if not _only_sees(verb)}
    ranked = _ranked(reader, work, own, does)
    records = any(item.url_name in work | own for item in ranked)
    sets_up = [item for item in ranked if item.aside and item.section is NavSection.SETUP and _does(item, does)]
    sets_up = sets_up if not records and len(sets_up) > 1 else []
    shown = [item for item in ranked if not item.aside]
    firsts = {item.section: item for item in reversed(shown)}.values()
    kept = [*sorted(firsts, key=_place), *sets_up]
    kept += [item for item in shown if item.url_name in own]
    kept += [item for item in shown if item.section is NavSection.NOW]
    return Order(ranked, tuple(dict.fromkeys([*kept, *shown]))[:NAV_MOST])


def _ranked(reader: Reader, work: set[str], own: set[str], does: set[str]) -> tuple[NavItem, ...]:
    """How much a page is the reader's: home; where a duty of theirs is done; where they record what is due, or the page
    is itself an act; what they may do something about, and today's; what they look at. Who does nothing looks at proof.
    """
    found = [(item, href) for item, href, _ in open_to(reader.holds)]
    acts = any(_does(item, does) for item, _ in found if item.section not in (NavSection.PROOF, NavSection.SETUP))

    def level(item: NavItem, href: str) -> int:
        if href == "/":
            return _HOME
        if item.url_name in own:
            return _DUTY
        if item.url_name in work or any(not _only_sees(verb) and verb in reader.verbs for verb in item.verbs):
            return _WORK
        if not acts and item.section is NavSection.PROOF:
            return _WORK
        return _DOES if item.section is NavSection.NOW or _does(item, does) else _LOOKS

    found.sort(key=lambda each: (level(*each), not each[0].bar, *_place(each[0])))
    return tuple(item for item, _ in found)


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


def _does(item: NavItem, does: set[str]) -> bool:
    """Whether the page belongs to one of the parts of the house in which a reader `does` something."""
    return any(verb.partition(".")[0] in does for verb in item.verbs)


def _only_sees(verb: str) -> bool:
    return verb.partition(".")[2].startswith(("see", "views"))


def _place(item: NavItem) -> tuple[int, int]:
    return _SECTIONS[item.section], item.order


def _link(item: NavItem, href: str, here: str, kept: Callable[[str], str]) -> NavLink:
    return NavLink(item.words, kept(href), item.icon, href == here)


def _addresses() -> Callable[[NavItem], str | None]:
    """What gives an item's address, or None where this installation leaves its pages out."""
    resolver, prefix = get_resolver(get_urlconf()), get_script_prefix()
    return lambda item: _address(item.url_name, resolver, prefix)


@lru_cache(maxsize=1024)
def _address(name: str, resolver: URLResolver, prefix: str) -> str | None:
    """Each page asks for each address several times, which was a quarter of its work; it stands while `resolver` and
    `prefix` do, which it was found by."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
