"""shell · finding pages: the pages of the navigation, the lists of records and their forms, by what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from lianfang.kernel.finding import Asked, Hit, nearness
from lianfang.kernel.kinds import Kind, Presence
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, begun, w
from lianfang.shell import links, nav
from lianfang.shell.finding import ground
from lianfang.shell.kinds.console import KindConsole, console_of, form_href
from lianfang.shell.kinds.lists import lists

_FORM = w("填写：{kind}", "Record: {kind}")


def pages(actor: Actor, asked: Asked) -> list[Hit]:
    """Pages whose name holds what was typed, and forms and lists of the kinds that are called so."""
    holds: Callable[[str], bool] = actor.verbs.__contains__
    named: list[tuple[Words | str, str, Words]] = [
        (item.words, href, section.value) for item, href, section in nav.open_to(holds)
    ]
    named += [(each.words, each.href, w("记录清单", "List of records")) for each in lists(holds)]
    hits = [_hit(words, href, detail, asked.text) for words, href, detail in named if _means(asked.text, words)]
    return sorted((*_forms(actor, asked.text), *hits), key=lambda each: each.near)


def recording(actor: Actor, asked: Asked) -> list[Hit]:
    """`测温 张伟`: a kind of record as it is called, then the person or place of whom or which one is recorded."""
    called, _, rest = asked.text.partition(" ")
    if not rest:
        return []
    meant = [
        kind
        for kind, _ in _recorded(actor)
        if _means(called, kind.words) or any(_means(called, each) for each in _headings(kind))
    ]
    found: list[Hit] = []
    for field, find in _ABOUT.items():
        about = [kind for kind in meant if getattr(kind, field) is Presence.REQUIRED]
        hits = find(actor, replace(asked, text=rest)) if about else ()
        found += [_filled(each, kind, field) for each in hits for kind in about]
    return found


_ABOUT: dict[str, Callable[[Actor, Asked], Sequence[Hit]]] = {"person": ground.people, "place": ground.places}


def _filled(hit: Hit, kind: Kind, field: str) -> Hit:
    """The form of a kind, filled in with the thing that was found and the unit whose it is: there it counts."""
    said = w("{kind}：{what}", "{kind}: {what}").fill(kind=begun(kind.words), what=hit.words)
    about = {field: hit.about[1]} if hit.about else {}
    return replace(hit, words=said, href=form_href(kind.code, hit.unit, **about))


def _forms(actor: Actor, text: str) -> Iterator[Hit]:
    for kind, console in _recorded(actor):
        if _means(text, kind.words):
            said = _FORM.fill(kind=begun(kind.words))
            yield Hit(said, links.to(console.name("new")), near=nearness(text, kind.words.zh, kind.words.en))


def _recorded(actor: Actor) -> Iterator[tuple[Kind, KindConsole]]:
    """The kinds that the reader records at a form of their own."""
    for kind in (kind for card in REGISTRY.cards.values() for kind in card.kinds):
        console = console_of(kind.code)
        if console is not None and console.opens and kind.record in actor.verbs and links.to(console.name("new")):
            yield kind, console


def _headings(kind: Kind) -> list[Words]:
    """What the area's pages are called: one says “测温” for the page and for what is done there."""
    area = kind.code.partition(".")[0]
    card = REGISTRY.cards.get(area)
    return [item.words for item in card.nav] if card else []


def _hit(words: Words | str, href: str, detail: Words, text: str) -> Hit:
    both = (words.zh, words.en) if isinstance(words, Words) else (words,)
    return Hit(words, href, detail, nearness(text, *both))


def _means(text: str, words: Words | str) -> bool:
    both = (words.zh, words.en) if isinstance(words, Words) else (words,)
    return any(text.casefold() in each.casefold() for each in both)
