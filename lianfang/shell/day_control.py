"""shell · day control: the one control in the frame by which a page of a day is moved, and how links keep the day.

It is links and one small form, so that it works without scripts; scripts add its keys and watch for the close.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from lianfang.kernel import clock, spans
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.playbook import DAILY, current
from lianfang.shell.components import text
from lianfang.shell.day_asked import OF_THE_DAY, DayAsked, OfADay, day_asked, moved, today_of

_ALL = w("全部日期", "All days")
_OPEN = w("进行中，{at} 截止", "in progress, closes at {at}")
_CLOSED = w("已截止", "closed")
_AHEAD = w("还没有开始", "not begun")
_REPORT = w("{day}报告日", "reporting day {day}")
_WEEK = w("一 二 三 四 五 六 日", "Mo Tu We Th Fr Sa Su")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar: `href` is empty where there is nothing to open."""

    number: int
    href: str
    title: str
    chosen: bool
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month of days by weeks, with the ways to the one before and after it; None where a week has no such day."""

    words: str
    week: tuple[str, ...]
    weeks: list[list[CalendarDay | None]]
    before: str
    after: str


class DayControl:
    """The control as one page shows it."""

    def __init__(self, request: HttpRequest, asked: DayAsked, since: date | None = None) -> None:
        """`since`: the first day on which the unit of the page stood, or the reader's only one, where it is known."""
        self._request, self.asked = request, asked
        first = current().meta.valid_from
        self.first = min(max(first, since), asked.today) if since else first

    @property
    def day(self) -> date:
        """The day shown, also for a list of all days: where its calendar opens."""
        return self.asked.day or self.asked.today

    @property
    def all(self) -> bool:
        return self.asked.day is None

    @property
    def words(self) -> Words:
        """What the control says: the window by the clock, or that all days are shown."""
        return _ALL if self.all else spans.day(*self.asked.page.window(self.day))

    @property
    def standing(self) -> Words | None:
        """Which reporting day that is, and whether it runs; nothing where all days are shown."""
        if self.all:
            return None
        closes = self.asked.page.window(self.day)[1]
        if self.day > self.asked.today:
            how = _AHEAD
        elif self.day == self.asked.today:
            how = _OPEN.fill(at=text.moment(closes, "time"))
        else:
            how = _CLOSED
        if self.asked.page.own:
            return how
        return w("{day} · {how}", "{day} · {how}").fill(day=_REPORT.fill(day=spans.dated(self.day)), how=how)

    @property
    def previous(self) -> str:
        """The day before, empty before the first; of a list of all days the day that runs."""
        if not self.all and self.day <= self.first:
            return ""
        return self._to(self.asked.today if self.all else self.day - timedelta(days=1))

    @property
    def next(self) -> str:
        return "" if self.all or self.day >= self.asked.last else self._to(self.day + timedelta(days=1))

    @property
    def back(self) -> str:
        """The way to the day that runs, or to all days; empty where the page is there."""
        if self.all or (self.day == self.asked.today and not self.asked.page.every):
            return ""
        return self._home()

    @property
    def back_words(self) -> Words:
        return _ALL if self.asked.page.every else w("回到今天", "Back to today")

    @property
    def begun(self) -> str:
        """The way to the day that closed last, while the day that runs has just begun and the reports of that one are
        still being filed: what there is to say is said of it. Empty at any other time, and of other days."""
        if self.all or self.day != self.asked.today or self.asked.page.own or not self.previous:
            return ""
        due_at = _last_due(self.day - timedelta(days=1))
        return self.previous if due_at is not None and clock.current().now() <= due_at else ""

    @property
    def chosen(self) -> str:
        """The day that was chosen, for the script that keeps it while one walks through pages of no day."""
        return "" if self.all or self.day == self.asked.today else self.day.isoformat()

    @property
    def closes_at(self) -> str:
        """When the day that runs closes, for the script that then says so; empty where another day is shown."""
        if self.all or self.day != self.asked.today:
            return ""
        return clock.local(self.asked.page.window(self.day)[1]).isoformat()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else the address says, for the form in which a day is typed."""
        query = self._request.GET
        names = [name for name in query if name not in OF_THE_DAY]
        return [(name, value) for name in names for value in query.getlist(name)]

    @property
    def month_open(self) -> bool:
        """Whether the calendar is being leafed through."""
        return bool(self._request.GET.get("month"))

    @property
    def month(self) -> Month:
        first = self._first_of_month()
        listed = calendar.Calendar().monthdatescalendar(first.year, first.month)
        return Month(
            text.pick(f"{first.year}年{first.month}月", f"{spans.MONTHS[first.month - 1]} {first.year}"),
            tuple(_WEEK.say().split()),
            [[self._calendar_day(each) if each.month == first.month else None for each in week] for week in listed],
            self._leaf(first - timedelta(days=1)),
            self._leaf(first + timedelta(days=31)),
        )

    def _calendar_day(self, day: date) -> CalendarDay:
        there = self.first <= day <= self.asked.last
        title = spans.day(*self.asked.page.window(day)).say() if there else ""
        return CalendarDay(
            day.day, self._to(day) if there else "", title, day == self.asked.day, day == self.asked.today
        )

    def _first_of_month(self) -> date:
        try:
            return clock.kept(date.fromisoformat(f"{self._request.GET.get('month', '')}-01"))
        except (ValueError, Refused):
            return self.day.replace(day=1)

    def _leaf(self, day: date) -> str:
        """The same page with the calendar open at another month; empty where no day of it can be opened."""
        first = day.replace(day=1)
        if first > self.asked.last or (first + timedelta(days=31)).replace(day=1) <= self.first:
            return ""
        query = self._request.GET.copy()
        query["month"] = f"{first:%Y-%m}"
        return f"{self._request.path}?{query.urlencode()}"

    def _to(self, day: date) -> str:
        """The page on a day; today's is the page as it opens by itself, so that it goes on with the days."""
        return moved(self._request, None if day == self.asked.today and not self.asked.page.every else day)

    def _home(self) -> str:
        return moved(self._request, None)


