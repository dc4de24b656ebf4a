"""shell · day asked: the one day that a page speaks of: the reporting day that runs now, unless its address names one.

A page of a day is marked `@of_a_day`. The frame then shows the control by which every such page is moved, and the ways
to other pages of a day keep the day that was chosen (decision 1005). What stands in an address may be typed in any way
that says one day; it is brought into one form, and what nobody can mean is refused with the way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lianfang.kernel import clock, reading, spans, typed
from lianfang.kernel.characters import plain_number
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.playbook import current
from lianfang.shell.problems import DAY_BEFORE, DAY_NOT_YET, DAY_UNCLEAR

View = Callable[..., HttpResponse]
_NEAR = {
    "今天": 0,
    "今日": 0,
    "today": 0,
    "昨天": -1,
    "昨日": -1,
    "yesterday": -1,
    "前天": -2,
    "明天": 1,
    "tomorrow": 1,
}
_NO_YEAR = re.compile(r"(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})[日号]?")
_ENGLISH = re.compile(r"(?P<d>\d{1,2})(?P<name>[a-z]{3})[a-z]*(?P<y>\d{4})?")
_LONGEST = 40
# What an address says of one day alone, and no other day may take over.
OF_THE_DAY = ("day", "month", "cursor")


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days that are no reporting days, such as those of a watch: which one runs, and from when to when one does."""

    today: Callable[[datetime], date]
    window: Callable[[date], tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class OfADay:
    """What a page speaks of. `ahead`: how many days that have not begun it can tell of; `every`: all days by default.

    `own`: it counts its days by another clock than the reports.
    """

    ahead: int = 0
    every: bool = False
    own: OwnDays | None = None

    def today(self, now: datetime) -> date:
        """The day that runs at `now`."""
        return self.own.today(now) if self.own else today_of(now)

    def window(self, day: date) -> tuple[datetime, datetime]:
        """From when to when a day runs."""
        if self.own:
            return self.own.window(day)
        of_report = clock.reporting_day(day)
        return of_report.from_at, of_report.to_at


@dataclass(frozen=True, slots=True)
class DayAsked:
    """The day of one request: `day` is None where a list shows all days. `named`: its address says which."""

    day: date | None
    today: date
    named: bool
    page: OfADay

    @property
    def last(self) -> date:
        """The last day of which the page can tell anything."""
        return self.today + timedelta(days=self.page.ahead)


def today_of(now: datetime) -> date:
    """The day that every page speaks of unless another is asked for: the reporting day that runs at `now`."""
    return clock.day_of(now).date


def of_a_day(view: View | None = None, *, ahead: int = 0, every: bool = False, own: OwnDays | None = None) -> Any:
    """Marks a view (called with request and actor) as a page of a day: `?day=`, or `<day:day>` in its address."""
    page = OfADay(ahead, every, own)

    def marked(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, actor: Actor, *args: Any, **named: Any) -> HttpResponse:
            found = _asked(request, actor, page, named.get("day"))
            onward = _in_one_form(request, found, named)
            if onward:
                return HttpResponseRedirect(onward)
            request.day_asked = found  # type: ignore[attr-defined]
            return view(request, actor, *args, **named)

        asked.of_a_day = page  # type: ignore[attr-defined]
        return asked

    return marked(view) if view else marked


def day_asked(request: HttpRequest) -> DayAsked | None:
    """The day of a page of a day; None on any other page."""
    found: DayAsked | None = getattr(request, "day_asked", None)
    return found


def read_day(said: str, today: date) -> date:
    """A day as somebody types it, also by name, or without its year: the newest that has come. Raises `Unclear`."""
    plain = plain_number(said).replace(" ", "").casefold()
    if plain in _NEAR:
        return today + timedelta(days=_NEAR[plain])
    if found := _ENGLISH.fullmatch(plain):
        months = [each.casefold() for each in spans.MONTHS]
        if found["name"] in months:
            month, day = months.index(found["name"]) + 1, int(found["d"])
            return typed.day(f"{found['y']}-{month}-{day}") if found["y"] else _newest(month, day, today, said)
    if found := _NO_YEAR.fullmatch(plain):
        return _newest(int(found["m"]), int(found["d"]), today, said)
    return typed.day(said)


def moved(request: HttpRequest, day: date | None) -> str:
    """The address of the same page on another day; without a day (None), as it opens by itself."""
    query = request.GET.copy()
    for name in OF_THE_DAY:
        query.pop(name, None)
    match, path = request.resolver_match, request.path
    if match is not None and "day" in match.kwargs:
        path = reverse(match.view_name, kwargs={**match.kwargs, "day": day or today_of(clock.current().now())})
    elif day is not None:
        query["day"] = day.isoformat()
    return f"{path}?{query.urlencode()}" if query else path


def _newest(month: int, day: int, today: date, said: str) -> date:
    """The newest day of that date that has come, or comes tomorrow."""
    for year in range(today.year + 1, today.year - 4, -1):  # four years: one of them has a 29 February
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + timedelta(days=1):
            return found
    raise typed.Unclear(typed.NOT_THERE, said)


def _asked(request: HttpRequest, actor: Actor, page: OfADay, in_path: date | None) -> DayAsked:
    today = page.today(clock.current().now())
    word = request.GET.get("day", "").strip()
    if not word and in_path is None:
        return DayAsked(None if page.every else today, today, False, page)
    try:
        day = read_day(word[:_LONGEST], today) if word else in_path
    except typed.Unclear as unclear:
        raise Refused(DAY_UNCLEAR, why=unclear.words) from None
    assert day is not None
    found = DayAsked(day, today, True, page)
    if day > found.last:
        raise Refused(DAY_NOT_YET, day=_dated(day), today=spans.day(*page.window(today)))
    _must_be_known(actor, day)
    return found


def _must_be_known(actor: Actor, day: date) -> None:
    """Raises `day_before` for a day before the playbook's first and before anything that is kept here."""
    first = current().meta.valid_from
    if day >= first:
        return
    kept = reading.row(actor, "SELECT min(day) FROM ledger_seal")
    if kept is None or kept[0] is None or day < kept[0]:
        raise Refused(DAY_BEFORE, day=_dated(day), first=_dated(min(first, kept[0]) if kept and kept[0] else first))


def _dated(day: date) -> Words:
    return Words(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {spans.MONTHS[day.month - 1]} {day.year}")


def _in_one_form(request: HttpRequest, found: DayAsked, named: dict[str, Any]) -> str:
    """The address with its day in one form, and in one place; empty where it is so already."""
    word = request.GET.get("day")
    if not word or request.method != "GET" or found.day is None:
        return ""
    if "day" in named:
        return moved(request, found.day)
    return "" if word == found.day.isoformat() else moved(request, found.day)
