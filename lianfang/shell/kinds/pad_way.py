"""shell · kind pad way: what an area says of the list on which records of its kind are made one after another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianfang.ground.units.queries import Unit
from lianfang.kernel.entries import Receipt
from lianfang.kernel.expectations import Window
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.shell.components.types import Link


@dataclass(frozen=True, slots=True)
class Tile:
    """One choice that a tap says, as a form sends it; `near` marks one that asks for more than itself."""

    value: str
    words: Words | str
    near: bool = False


@dataclass(frozen=True, slots=True)
class Tiles:
    """The choices for one field: the `usual` ones at once, others in groups that open by a tap, and whether another
    value may be typed."""

    usual: tuple[Tile, ...] = ()
    folded: tuple[tuple[Words, tuple[Tile, ...]], ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Second:
    """What a first record of somebody asks for, or came to. `due_at` is None once nothing waits any more; `entry` is
    the first one; `ways` lead on to what is done next."""

    entry: UUID
    words: Words
    due_at: datetime | None = None
    ways: tuple[Link, ...] = ()

    @property
    def waits(self) -> bool:
        return self.due_at is not None


@dataclass(frozen=True, slots=True)
class Shift:
    """What a list is about when an area is asked of it: the unit, the day, and the window that runs, where one does.

    `left` are the targets of which nothing is recorded in it yet, `gone` those that were said not to be there.
    """

    unit: Unit
    day: date
    window: Window | None
    left: tuple[str, ...]
    gone: frozenset[str]
    key: str = ""


@dataclass(frozen=True, slots=True)
class PadWay:
    """How the list of a kind differs from what its payload says by itself.

    `once`: fields asked once for the whole list and remembered. `tiles`: the choices of a field on a day.
    `usual(actor, targets, day)`: what is recorded by one tap for each of some places, where it is done as always.
    `seconds(actor, unit, day, now)`: who needs, or had, a second record, by target; `record_second(actor, first, entry,
    data, now)` makes it from the list's fields. `ways(actor, shift)`: what is done with a list that is worked through.
    """

    once: tuple[str, ...] = ()
    tiles: Mapping[str, Callable[[date], Tiles | None]] = field(default_factory=dict)
    usual: Callable[[Actor, Collection[str], date], Mapping[str, Mapping[str, Any]]] | None = None
    seconds: Callable[[Actor, Unit, date, datetime], Mapping[str, Second]] | None = None
    record_second: Callable[[Actor, UUID, UUID, Mapping[str, Any], datetime], Receipt] | None = None
    ways: Callable[[Actor, Shift], Sequence[Link]] | None = None
