"""kernel · finding: what the one box finds and does: the sources and acts that cards declare, and what is open now.

Values only: the shell reads what somebody typed, asks the sources and draws what they found (`shell/finding`). A source
answers for the actor, by the row policies of the connection; it narrows nothing on its own account but by its verb.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words

LONGEST = 200  # of what was typed; the rest is cut, and the page says so

# What a hit is about, as others speak of it: ("person", id), ("unit", code), ("place", code), ("household", code).
About = tuple[str, str]


class Nearness(IntEnum):
    """How well a hit is what was typed; the least comes first."""

    WHOLE = 0
    START = 1
    PART = 2


def nearness(typed: str, *names: str) -> Nearness:
    """How well the best of some names is what was typed, whatever the capitals."""
    said, known = typed.casefold(), [name.casefold() for name in names]
    if said in known:
        return Nearness.WHOLE
    return Nearness.START if any(name.startswith(said) for name in known) else Nearness.PART


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. `detail` tells it from its like; `note` says what is open about it, where known; `unit`
    is whose it is, where something is recorded of it."""

    words: Words | str
    href: str
    detail: Words | str = ""
    near: Nearness = Nearness.PART
    about: About | None = None
    note: Words | str = ""
    own: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed, trimmed; of an act only what it is to be done with, empty where nothing was said.

    `limit`: so many hits are wanted, of which the last only says that there are more. `open` is what is open in the
    actor's scope, with the words for it: a source gives these before others that are meant as well.
    """

    text: str
    now: datetime
    limit: int
    open: Mapping[About, Words] = field(default_factory=dict)

    def opened(self, sort: str) -> list[str]:
        """The ids of one sort that have something open."""
        return [each for kind, each in self.open if kind == sort]


Finds = Callable[[Actor, Asked], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class FindSource:
    """One sort of thing that the box finds, under its heading, in its `order`.

    With `verbs`, it is asked for those who hold one of them. `example` is what one types to find one. `page` names the
    list to which "more" leads; it takes what was typed as `q`, in a form that is sent where `sent` (so that no name or
    number stands in an address).
    """

    code: str
    words: Words
    icon: str
    order: int
    find: Finds
    verbs: frozenset[str] = frozenset()
    example: Words | None = None
    page: str = ""
    sent: bool = False


@dataclass(frozen=True, slots=True)
class FindAct:
    """An act that the box begins: a verb as people say it, then what it is done with: "催报 D04", "receive masks".

    `said` are the verbs in any language, the longest that fits counts; `offers` gives the filled-in form for each
    thing that may be meant, and with nothing said what it is done with most likely. `{unit}` in the example is filled
    with a unit of the reader's.
    """

    words: Words
    said: tuple[str, ...]
    offers: Finds
    verbs: frozenset[str] = frozenset()
    example: Words | None = None


# What is open in the actor's scope at a moment, said in few words: asked first, so that a source can begin with it.
Opens = Callable[[Actor, datetime], Mapping[About, Words]]
# What is open about some things that were found: where there may be too many to tell all of them.
Stands = Callable[[Actor, datetime, Collection[About]], Mapping[About, Words]]
