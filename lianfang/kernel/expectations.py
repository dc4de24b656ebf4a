"""kernel · expectations: who is due what, when, and what became of it; one area answers, every page draws it.

The kernel knows no duty. The area that derives the slots answers these questions at start, for everybody who shows
what was expected: a page never works out by itself what is late, missed or excused. Answers are scoped: what the
actor may not see is not in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from lianfang.kernel.ports import Answered
from lianfang.kernel.scope import Actor
from lianfang.kernel.spans import span
from lianfang.kernel.words import Words, w

if TYPE_CHECKING:
    from lianfang.kernel.coverage import Coverage


class SlotState(StrEnum):
    """What became of one expected act. `overdue` can still be made good, `missed` cannot; `void`: the target left."""

    DONE = "done"
    LATE = "late"
    EXCUSED = "excused"
    MISSED = "missed"
    DUE = "due"
    DOUBTFUL = "doubtful"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    VOID = "void"


SLOT_WORDS: dict[SlotState, Words] = {
    SlotState.DONE: w("已做", "done"),
    SlotState.LATE: w("补做", "late"),
    SlotState.EXCUSED: w("免予办理", "excused"),
    SlotState.MISSED: w("未做", "missed"),
    SlotState.DUE: w("待做", "due"),
    SlotState.DOUBTFUL: w("疑似", "doubtful"),
    SlotState.NOT_DUE: w("未到时限", "not due yet"),
    SlotState.OVERDUE: w("逾期", "overdue"),
    SlotState.VOID: w("对象已撤", "target left"),
}
# Done in one way or another; what a record made now can still fulfil; and what nobody expects.
FULFILLED = frozenset({SlotState.DONE, SlotState.LATE, SlotState.DOUBTFUL})
OPEN = frozenset({SlotState.DUE, SlotState.OVERDUE})
UNEXPECTED = frozenset({SlotState.EXCUSED, SlotState.VOID})


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a reporting day in which a duty is done. `until_at` None: it can be made good at any later time.

    `only`: the duty has no other window that day, and its own words say more than those of the window.
    """

    day: date
    number: int
    words: Words
    from_at: datetime
    due_at: datetime
    until_at: datetime | None
    only: bool = False

    @property
    def ends_at(self) -> datetime:
        """The last moment at which it can be done, or be done in time."""
        return self.until_at or self.due_at

    def said(self, now: datetime | None = None) -> Words:
        """The window by the clock, from its beginning to when it is due: `今晚 18:00—22:00`; see `kernel.spans`."""
        return span(self.from_at, self.due_at, now)


