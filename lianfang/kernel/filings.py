"""kernel · filings: how the reports of a tree stand and what they state; one area answers, every page draws it.

The area that files reports answers at start. Every answer is about a unit and all below it, as the actor may see it at
one moment: a page never works out by itself who is late, and adds nothing up that the reports add up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lianfang.kernel.clock import Day
from lianfang.kernel.indicators import Figures
from lianfang.kernel.measures import Number
from lianfang.kernel.ports import Answered
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w


class Standing(StrEnum):
    """How a due report stands against its window and cut-off."""

    OPEN = "open"
    DUE = "due"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.OPEN: w("统计中", "window open"),
    Standing.DUE: w("待报", "due"),
    Standing.ON_TIME: w("按时", "on time"),
    Standing.LATE: w("迟报", "late"),
    Standing.MISSING: w("未报", "missing"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many reports of a tree stand how; `due` is on time + late + missing + waiting."""

    due: int
    on_time: int
    late: int
    missing: int
    waiting: int
    returned: int
    recalled: int
    received: int
    amended: int
    zeros_confirmed: int
    zeros_unverified: int
    as_of: datetime

    @property
    def filed(self) -> int:
        """Reports that were filed, whatever became of them since: on time or late goes by the first version."""
        return self.on_time + self.late

    @property
    def there(self) -> int:
        """Reports of which a version stands: of what its own unit recalled none does until it is filed again."""
        return self.filed - self.recalled

    @property
    def words(self) -> Words:
        """The answer as a title: 应报32家，按时29，迟1，缺2."""
        zh = [f"应报{self.due}家", f"按时{self.on_time}", f"迟{self.late}", f"缺{self.missing}"]
        en = [f"{self.due} due", f"{self.on_time} on time", f"{self.late} late", f"{self.missing} missing"]
        if self.returned:
            zh.append(f"退{self.returned}")
            en.append(f"{self.returned} returned")
        if self.recalled:
            zh.append(f"撤{self.recalled}")
            en.append(f"{self.recalled} recalled")
        if self.waiting:
            zh.append(f"待报{self.waiting}")
            en.append(f"{self.waiting} still to come")
        return w("，".join(zh), ", ".join(en))


@dataclass(frozen=True, slots=True)
class Awaited:
    """A report that is missing, was returned or was recalled by its own unit."""

    unit: str
    standing: str
    handling: str
    due_at: datetime
    reminded_at: datetime | None
    number: int  # of the version that went back; 0 where none was filed


@dataclass(frozen=True, slots=True)
class ReportsBelow:
    """The reports of a subtree: code of the branch directly below ('' is its top) → standing → reports."""

    standings: dict[str, dict[str, int]]
    waiting: list[Awaited]


@dataclass(frozen=True, slots=True)
class BareZero:
    """A zero that a unit filed without enough checks."""

    unit: str
    code: str
    checked: int | None
    expected: int | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class FiledDay:
    """What a subtree filed of one figure on one day, added up."""

    value: Number | None
    checked: int | None
    expected: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A tree on a reporting day, by the path of its first unit, about which is asked for many others together."""

    day: date
    path: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the reports of a tree that stand state together: nothing that only the records say is in it.

    A figure whose report is due and not there from somebody is `partial`, with the value of the others; where none is
    there it is `not_reported`. `as_of` of each is the moment at which the newest of the versions was filed. `missing`
    are the units whose report is due and not there, kind by kind, `due` how many are due.
    """

    figures: Figures
    due: int
    missing: tuple[str, ...]
    filed_at: datetime | None

    @property
    def filed(self) -> int:
        return self.due - len(self.missing)


@dataclass(frozen=True, slots=True)
class Pages:
    """The names of the pages behind the answers: a unit's report and a tree's figures of a day, which take both; the
    list of who has reported, narrowed by its query; the entries behind a line of a report, by its code; and where units
    are reminded of a day (`unit` for each, `code` of a figure, `next`), by POST.
    """

    report: str
    figures: str
    reports: str
    evidence: str
    remind: str


@dataclass(frozen=True, slots=True)
class Filings:
    """The questions, with who answers; `path` is that of the unit at the top.

    `see` is the verb of those who may ask, `pages` where the answers stand in full.
    `counts(actor, day, path, now)`: how many reports stand how.
    `figures(actor, day, path, now)`: what each branch directly below states, all below it together, by its first unit;
    '' is what the unit at the top states itself. `indicators.added` makes the whole of them.
    `confirmed(actor, asked)`: what the reports of several trees and days state, each with all below it.
    `touched(actor, asked)`: of several trees and days, each with a moment, those on whose reports there was an act
    after it: a version, a recall, a return.
    `reports(actor, day, path, now, named)`: the standings by branch, and so many of the reports that are awaited.
    `bare_zeros(actor, day, path)`: the unverified zeros, the least covered first.
    `changed(actor, day, path, now)`: the units whose records now give other figures than they filed, and how many.
    `remind` is the verb with which units are reminded; `reminded(actor, day, code, units)`: who last reminded each of
    them of a figure, and when; of the figure that counts reports, of the report.
    `filed_days(actor, path, codes, first, last)`: some figures by day and code, of the days on which somebody filed.
    """

    see: str
    pages: Pages
    counts: Callable[[Actor, Day, str, datetime], Counts]
    figures: Callable[[Actor, Day, str, datetime], dict[str, Figures]]
    confirmed: Callable[[Actor, Collection[Asked]], dict[Asked, Confirmed]]
    touched: Callable[[Actor, Collection[tuple[Asked, datetime]]], set[tuple[Asked, datetime]]]
    reports: Callable[[Actor, Day, str, datetime, int], ReportsBelow]
    bare_zeros: Callable[[Actor, Day, str], list[BareZero]]
    changed: Callable[[Actor, Day, str, datetime], dict[str, int]]
    filed_days: Callable[[Actor, str, Sequence[str], date, date], dict[tuple[date, str], FiledDay]]
    remind: str
    reminded: Callable[[Actor, Day, str, Collection[str]], dict[str, tuple[str, datetime]]]


FILINGS = Answered[Filings]("filings")
