"""kernel · registry: the cards of the areas, read once at start, compared with each other and then frozen.

Wiring is a table that can be read: what an area registers stands in its `card.py` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.core.checks import CheckMessage
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import expectations, figures, filings, occurrences, scope, shortfalls
from lianfang.kernel.closing import faults
from lianfang.kernel.coverage import Coverage
from lianfang.kernel.finding import FindAct, FindSource, Opens, Stands
from lianfang.kernel.frame import CommandPart, CoursePart, HomePart, LivePiece, NavItem, PlaceWay, Waits, WaitsAt
from lianfang.kernel.gaps import GapSource
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.kinds import KINDS, Kind
from lianfang.kernel.labelled import LabelSource
from lianfang.kernel.open_matters import OpenMatters
from lianfang.kernel.projections import Follower
from lianfang.kernel.targets import Target
from lianfang.kernel.words import Words

if TYPE_CHECKING:
    from lianfang.kernel.entries import Recorded
    from lianfang.kernel.scripted import Doing
    from lianfang.playbook.sections import PlaybookSection

Reaction = Callable[[Sequence["Recorded"]], None]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that does not agree with the ledger: where it stands and what is wrong."""

    what: str
    unit: str
    day: str
    entry: str
    says: str


# Compares what an area promises to keep with the ledger, over a connection that sees all of it.
Verifier = Callable[[BaseDatabaseWrapper], Iterable[Discrepancy]]
# A system check of Django, asked by `manage check` and before the house starts: called as check(app_configs, **named).
Check = Callable[..., Iterable[CheckMessage]]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a card has from data: kinds and figures of the playbook by which this installation works."""

    kinds: tuple[Kind, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sources: tuple[Source, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    verbs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    nav: tuple[NavItem, ...] = ()
    behind: Mapping[str, str] = field(default_factory=dict)
    home: tuple[HomePart, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What an area registers: all of its wiring. `verbs`: role → the verbs that it adds to that role.

    `verb_words`: what a verb lets somebody do, where no kind of record says it.
    `coverages`: what the figures are counted against, one by one; of any area, for whoever holds the sets.
    `reactions`: kind → what the area does about new entries of it, in the recording transaction (a drill's too).
    `targets`: what a duty can be for each of; `gaps`: what may be missing, for the alerts.
    `fenced`: verbs for which the database itself asks, because what is recorded with them decides who sees what.
    `taken_away_from`: tables from which the application itself takes rows (docs/why/scope.md for both).
    `nav`, `live`: its pages in the navigation and its pieces of the top bar. `home`: what it says on the home page of
    some roles; `waiting`: what waits there for a reader, whatever the role; `open_matters`: what is open at a unit,
    whoever answers for it; `tells`: the kinds of records of which
    `waiting` says itself what is due, so that no other area does; `waits_in_all`: the page that answers in one line
    how much waits for a reader in all, of which one card has one; `command`, `course`: its sections and charts of the
    command page; `of_place`: where one goes on to it from the page of a place.
    `labelled`: its sorts of things that carry printed labels. `at_place`: kind → name of the page, made for whoever
    stands there, on which a record of it is made at a place; it takes the place's code. `waits_at`: what is to be
    done at a place (`ground.places`) that no slot of a duty says, for whoever reads its label. `told_at`: the address
    at which anybody may tell us something, empty while that is closed.
    `behind`: indicator → name of the page with the records behind it, which takes `unit` and `day`.
    `api`: address below `/api/v1/` → dotted path of the router that answers there; '' for names without the area.
    `sheets`: what an act of the area makes of a sheet: sort → dotted path of its `Roster` (shell.kinds.taking), whose
    code is `area.sort`.
    `checks`: what must hold before the house starts. `tables`: what follows from the ledger although perhaps no kind of
    this installation fills it.
    `playbook`: the parts of a playbook that the area alone reads, with their shapes (`sections.py`).
    `declares` is asked once, when the card is installed, for what stands in data and not in code; it joins the rest.
    `expectations`, `live_figures`, `filings`, `occurrences`: the answers to the kernel's questions of these names; one
    area gives them for all. `shortfalls`: what the area's own records lack on a day, by name.
    `scripted`: code of an act in a campaign's script → what does it.
    `finds`, `acts`: what the one box finds and begins; `opens`, `stands`: what is open about people, units and places,
    in all or of those that were found: the box puts first what needs somebody.
    """

    area: str
    kinds: tuple[Kind, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sources: tuple[Source, ...] = ()
    coverages: tuple[Coverage, ...] = ()
    verbs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    verb_words: Mapping[str, Words] = field(default_factory=dict)
    reactions: Mapping[str, Reaction] = field(default_factory=dict)
    verifiers: tuple[Verifier, ...] = ()
    followers: tuple[Follower, ...] = ()
    targets: tuple[Target, ...] = ()
    gaps: tuple[GapSource, ...] = ()
    fenced: frozenset[str] = frozenset()
    taken_away_from: frozenset[str] = frozenset()
    nav: tuple[NavItem, ...] = ()
    live: tuple[LivePiece, ...] = ()
    home: tuple[HomePart, ...] = ()
    waiting: Waits | None = None
    waits_in_all: str = ""
    open_matters: OpenMatters | None = None
    tells: frozenset[str] = frozenset()
    command: tuple[CommandPart, ...] = ()
    course: tuple[CoursePart, ...] = ()
    of_place: tuple[PlaceWay, ...] = ()
    labelled: tuple[LabelSource, ...] = ()
    at_place: Mapping[str, str] = field(default_factory=dict)
    waits_at: WaitsAt | None = None
    told_at: Callable[[], str] | None = None
    behind: Mapping[str, str] = field(default_factory=dict)
    api: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    declares: Callable[[], Declared] | None = None
    playbook: tuple[PlaybookSection, ...] = ()
    tables: tuple[str, ...] = ()
    expectations: expectations.Expectations | None = None
    live_figures: figures.Answer | None = None
    filings: filings.Filings | None = None
    occurrences: occurrences.Answer | None = None
    shortfalls: shortfalls.Answer | None = None
    scripted: Mapping[str, Doing] = field(default_factory=dict)
    finds: tuple[FindSource, ...] = ()
    acts: tuple[FindAct, ...] = ()
    opens: Opens | None = None
    stands: Stands | None = None

    def with_declared(self, declared: Declared) -> Card:
        """The card, and what was declared beside it."""
        verbs = {
            role: self.verbs.get(role, frozenset()) | declared.verbs.get(role, frozenset())
            for role in dict.fromkeys([*self.verbs, *declared.verbs])
        }
        return replace(
            self, kinds=(*self.kinds, *declared.kinds), indicators=(*self.indicators, *declared.indicators),
            sources=(*self.sources, *declared.sources), coverages=(*self.coverages, *declared.coverages), verbs=verbs,
            nav=(*self.nav, *declared.nav),
            behind={**self.behind, **declared.behind}, home=(*self.home, *declared.home),
        )  # fmt: skip


class CardFaults(Exception):
    """Cards that do not fit together: each fault names the area and what to do about it."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Registry:
    """All cards, in the order of the one list of areas."""

    def __init__(self) -> None:
        self.cards: dict[str, Card] = {}
        self.declared: frozenset[str] = frozenset()  # kinds and indicators that stand in data, not in code
        self._closed = False
        self._followers: list[Follower] = []  # and reactions: asked of each recording
        self._reactions: dict[str, list[Reaction]] = {}

    def install(self, card: Card) -> None:
        if self._closed:
            raise CardFaults([f"{card.area}: its card came after the start; name the area in lianfang/config/areas.py"])
        if card.area in self.cards:
            raise CardFaults([f"{card.area}: its card was installed twice; only the list of areas installs it"])
        if card.declares is not None:
            found = card.declares()
            self.declared |= {kind.code for kind in found.kinds} | {each.code for each in found.indicators}
            card = card.with_declared(found)
        self.cards[card.area] = card
        self._followers += card.followers
        for heard, reaction in card.reactions.items():
            self._reactions.setdefault(heard, []).append(reaction)
        scope.FENCED.update(card.fenced)
        if card.expectations is not None:
            expectations.EXPECTATIONS.by(card.expectations)
        if card.live_figures is not None:
            figures.LIVE_FIGURES.by(card.live_figures)
        if card.filings is not None:
            filings.FILINGS.by(card.filings)
        if card.occurrences is not None:
            occurrences.OCCURRENCES.by(card.occurrences)
        for kind in card.kinds:
            KINDS.add(kind)

    def close(self, roles: Collection[str]) -> None:
        """Ends the start: what does not fit together is told, all at once; after it nothing can be registered."""
        if found := [*faults(self.cards.values(), roles)]:
            raise CardFaults(found)
        self._closed = True
        KINDS.freeze()

    def verbs_of(self, role: str) -> frozenset[str]:
        """Every verb that any card gives to the role."""
        return frozenset().union(*(card.verbs.get(role, frozenset()) for card in self.cards.values()))

    def tables(self) -> frozenset[str]:
        """The tables that are derived even where nothing fills them."""
        return frozenset(table for card in self.cards.values() for table in card.tables)

    def taken_away_from(self) -> frozenset[str]:
        return frozenset().union(*(card.taken_away_from for card in self.cards.values()))

    def indicators(self) -> dict[str, Indicator]:
        return {each.code: each for card in self.cards.values() for each in card.indicators}

    def behind(self) -> dict[str, str]:
        """Indicator → name of the page with the records behind it."""
        return {code: page for card in self.cards.values() for code, page in card.behind.items()}

    def nav(self) -> Iterator[NavItem]:
        for card in self.cards.values():
            yield from card.nav

    def home(self) -> list[HomePart]:
        """The parts of the home page, in their order."""
        return sorted((part for card in self.cards.values() for part in card.home), key=lambda part: part.order)

    def told(self, roles: Collection[str]) -> frozenset[str]:
        """The kinds of which the home page of somebody with these roles is told what is due by their own areas."""
        parts = (part.tells for part in self.home() if {*part.roles} & {*roles})
        return frozenset().union(*parts, *(card.tells for card in self.cards.values()))

    def waits_in_all(self) -> str:
        """Name of the page that tells in one line how much waits for a reader; empty where there is none."""
        return next((card.waits_in_all for card in self.cards.values() if card.waits_in_all), "")

    def open_matters(self) -> list[OpenMatters]:
        """Who tells what is open at a unit, in the order of the areas."""
        return [card.open_matters for card in self.cards.values() if card.open_matters is not None]

    def command(self) -> list[CommandPart]:
        """The areas' sections of the command page, in their order."""
        return sorted((part for card in self.cards.values() for part in card.command), key=lambda part: part.order)

    def course(self) -> list[CoursePart]:
        """The areas' charts of the command page, in their order."""
        return sorted((part for card in self.cards.values() for part in card.course), key=lambda part: part.order)

    def of_place(self) -> Iterator[PlaceWay]:
        for card in self.cards.values():
            yield from card.of_place

    def labelled(self) -> dict[str, LabelSource]:
        """What carries printed labels, by sort, in the order of the areas."""
        return {each.code: each for card in self.cards.values() for each in card.labelled}

    def at_place(self) -> dict[str, str]:
        """Kind → name of the page on which a record of it is made at a place."""
        return {kind: page for card in self.cards.values() for kind, page in card.at_place.items()}

    def told_at(self) -> str:
        """The address at which anybody may tell us something; empty while nobody receives it."""
        return next((card.told_at() for card in self.cards.values() if card.told_at is not None), "")

    def waits_at(self) -> Iterator[WaitsAt]:
        """Who knows by itself what is to be done at a place, in the order of the areas."""
        return (card.waits_at for card in self.cards.values() if card.waits_at is not None)

    def shortfalls(self) -> Iterator[shortfalls.Answer]:
        """Who tells what a day lacks, in the order of the areas."""
        return (card.shortfalls for card in self.cards.values() if card.shortfalls is not None)

    def scripted(self) -> dict[str, Doing]:
        """The acts that a campaign's script may name, by code."""
        return {code: doing for card in self.cards.values() for code, doing in card.scripted.items()}

    def finds(self) -> list[FindSource]:
        """What the one box finds, in its order."""
        return sorted((each for card in self.cards.values() for each in card.finds), key=lambda each: each.order)

    def acts(self) -> Iterator[FindAct]:
        """What the one box begins, in the order of the areas."""
        for card in self.cards.values():
            yield from card.acts

    def opens(self) -> Iterator[Opens]:
        """Who tells what is open, in the order of the areas."""
        return (card.opens for card in self.cards.values() if card.opens is not None)

    def stands(self) -> Iterator[Stands]:
        """Who tells what is open about some things, in the order of the areas."""
        return (card.stands for card in self.cards.values() if card.stands is not None)

    def live(self) -> Iterator[LivePiece]:
        for card in self.cards.values():
            yield from card.live

    def sources(self) -> Iterator[Source]:
        for card in self.cards.values():
            yield from card.sources

    def coverages(self) -> dict[str, Coverage]:
        """Indicator → what it is counted against, one by one."""
        return {code: each for card in self.cards.values() for each in card.coverages for code in each.codes}

    def followers(self) -> Sequence[Follower]:
        return self._followers

    def followers_of(self, kind: str) -> Iterator[Follower]:
        return (follower for follower in self._followers if follower.hears(kind))

    def targets(self) -> dict[str, Target]:
        return {each.code: each for card in self.cards.values() for each in card.targets}

    def gaps(self) -> dict[str, GapSource]:
        return {each.code: each for card in self.cards.values() for each in card.gaps}

    def reactions_to(self, kind: str) -> Sequence[Reaction]:
        return self._reactions.get(kind, ())


REGISTRY = Registry()
