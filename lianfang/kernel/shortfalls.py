"""kernel · shortfalls: by name, what a day's figures lack: who was not seen, which round was missed.

A figure says how many are missing; the areas that keep the records say which. Every area may answer; names of people
are those that the actor may know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lianfang.kernel.clock import Day
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words

NAMED = 40  # so many are named of one sort; of the others it is said how many


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What one sort of record lacks: `count` of them, the first of them by `names`. `href` is where every one of them
    is seen and made good. `people`: it is people who are missing."""

    words: Words
    names: tuple[Words | str, ...]
    count: int
    href: str = ""
    people: bool = False


# `answer(actor, path, day, now)`: what is lacking at a unit and below it on a reporting day.
Answer = Callable[[Actor, str, Day, datetime], list[Shortfall]]
