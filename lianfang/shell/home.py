"""shell · home: who reads the home page, at which moment, and what one part of it has to say to them.

An area says its parts in its `home.py` and names them on its card (`Card.home`); the home page puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import CoverageGrid
from lianfang.shell.components.marks import OVERDUE, Chip, SlotState
from lianfang.shell.components.types import Link, Need, Stat

_URGENT = frozenset({"overdue", "broken"})
_SOON = timedelta(hours=6)
_EXERCISE = w("演练", "EXERCISE")


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader and the moment. `open_day` is the window that runs now, `closed_day` the one that reports speak of."""

    actor: Actor
    now: datetime

    @property
    def open_day(self) -> Day:
        return clock.day_of(self.now)

    @property
    def closed_day(self) -> Day:
        return clock.reporting_day(self.open_day.date - timedelta(days=1))

    def of(self, unit: Unit, said: Words) -> Words:
        """The saying, with the unit's name before it where the reader answers for several."""
        if len({held.unit for held in self.actor.held}) < 2:
            return said
        return w("{unit}：{said}", "{unit}: {said}").fill(unit=unit.words, said=said)

    @property
    def today(self) -> date:
        """The calendar's day."""
        return clock.local(self.now).date()


@dataclass(frozen=True, slots=True)
class Tap:
    """A large target: one act at one place. `note` is its second line; `late` marks what should be done already."""

    words: Words | str
    href: str
    note: Words | str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class QuickActions:
    """Some large targets under one heading. `late_until`: past `due_at`, how long they can still be made good."""

    title: Words | str
    taps: tuple[Tap, ...]
    due_at: datetime | None = None
    late_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Some figures under one heading that leads on."""

    title: Words | str
    href: str
    stats: tuple[Stat, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A coverage grid under its heading."""

    title: Words | str
    grid: CoverageGrid
    href: str = ""


@dataclass
class HomeContent:
    """What one duty, or all of them together, says: what needs the reader, what to tap, figures, what is in order."""

    needs: list[Need] = field(default_factory=list)
    entries: list[Link] = field(default_factory=list)
    taps: list[QuickActions] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    in_order: list[Link] = field(default_factory=list)

    def take(self, other: HomeContent) -> None:
        """Adds another part's say; what two parts say alike is said once."""
        for name in ("needs", "entries", "taps", "strips", "pictures", "in_order"):
            kept, more = getattr(self, name), getattr(other, name)
            kept += [each for each in more if each not in kept]

    def by_time(self, now: datetime) -> list[Need]:
        """What needs the reader: overdue, due soon, at any time, later; each by the time when it is due."""
        return sorted(self.needs, key=lambda need: _turn(need, now))


def need_of(waits: Waiting) -> Need:
    """What waits in an area, as a page shows it."""
    chip, detail = OVERDUE if waits.late else None, _EXERCISE if waits.exercise else waits.detail
    return Need(waits.words, waits.href, waits.act, waits.due_at, chip, detail)


def urgent(need: Need) -> bool:
    """Whether something is overdue or broken."""
    if isinstance(need.chip, Chip):
        return need.chip.tone in _URGENT
    return need.chip in (SlotState.MISSED, SlotState.OVERDUE)


def _turn(need: Need, now: datetime) -> tuple[int, float]:
    if need.due_at is None:
        return (0 if urgent(need) else 2), 0.0
    return (0 if urgent(need) else 1 if need.due_at <= now + _SOON else 3), need.due_at.timestamp()


def soonest(needs: Iterable[Need]) -> datetime | None:
    """The first time at which something falls due."""
    return min((need.due_at for need in needs if need.due_at is not None), default=None)
