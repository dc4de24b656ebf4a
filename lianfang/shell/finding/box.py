"""shell · finding box: what somebody typed, asked of every source of the cards, put in order and grouped.

First comes what has something open, then what was meant best. Names stay concealed: each letter typed would else
uncover a register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from lianfang.kernel import characters, reading
from lianfang.kernel.finding import LONGEST, About, Asked, FindAct, Finds, FindSource, Hit, Nearness
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import links

IN_BOX, ON_PAGE = 6, 20  # hits of one sort
ACTS = w("办理", "Do")
_BEGUN = 2  # letters of a verb that are enough to mean it; of Chinese one character is


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one sort, of which there is a `rest`; `more` is the list that has it, to which what was typed is sent
    where `sent`."""

    code: str
    words: Words
    icon: str
    hits: tuple[Hit, ...]
    more: str = ""
    sent: bool = False
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer. `cut`: more was typed than is looked for; `short`: one character, of which only what begins
    with it is told. `unsent`: people were not looked for."""

    text: str
    groups: tuple[Group, ...] = ()
    cut: bool = False
    short: bool = False
    unsent: bool = False

    @property
    def total(self) -> int:
        return sum(len(group.hits) for group in self.groups)


def read(typed: str) -> tuple[str, bool]:
    """What was typed as it is looked for, in plain characters and single blanks, and whether it was cut."""
    plain = "".join(char if char.isprintable() else " " for char in typed[: LONGEST * 50])
    said = " ".join(characters.folded(plain).split())
    return said[:LONGEST].strip(), len(said) > LONGEST or len(typed) > LONGEST * 50


def look(actor: Actor, typed: str, now: datetime, *, shown: int = IN_BOX, sent: bool = True) -> Found:
    """What the box answers; without `sent` nothing is looked for that may not stand in an address."""
    text, cut = read(typed)
    if not text:
        return Found(text, cut=cut)
    with reading.once():
        return _looked(actor, text, cut, now, shown, sent)


def _looked(actor: Actor, text: str, cut: bool, now: datetime, shown: int, sent: bool) -> Found:
    asked = Asked(text, now, shown + 1, _open(actor, now))
    sources = [each for each in sources_of(actor) if sent or not each.sent]
    finds = [partial(_answer, each.find, actor, asked) for each in sources]
    answers = reading.in_step(actor, [*finds, *_acts(actor, asked)])
    hits = {source.code: found for source, found in zip(sources, answers, strict=False)}
    open_now = _known(actor, now, asked, [hit for found in hits.values() for hit in found])
    groups = [*_done(asked, answers[len(sources) :], shown)]
    groups += [_group(each, asked, hits[each.code], open_now, shown) for each in sources]
    short = len(text) == 1
    kept = [_narrowed(each) if short else each for each in groups]
    unsent = not sent and any(each.sent for each in sources_of(actor))
    return Found(text, tuple(sorted((each for each in kept if each.hits), key=_turn)), cut, short, unsent)


def sources_of(actor: Actor) -> list[FindSource]:
    """What this reader may look for, in its order."""
    return [each for each in REGISTRY.finds() if not each.verbs or each.verbs & actor.verbs]


def acts_of(actor: Actor) -> list[FindAct]:
    """What this reader may begin."""
    return [each for each in REGISTRY.acts() if not each.verbs or each.verbs & actor.verbs]


def _open(actor: Actor, now: datetime) -> dict[About, Words]:
    """What is open, by what it is about; of several things the first that was told."""
    told = reading.in_step(actor, [partial(tells, actor, now) for tells in REGISTRY.opens()])
    return {about: words for each in reversed(told) for about, words in each.items()}


def _known(actor: Actor, now: datetime, asked: Asked, hits: Iterable[Hit]) -> dict[About, Words]:
    """What is open about what was found."""
    abouts = {hit.about for hit in hits if hit.about is not None}
    stands = [partial(tells, actor, now, abouts) for tells in REGISTRY.stands()] if abouts else []
    told = reading.in_step(actor, stands)
    return {about: words for each in (*reversed(told), asked.open) for about, words in each.items()}


def _group(
    source: FindSource, asked: Asked, found: Iterable[Hit], open_now: Mapping[About, Words], shown: int
) -> Group:
    hits = _in_order(open_now, found)
    more = (links.to(source.page) if source.sent else links.to(source.page, q=asked.text)) if source.page else ""
    rest = len(hits) > shown
    return Group(source.code, source.words, source.icon, hits[:shown], more if rest else "", source.sent, rest)


def _answer(find: Finds, actor: Actor, asked: Asked) -> list[Hit]:
    """What a source found; one that refuses this reader has found nothing."""
    try:
        return [*find(actor, asked)]
    except Refused:
        return []


def _in_order(open_now: Mapping[About, Words], hits: Iterable[Hit]) -> tuple[Hit, ...]:
    noted = (replace(each, note=each.note or open_now.get(each.about, "")) if each.about else each for each in hits)
    return tuple(sorted(noted, key=_weight))


def _weight(hit: Hit) -> tuple[bool, int, bool]:
    return (not hit.note, int(hit.near), not hit.own)


def _acts(actor: Actor, asked: Asked) -> Iterator[partial[list[Hit]]]:
    """The acts that the text begins, each to be asked what it may be done with."""
    for act in acts_of(actor):
        object_said = _object(act, asked.text)
        if object_said is not None:
            yield partial(_answer, act.offers, actor, replace(asked, text=object_said))


def _done(asked: Asked, offers: Iterable[Iterable[Hit]], shown: int) -> Iterator[Group]:
    """What can be done, under one heading."""
    hits = [hit for offered in offers for hit in _in_order(asked.open, offered)]
    if hits:
        yield Group("acts", ACTS, "player-play", tuple(hits[:shown]), rest=len(hits) > shown)


def _object(act: FindAct, text: str) -> str | None:
    """What comes after the act's verb: empty where the text is the verb or its beginning, None where it is neither."""
    said = text.casefold()
    for verb in sorted((each.casefold() for each in act.said), key=len, reverse=True):
        rest = said.removeprefix(verb)
        if rest != said and (not rest or rest[0] == " " or not verb.isascii()):
            return text[len(text) - len(rest) :].strip()
        if verb.startswith(said) and (not said.isascii() or len(said) > _BEGUN):
            return ""
    return None


def _narrowed(group: Group) -> Group:
    """Of a single character only what begins with it, or is it."""
    return replace(group, hits=tuple(each for each in group.hits if each.near is not Nearness.PART))


def _turn(group: Group) -> tuple[bool, bool, int]:
    """Acts first: they were said with a verb; then what has something open, then what is nearest."""
    return (group.code != "acts", *min((not each.note, int(each.near)) for each in group.hits))
