"""config · backup.thinning: which backups of a folder are kept as they grow older; decides and touches nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Point:
    """One backup: when it was made, on the wall, and on which other it builds."""

    id: str
    at: datetime
    base: str | None = None
    proved: bool = False


@dataclass(frozen=True)
class Rules:
    """How many days, weeks and months keep their last backup."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def to_drop(points: Iterable[Point], rules: Rules) -> set[str]:
    """The backups that nothing needs any more.

    Kept are the newest, the newest proved, the last of each of the most recent days, weeks and months that have any,
    and whatever one of these builds upon.
    """
    ordered = sorted(points, key=lambda point: (point.at, point.id))
    by_id = {point.id: point for point in ordered}
    wanted = {point.id for point in ordered[-1:]}
    wanted |= {point.id for point in [point for point in ordered if point.proved][-1:]}
    periods: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (rules.daily, lambda at: at.date()),
        (rules.weekly, lambda at: at.isocalendar()[:2]),
        (rules.monthly, lambda at: (at.year, at.month)),
    )
    for many, period in periods:
        last = {period(point.at): point.id for point in ordered}
        wanted |= set(list(last.values())[-many:] if many else [])
    for one in list(wanted):
        base = by_id[one].base
        while base is not None and base in by_id:
            wanted.add(base)
            base = by_id[base].base
    return set(by_id) - wanted
