"""kernel · closing: what must hold between the cards when all of them are there; each fault with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from lianfang.kernel.kinds import KINDS

if TYPE_CHECKING:
    from lianfang.kernel.frame import NavItem
    from lianfang.kernel.registry import Card


def faults(cards: Iterable[Card], roles: Collection[str]) -> Iterator[str]:
    """Everything in the cards that leads nowhere or contradicts another card, but for addresses."""
    listed = [*cards]
    for card in listed:
        yield from _unknown_roles(card, roles)
        yield from _unknown_kinds(card)
    yield from _indicators(listed)
    yield from _navigation(listed)
    yield from _unheld(listed)
    yield from _live(listed)
    yield from _finds(listed)
    yield from _scripted(listed)
    yield from _things(listed)
    yield from _labelled(listed)


def unresolved(cards: Iterable[Card], resolves: Callable[[str], bool]) -> Iterator[str]:
    """The pages that cards name and that do not exist; asked when the addresses have been read."""
    for card in cards:
        named = [*card.behind.values(), *(item.url_name for item in card.nav)]
        named += [each.url_name for each in card.live] + [each.url_name for each in card.of_place]
        named += [each.page for each in card.finds if each.page] + ([card.waits_in_all] if card.waits_in_all else [])
        for page in dict.fromkeys(named):
            if not resolves(page):
                yield (
                    f"{card.area}: its card names the page {page!r}, which no urls.py has; "
                    "give it a path with this name and without arguments, or correct the card"
                )


def _unknown_roles(card: Card, roles: Collection[str]) -> Iterator[str]:
    for role in dict.fromkeys([*card.verbs, *(role for part in card.home for role in part.roles)]):
        if role not in roles:
            yield (
                f"{card.area}: its card names the role {str(role)!r}, which does not exist; "
                "the roles stand in lianfang/ground/access/roles.py"
            )


def _unknown_kinds(card: Card) -> Iterator[str]:
    told = (kind for part in card.home for kind in part.tells)
    for kind in dict.fromkeys([*card.reactions, *card.tells, *card.at_place, *told]):
        if KINDS.get(kind) is None:
            yield (
                f"{card.area}: its card names the kind {kind!r}, which no card registers; "
                "correct the code, or register the kind on its area's card"
            )


def _indicators(cards: Iterable[Card]) -> Iterator[str]:
    owners: dict[str, str] = {}
    pages: dict[str, str] = {}
    for card in cards:
        for indicator in card.indicators:
            if indicator.code in owners:
                yield (
                    f"{card.area}: its card registers the indicator {indicator.code}, as {owners[indicator.code]}'s "
                    "does; take it from one of the two cards"
                )
            owners[indicator.code] = card.area
        for code in card.behind:
            if code in pages:
                yield f"{card.area}: {pages[code]} names a page behind {code} too; take it from one of the two cards"
            pages[code] = card.area
    for code, area in owners.items():
        if code not in pages:
            yield f"{area}: no page stands behind the indicator {code}; name one in `behind` of the area's card"
    for code, area in pages.items():
        if code not in owners:
            yield f"{area}: `behind` names the indicator {code}, which no card registers; correct the code"


def _navigation(cards: Iterable[Card]) -> Iterator[str]:
    places: dict[tuple[str, int], tuple[str, NavItem]] = {}
    pages: dict[str, str] = {}
    for card in cards:
        for item in card.nav:
            section = item.section.name
            other, there = places.setdefault((section, item.order), (card.area, item))
            if there is not item:
                yield (
                    f"{card.area}: {item.url_name} has the order {item.order} in {section}, as {there.url_name} "
                    f"of {other} has; give one of them another order in its card"
                )
            if item.url_name in pages:
                yield (
                    f"{card.area}: {item.url_name} stands in the navigation already, by {pages[item.url_name]}; "
                    "list each page once"
                )
            pages[item.url_name] = card.area


def _unheld(cards: Collection[Card]) -> Iterator[str]:
    """Pages and pieces that nobody is shown, because no role holds a verb for them."""
    held = {verb for card in cards for verbs in card.verbs.values() for verb in verbs}
    for card in cards:
        asked = {verb: item.url_name for item in card.nav for verb in item.verbs}
        asked |= {verb: piece.url_name for piece in card.live for verb in piece.verbs}
        asked |= {verb: f"the source {source.code}" for source in card.finds for verb in source.verbs}
        asked |= {verb: f"the act {act.words.en}" for act in card.acts for verb in act.verbs}
        for verb in sorted(asked.keys() - held):
            yield f"{card.area}: {asked[verb]} asks for the verb {verb!r}, which no card gives to a role; correct it"


def _live(cards: Iterable[Card]) -> Iterator[str]:
    codes: dict[str, str] = {}
    for card in cards:
        for piece in card.live:
            if piece.code in codes:
                yield f"{card.area}: {codes[piece.code]} has a live piece {piece.code!r} too; give it another code"
            codes[piece.code] = card.area


def _finds(cards: Iterable[Card]) -> Iterator[str]:
    """Sources of the box that stand at one place, and acts that are called alike."""
    orders: dict[int, str] = {}
    verbs: dict[str, str] = {}
    for card in cards:
        for source in card.finds:
            if source.order in orders:
                yield (
                    f"{card.area}: what it finds as {source.code!r} has the order {source.order}, "
                    f"as {orders[source.order]} has; give one of them another order in its card"
                )
            orders[source.order] = source.code
        for verb in (verb for act in card.acts for verb in act.said):
            if verb in verbs:
                yield f"{card.area}: an act of {verbs[verb]} is called {verb!r} too; call one of them otherwise"
            verbs[verb] = card.area


def _scripted(cards: Iterable[Card]) -> Iterator[str]:
    for card in cards:
        for code in card.scripted:
            if not code.startswith(f"{card.area}."):
                yield f"{card.area}: {code!r} of `scripted` is no act of this area; begin its code with '{card.area}.'"


def _things(cards: Collection[Card]) -> Iterator[str]:
    """Kinds that go on with things nobody registers, and things that nobody could name."""
    sorts = {each.code: (card, each) for card in cards for each in card.targets if each.lives}
    for card, target in sorts.values():
        if not target.named:
            yield f"{card.area}: its target {target.code!r} has a life; say in `named` how they are found by id"
    for card in cards:
        for kind in card.kinds:
            if kind.goes_on and kind.goes_on not in sorts:
                yield (
                    f"{card.area}: {kind.code} goes on with {kind.goes_on!r}, which is no target of any card that has "
                    "a life; correct the code"
                )


def _labelled(cards: Collection[Card]) -> Iterator[str]:
    """Sorts of things with labels that two cards register."""
    sorts: dict[str, str] = {}
    for card in cards:
        for source in card.labelled:
            if source.code in sorts:
                yield (
                    f"{card.area}: {sorts[source.code]} registers labels of the sort {source.code!r} too; "
                    "give it another code"
                )
            sorts[source.code] = card.area
