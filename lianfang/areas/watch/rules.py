"""watch · rules: what a roster, a swap, a handover and a spot call may be, decided without looking anywhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from lianfang.areas.watch import problems
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, listed, w

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_REASON_MAX = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift of one day."""

    on: date
    code: str
    words: Words
    begins_at: datetime
    ends_at: datetime

    @property
    def said(self) -> Words:
        """`8月10日白班` / `day shift of 10 Aug`."""
        zh = f"{self.on.month}月{self.on.day}日{self.words.zh}"
        return w(zh, f"{self.words.en.lower()} of {self.on.day} {_MONTHS[self.on.month - 1]}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the playbook wants of a watch."""

    officers_min: int
    officers_max: int
    ahead: timedelta
    opens: timedelta
    grace: timedelta
    answer: timedelta
    shifts_in_row: int
    days_in_row: int
    planned: timedelta


@dataclass(frozen=True, slots=True)
class Lack:
    """Shifts in a row that lack people: the first, the last, how many, and what the first lacks."""

    first: Shift
    last: Shift
    count: int
    lacks: Words

    @property
    def words(self) -> Words:
        if self.count == 1:
            return w("{shift}缺{lacks}", "{shift} lacks {lacks}").fill(shift=self.first.said, lacks=self.lacks)
        said = w("{first}至{last}共 {n} 班缺人", "{n} shifts lack people, {first} to {last}")
        return said.fill(first=self.first.said, last=self.last.said, n=self.count)


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who stands a shift, as last said; `number` is 0 where nobody has said anything."""

    shift: Shift
    leader: str | None = None
    officers: tuple[str, ...] = ()
    number: int = 0
    said_at: datetime | None = None
    said_by: str = ""
    why: str | None = None

    @property
    def people(self) -> tuple[str, ...]:
        return ((self.leader,) if self.leader else ()) + self.officers

    def replaced(self, one: str, other: str) -> Staffing:
        """The same with somebody in another's place."""
        officers = tuple(other if each == one else each for each in self.officers)
        return replace(self, leader=other if self.leader == one else self.leader, officers=officers)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the leaving side signed."""

    entry: UUID
    by: str
    at: datetime
    done: tuple[Mapping[str, str], ...]
    undone: tuple[Mapping[str, str], ...]
    note: str | None
    made: tuple[Mapping[str, Any], ...] = ()
    matters: tuple[Mapping[str, Any], ...] = ()
    matters_count: int | None = None
    matters_hidden: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """The taking side's name under it."""

    entry: UUID
    by: str
    at: datetime
    came: tuple[Mapping[str, Any], ...] = ()
    went: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """A change of shift and how far its two signatures are; `number` counts what was recorded of it."""

    leaving: Shift
    taking: Shift
    offer: Offer | None = None
    signature: Signature | None = None
    number: int = 0

    @property
    def change_at(self) -> datetime:
        return self.taking.begins_at


Called = Callable[[str], str]
Said = Callable[[datetime], str]


def check_staffing(
    now: datetime, before: Staffing, after: Staffing, why: str, limits: Limits, called: Called = str
) -> None:
    """Whether a shift may be staffed so. Once it began, empty places may be filled with a reason, and nothing else."""
    shift = after.shift.said
    twice = next((each for each in after.people if after.people.count(each) > 1), None)
    if twice is not None:
        raise Refused(problems.NAMED_TWICE, person=called(twice), shift=shift)
    if len(after.officers) > limits.officers_max:
        raise Refused(problems.TOO_MANY, shift=shift, n=len(after.officers), most=limits.officers_max)
    if now >= after.shift.ends_at:
        raise Refused(problems.SHIFT_OVER, shift=shift)
    if now >= after.shift.begins_at:
        fills = before.leader in (None, after.leader) and set(before.officers) <= set(after.officers)
        if not fills:
            raise Refused(problems.SHIFT_BEGUN, shift=shift)
        check_reason(why)


def check_reason(why: str) -> None:
    if not 0 < len(why.strip()) <= _REASON_MAX:
        raise Refused(problems.REASON_NEEDED)


def swapped(
    now: datetime, given: Staffing, by: str, other: str, taken: Staffing | None, called: Called = str
) -> tuple[Staffing, ...]:
    """The shifts as they stand after a swap. Raises the problem that stands against it."""
    if by == other:
        raise Refused(problems.WITH_ONESELF)
    pairs = [(given, by, other)] + ([(taken, other, by)] if taken is not None else [])
    for staffing, leaves, comes in pairs:
        if now >= staffing.shift.ends_at:
            raise Refused(problems.SHIFT_OVER, shift=staffing.shift.said)
        if leaves not in staffing.people:
            raise Refused(problems.NOT_ON_SHIFT, person=called(leaves), shift=staffing.shift.said)
        if comes in staffing.people:
            raise Refused(problems.ALREADY_ON, person=called(comes), shift=staffing.shift.said)
    return tuple(staffing.replaced(leaves, comes) for staffing, leaves, comes in pairs)


def check_offer(now: datetime, handover: Handover, who: str, leaving: Staffing, limits: Limits, said: Said) -> None:
    """Whether the leaving side may sign now."""
    _check_open(now, handover, limits, said)
    if who not in leaving.people:
        raise Refused(problems.NOT_ON_SHIFT, person=who, shift=handover.leaving.said)


def check_signature(
    now: datetime, handover: Handover, who: str, taking: Staffing, offered: UUID, limits: Limits, said: Said
) -> None:
    """Whether the taking side may sign what it read (`offered`): one side alone, or one hand twice, is no handover."""
    _check_open(now, handover, limits, said)
    if handover.offer is None:
        raise Refused(problems.NOT_OFFERED)
    if handover.offer.by == who:
        raise Refused(problems.SAME_HAND)
    if who not in taking.people:
        raise Refused(problems.NOT_ON_SHIFT, person=who, shift=handover.taking.said)
    if handover.offer.entry != offered:
        raise Refused(problems.OFFER_CHANGED)


def _check_open(now: datetime, handover: Handover, limits: Limits, said: Said) -> None:
    at = said(handover.change_at)
    if handover.signature is not None:
        raise Refused(problems.HANDED_OVER, at=at)
    if now < handover.change_at - limits.opens:
        raise Refused(problems.HANDOVER_EARLY, at=at, opens=said(handover.change_at - limits.opens))
    if now >= handover.taking.ends_at:
        raise Refused(problems.HANDOVER_LATE, at=at)


def missing(staffing: Staffing, limits: Limits) -> tuple[Words, ...]:
    """What a shift lacks, each in a word or two."""
    lacks = []
    if staffing.leader is None:
        lacks.append(w("带班领导", "a duty leader"))
    short = limits.officers_min - len(staffing.officers)
    if short > 0:
        lacks.append(w(f"值班员{short}名", f"{short} officer{'s' if short > 1 else ''}"))
    return tuple(lacks)


def lacks_in_row(staffed: Sequence[Staffing], limits: Limits) -> list[Lack]:
    """The shifts that lack people, in their order; what follows each other without a break is one."""
    found: list[Lack] = []
    for before, staffing in zip([None, *staffed], staffed, strict=False):
        lacks = missing(staffing, limits)
        if not lacks:
            continue
        if found and before is not None and found[-1].last == before.shift:
            found[-1] = replace(found[-1], last=staffing.shift, count=found[-1].count + 1)
        else:
            both = listed(lacks, w("、", " and "))
            found.append(Lack(staffing.shift, staffing.shift, 1, both))
    return found


def tired(shift: Shift, stood: Collection[Shift], limits: Limits) -> Words | None:
    """Why somebody who stands these shifts (this one among them) has too little rest before it; None where it holds.

    B13: no more than so many shifts, and so many days, in a row.
    """
    before = sorted((each for each in stood if each.begins_at <= shift.begins_at), key=lambda each: each.begins_at)
    row = _run(before, lambda one, next_: one.ends_at >= next_.begins_at)
    if row > limits.shifts_in_row:
        words = w("连续值 {n} 班（至多 {most} 班）", "{n} shifts in a row (at most {most})")
        return words.fill(n=row, most=limits.shifts_in_row)
    days = sorted({each.on for each in before})
    in_row = _run(days, lambda one, next_: (next_ - one).days <= 1)
    if in_row > limits.days_in_row:
        words = w("连续值班 {n} 天（至多 {most} 天）", "{n} days in a row (at most {most})")
        return words.fill(n=in_row, most=limits.days_in_row)
    return None


def _run(items: Sequence[T], joins: Callable[[T, T], bool]) -> int:
    """How many of the last items follow each other without a break."""
    count = min(len(items), 1)
    for one, next_ in reversed(list(pairwise(items))):
        if not joins(one, next_):
            break
        count += 1
    return count


def overlaps(one: Shift, other: Shift) -> bool:
    return one.begins_at < other.ends_at and other.begins_at < one.ends_at
