"""kernel · spans: a window of time as somebody on duty says it: "今晚 18:00—22:00", with its date when it is not near.

Said to somebody who reads it now, it is near: yesterday, today, tomorrow. What is kept or sent is read at any time, so
it has its date: leave `now` out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianfang.kernel import clock
from lianfang.kernel.words import Words, w

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Parts of a day: from which hour one begins, and the hour until which one may reach.
_PARTS = (("night", 0, 6), ("early", 5, 11), ("morning", 8, 13), ("afternoon", 12, 19), ("evening", 18, 24))
_NEAR: dict[tuple[int, str], Words] = {
    (-1, ""): w("昨天", "yesterday"),
    (-1, "night"): w("昨天凌晨", "yesterday before dawn"),
    (-1, "early"): w("昨早", "yesterday morning"),
    (-1, "morning"): w("昨天上午", "yesterday morning"),
    (-1, "afternoon"): w("昨天下午", "yesterday afternoon"),
    (-1, "evening"): w("昨晚", "last night"),
    (0, ""): w("今天", "today"),
    (0, "night"): w("今天凌晨", "today before dawn"),
    (0, "early"): w("今早", "this morning"),
    (0, "morning"): w("今天上午", "this morning"),
    (0, "afternoon"): w("今天下午", "this afternoon"),
    (0, "evening"): w("今晚", "tonight"),
    (1, ""): w("明天", "tomorrow"),
    (1, "night"): w("明天凌晨", "tomorrow before dawn"),
    (1, "early"): w("明早", "tomorrow morning"),
    (1, "morning"): w("明天上午", "tomorrow morning"),
    (1, "afternoon"): w("明天下午", "tomorrow afternoon"),
    (1, "evening"): w("明晚", "tomorrow evening"),
}
_SPAN = w("{day} {from}—{to}", "{day} {from}–{to}")
_OVER = w("{day} {from}—{until} {to}", "{day} {from} – {until} {to}")


def span(from_at: datetime, to_at: datetime, now: datetime | None = None) -> Words:
    """A window, by the clock of the duty room. `now`: when it is read, if it is read at once."""
    begins, ends = clock.local(from_at), clock.local(to_at)
    last = ends - timedelta(microseconds=1)  # a window that ends at midnight ends on the day that it fills
    if last.date() == begins.date():
        to = "24:00" if ends.date() != begins.date() else f"{ends:%H:%M}"
        part = _part(begins, last)
        return _SPAN.fill(**{"day": _day(begins.date(), now, part), "from": f"{begins:%H:%M}", "to": to})
    said = {"day": _day(begins.date(), now), "from": f"{begins:%H:%M}", "until": _day(ends.date(), now)}
    return _OVER.fill(**said, to=f"{ends:%H:%M}")


def dated(day: date) -> Words:
    """The date of a day of the calendar; in a further language in figures, which need no names of months."""
    return Words(f"{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]}", _Figures(day))


@dataclass(frozen=True, slots=True)
class _Figures:
    day: date

    def say(self, lang: str) -> str:
        return f"{self.day:%m-%d}"


def day(from_at: datetime, to_at: datetime) -> Words:
    """A day that runs from one moment to another; where that is the day of the calendar, its date says it all."""
    begins, ends = clock.local(from_at), clock.local(to_at)
    if begins.hour == begins.minute == 0:
        return dated(begins.date())
    return w("{day} {from} 至次日 {to}", "{day} {from} to {to} next day").fill(
        **{"day": dated(begins.date()), "from": f"{begins:%H:%M}", "to": f"{ends:%H:%M}"}
    )


def reporting_day(on: date) -> Words:
    """A reporting day by its window, never by its own date alone: that is only the day on which it closes."""
    window = clock.reporting_day(on)
    return day(window.from_at, window.to_at)


def _day(day: date, now: datetime | None, part: str = "") -> Words:
    if now is None:
        return dated(day)
    off = (day - clock.local(now).date()).days
    return _NEAR.get((off, part)) or dated(day)


def _part(begins: datetime, last: datetime) -> str:
    """The part of the day that holds both; none where the window reaches over several."""
    found = (name for name, first, until in reversed(_PARTS) if first <= begins.hour and last.hour < until)
    return next(found, "")