@dataclass(frozen=True, slots=True)
class Slot:
    """One target in one window of a duty, as it stands at the moment of asking, with the record that fulfilled it.

    `kind` is the kind of record that fulfils it.
    """

    duty: str
    duty_words: Words
    window: Window
    target: str
    words: Words
    unit: str
    path: str
    role: str
    state: SlotState
    entry: UUID | None = None
    done_at: datetime | None = None
    doubts: tuple[Words, ...] = ()
    kind: str = ""

    @property
    def day(self) -> date:
        return self.window.day

    def title(self, now: datetime | None = None) -> Words:
        """What is done: the window by the clock where the duty has several, else the duty itself."""
        return self.duty_words if self.window.only else self.window.said(now)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many slots stand in which state, in one window of a duty or in several together."""

    counts: Mapping[SlotState, int] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        """What had or has to be done: neither excused nor void."""
        return sum(n for state, n in self.counts.items() if state not in UNEXPECTED)

    @property
    def done(self) -> int:
        return sum(n for state, n in self.counts.items() if state in FULFILLED)

    @property
    def begun(self) -> int:
        """What is expected of it by now: all but what has still to come."""
        return self.expected - self.of(SlotState.NOT_DUE)

    def of(self, *states: SlotState) -> int:
        """How many stand in any of these states."""
        return sum(self.counts.get(state, 0) for state in states)

    def state(self, enough: Decimal = Decimal(1)) -> SlotState | None:
        """One state for all of them; None where there are none.

        Done from the share `enough` (0…1) of what is expected, late where some of it came late; short of that what
        is worst: missed, overdue, due, not due yet. Where nothing is expected: excused, or void.
        """
        if not self.expected:
            return next((state for state in (SlotState.EXCUSED, SlotState.VOID) if self.of(state)), None)
        if self.done >= enough * self.expected:
            return SlotState.LATE if self.of(SlotState.LATE) else SlotState.DONE
        worst = (SlotState.MISSED, SlotState.OVERDUE, SlotState.DUE, SlotState.NOT_DUE)
        return next(state for state in worst if self.of(state))

    def __add__(self, other: Tally) -> Tally:
        return Tally({state: n for state in SlotState if (n := self.of(state) + other.of(state))})


def tally(slots: Iterable[Slot]) -> Tally:
    """Slots counted by what became of them."""
    counts: dict[SlotState, int] = defaultdict(int)
    for slot in slots:
        counts[slot.state] += 1
    return Tally(counts)


@dataclass(frozen=True, slots=True)
class Branch:
    """One window of the duties for one branch of a tree: its first unit, or '' for the unit at the top itself."""

    child: str
    window: Window
    tally: Tally


@dataclass(frozen=True, slots=True)
class Slots:
    """Slots by unit, target and time; `more`: there are others, and the page is too small to draw all."""

    slots: tuple[Slot, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Expectations:
    """The questions, with who answers. They are asked by the kind of record that fulfils a duty: no page names one.

    `slots(actor, kinds, paths, days, now, target, limit)`: every slot below some paths on some reporting days, or
    only those of one target.
    `branches(actor, kind, path, days, now)`: the same counted, apart for each branch directly below a path; windows
    of several duties that begin and end together are one.
    `is_derived(actor, day)`: whether anything can be told of that day.
    `by_slot(kind, records)`: SQL for a figure that counts records by what was expected.
    `open_slots(kind)`: SQL for a list of what is missing, with the slot that waits for each of it.
    `slots_one_by_one(kind)`: the slots that records of a kind fulfil, as what a figure is counted against.
    `excuse(actor, duty, day, target, unit, path)`: where a slot is excused; '' where the actor may not.
    `derive_until(now)`: makes what is due known for the days up to that moment and the next one; gives the days made.
    """

    slots: Callable[[Actor, Sequence[str], Sequence[str], Sequence[date], datetime, str | None, int], Slots]
    branches: Callable[[Actor, str, str, Sequence[date], datetime], list[Branch]]
    is_derived: Callable[[Actor, date], bool]
    by_slot: Callable[[str, str], str]
    open_slots: Callable[[str], str]
    slots_one_by_one: Callable[[str], Coverage | None]
    excuse: Callable[[Actor, str, date, str, str, str], str]
    derive_until: Callable[[datetime], list[date]]


EXPECTATIONS = Answered[Expectations]("expectations")


def slots_of(
    actor: Actor,
    kinds: Sequence[str],
    paths: Sequence[str],
    days: Sequence[date],
    now: datetime,
    *,
    target: str | None = None,
    limit: int = 5000,
) -> Slots:
    """What is due to be done with records of some kinds below some paths: by unit and target, in the order of time."""
    return EXPECTATIONS.asked.slots(actor, kinds, paths, days, now, target, limit)


def branches_of(actor: Actor, kind: str, path: str, days: Sequence[date], now: datetime) -> list[Branch]:
    """The same counted by branch of a tree and window, in the order of time: for trees of any size."""
    return EXPECTATIONS.asked.branches(actor, kind, path, days, now)


def is_derived(actor: Actor, day: date) -> bool:
    """Whether it is known what is due on a day."""
    return EXPECTATIONS.asked.is_derived(actor, day)


def by_slot(kind: str, records: str) -> str:
    """SQL: the slots that records of a kind fulfil, and beside each the `records` that fit it.

    For figures that count records by what was expected of a unit, whatever the windows in force. `records` is SQL that
    gives `entry`. Of the slots of `%(day)s` and of the day before (a window may reach over the close of its day) in the
    paths from `%(low)s` to `%(high)s`: `day`, `duty`, `target`, `number`, `unit`, `path`, `expected` (neither excused
    nor void, or done all the same); one row for the slot, with `entry` NULL, and one for each record that fits it.
    """
    return EXPECTATIONS.asked.by_slot(kind, records)


def open_slots(kind: str) -> str:
    """SQL: of each target the slot of `%(day)s` that waits for a record of a kind and is due first.

    In the paths from `%(low)s` to `%(high)s`: `target`, `duty`, `number`, `from_at`, `due_at`, `until_at`.
    """
    return EXPECTATIONS.asked.open_slots(kind)


def slots_one_by_one(kind: str) -> Coverage | None:
    """The slots that records of a kind fulfil, each one part (`kernel.coverage`); None where no duty waits for it."""
    return EXPECTATIONS.asked.slots_one_by_one(kind)


def excuse_href(actor: Actor, duty: str, day: date, target: str, *, unit: str, path: str) -> str:
    """The page on which a slot is excused; empty where the actor may not excuse it."""
    return EXPECTATIONS.asked.excuse(actor, duty, day, target, unit, path)


def derive_until(now: datetime) -> list[date]:
    """Makes it known up to a moment and for the next day, where it is not yet; gives the days that were made."""
    return EXPECTATIONS.asked.derive_until(now)
