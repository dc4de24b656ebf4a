"""kernel · occurrences: what happened on a day that a report may not keep silent about; one area answers.

A report of a unit lists what its own records know happened there or below: nobody types it, and nobody leaves it out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianfang.kernel.clock import Day
from lianfang.kernel.ports import Answered
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event of a day, as it stands now. Names no person.

    `state` is stable, `handling` its words with how far it has come; `open`: it goes on. `dropped`: it was looked into
    and was none.
    """

    id: UUID
    code: str
    words: Words
    unit: str
    place: Words | str
    at: datetime
    state: str
    handling: Words
    open: bool
    dropped: bool
    href: str


# `answer(actor, path, day, now, also)`: what became known below a path on a reporting day, or was still open when it
# began, the oldest first; and those of `also`, whatever became of them.
Answer = Callable[[Actor, str, Day, datetime, Collection[UUID]], list[Occurrence]]
OCCURRENCES = Answered[Answer]("occurrences")


def occurrences_of(
    actor: Actor, path: str, day: Day, now: datetime, *, also: Collection[UUID] = ()
) -> list[Occurrence]:
    """The events of a day at a unit and below it, as far as the actor sees them."""
    return OCCURRENCES.asked(actor, path, day, now, also)
