"""playbook · calendar: which days are worked, from a table of holidays with the playbook's own days on top.

The base is the published table of national holidays and make-up days (调休). Beyond the years it knows the
calendar falls back to Monday to Friday and says so; it never refuses to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import chinese_calendar

from lianfang.kernel.words import Words, w

Reason = Literal["override", "holiday", "makeup", "weekday", "weekend"]

BEYOND_TABLE = w(
    "{year} 年的放假安排尚不在日历表内，暂按周一至周五上班",
    "The holidays of {year} are not in the table yet; Monday to Friday is assumed",
)


@dataclass(frozen=True, slots=True)
class DayKind:
    """One day: worked or not, why, and a warning where the answer is an assumption."""

    day: date
    working: bool
    reason: Reason
    warning: Words | None = None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Answers for any date. `overrides` maps a date to worked (True) or free (False) and always wins."""

    base: Literal["chinesecalendar", "weekdays"]
    overrides: Mapping[date, bool] = field(default_factory=dict)

    def day(self, day: date) -> DayKind:
        if day in self.overrides:
            return DayKind(day, self.overrides[day], "override")
        plain = day.weekday() < 5
        reason: Reason = "weekday" if plain else "weekend"
        if self.base == "weekdays":
            return DayKind(day, plain, reason)
        try:
            working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            return DayKind(day, plain, reason, BEYOND_TABLE.fill(year=day.year))
        if working == plain:
            return DayKind(day, working, reason)
        return DayKind(day, working, "makeup" if working else "holiday")

    def is_working(self, day: date) -> bool:
        return self.day(day).working
