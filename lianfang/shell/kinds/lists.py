"""shell · kind lists: the ways to the lists of records, from the page of their area and from the home page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.words import begun
from lianfang.shell import links
from lianfang.shell.components.types import Link
from lianfang.shell.kinds.console import console_of


def lists_at(page: str, holds: Callable[[str], bool]) -> list[Link]:
    """The lists that a page leads to by itself: on the first page of an area's card, those of the area's kinds."""
    cards = (card for card in REGISTRY.cards.values() if card.nav and card.nav[0].url_name == page)
    return [each for card in cards for each in _of(card, holds)]


def lists(holds: Callable[[str], bool]) -> list[Link]:
    """The lists of every area."""
    return [each for card in REGISTRY.cards.values() for each in _of(card, holds)]


def _of(card: Card, holds: Callable[[str], bool]) -> Iterator[Link]:
    """The lists of a card's kinds that the reader may see, but for those that stand in the navigation."""
    listed = {item.url_name for item in REGISTRY.nav()}
    for kind in card.kinds:
        console = console_of(kind.code)
        if console is None or not holds(kind.see) or console.name("list") in listed:
            continue
        if href := links.to(console.name("list")):
            yield Link(begun(kind.words), href)