def _last_due(day: date) -> datetime | None:
    """By when the last of a day's reports is due; None where the playbook asks for none."""
    playbook = current()
    if playbook.ended_by(day) or day < playbook.meta.valid_from:
        return None
    levels = {kind.level for kind in playbook.unit_kinds if DAILY in kind.files and kind.level is not None}
    return max((playbook.due_at(level, day) for level in levels), default=None)


def until(href: str) -> str:
    """The last day that the page of an address can tell of; empty for one that speaks of no day."""
    page = _page_at(href) if "?" not in href and href.startswith("/") else None
    if page is None:
        return ""
    return (today_of(clock.current().now()) + timedelta(days=page.ahead)).isoformat()


def control_of(request: HttpRequest, since: date | None = None) -> DayControl | None:
    """The control for the page that a request opened; None where it speaks of no day. `since`: see `DayControl`."""
    asked = day_asked(request)
    return DayControl(request, asked, since) if asked else None


def keeping(request: HttpRequest) -> Callable[[str], str]:
    """What an address becomes where a day was chosen: a page of a day is opened on that day, any other as it is."""
    asked = day_asked(request)
    if asked is None or asked.day is None or asked.day == asked.today:
        return lambda href: href
    day, today = asked.day, asked.today

    def kept(href: str) -> str:
        page = _page_at(href) if "?" not in href and href.startswith("/") else None
        if page is None or day > today + timedelta(days=page.ahead):
            return href
        return f"{href}?day={day.isoformat()}"

    return kept


@lru_cache(maxsize=256)
def _page_at(path: str) -> OfADay | None:
    """What the page of an address speaks of; None for one that speaks of no day, or says it in its path."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return None if "day" in found.kwargs else getattr(found.func, "of_a_day", None)
