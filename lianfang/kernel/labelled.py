"""kernel · labelled: what can carry a printed label, and what there is to do for whoever reads one.

A card registers its sorts of things (`Card.labelled`). The pages that print labels, and the one to which a label
leads, ask these questions and know no sort by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Labelled:
    """One thing that can carry a label, and the unit that answers for it.

    `note` says what it is; `closed_on` is the first reporting day on which it is out of use.
    """

    sort: str
    code: str
    words: Words
    unit: str
    path: str
    note: Words | str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which things are listed: of a unit and all below it, of a kind, by a part of name or code, after a code."""

    under: str | None = None
    kind: str | None = None
    text: str | None = None
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Jobs:
    """What there is to do at a thing now: what is due, the next that falls due later, and what else can be recorded."""

    due: tuple[Waiting, ...] = ()
    later: Waiting | None = None
    offered: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelSource:
    """One sort of things that carry labels; its code stands in the address of all but places.

    `listed(actor, wanted)`: one page of those in use, by code. `found(actor, codes)`: those that the actor sees.
    `jobs(actor, thing, now)`: what somebody who stands before it can do. `href(thing)`: its own page.
    `kinds()`: the kinds by which the list can be narrowed, each with its words; none where it is None.
    """

    code: str
    words: Words
    listed: Callable[[Actor, Wanted], list[Labelled]]
    found: Callable[[Actor, Collection[str]], Mapping[str, Labelled]]
    jobs: Callable[[Actor, Labelled, datetime], Jobs]
    href: Callable[[Labelled], str]
    kinds: Callable[[], Mapping[str, Words]] | None = None
