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
from lianfang.kernel.words import Words, listed, w

NAMED = 40  # so many are named of one sort; of the others it is said how many


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What one sort of record lacks: `count` of them, the first of them by `names`. `href` is where every one of them
    is seen and made good. `people`: it is people who are missing.

    A name may stand for several ("crew 1: 3"): `each` says for how many, name by name; without it each stands for one.
    """

    words: Words
    names: tuple[Words | str, ...]
    count: int
    href: str = ""
    people: bool = False
    each: tuple[int, ...] = ()

    def named(self, most: int) -> Words | None:
        """The first of them by name, and how many more there are; None where nobody and nothing is named."""
        shown = self.names[:most]
        if not shown:
            return None
        said, left = listed([*shown]), self.count - (sum(self.each[:most]) if self.each else len(shown))
        return _AND_MORE.fill(said=said, more=left) if left > 0 else said

    def said(self, most: int) -> Words:
        """What is lacking, with the first of it by name."""
        named = self.named(most)
        return self.words if named is None else _SAID.fill(what=self.words, who=named)


_AND_MORE = w("{said} 等", "{said} and {more} more")
_SAID = w("{what}：{who}", "{what}: {who}")

# `answer(actor, path, day, now)`: what is lacking at a unit and below it on a reporting day.
Answer = Callable[[Actor, str, Day, datetime], list[Shortfall]]
