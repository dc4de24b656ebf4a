"""shell · text: words, figures and moments as they are said on a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from django.utils import timezone, translation
from django.utils.functional import lazy

from lianfang.kernel.spans import MONTHS
from lianfang.kernel.words import Words, said_in


def say(value: object) -> str:
    """Words in the language that is active now; anything else as it stands, nothing as the empty string."""
    return value.say() if isinstance(value, Words) else "" if value is None else str(value)


def language() -> str:
    """The language in which the page is being said."""
    return translation.get_language() or "zh-hans"


def pick(zh: str, en: str) -> str:
    """The one of two sayings that fits the language active now; for a further one what its catalogue has."""
    return said_in(language(), zh, en)


# For what Django wants once and says often (a field's label, a choice): said again in each reader's language.
later = lazy(pick, str)


def figure(value: int | float | Decimal | None) -> str:
    """A number with thousands separators, and without zeros that say nothing (12.50 → 12.5)."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{value:,}"


def percent(coverage: Decimal) -> str:
    """A coverage in per cent, one place, rounded down: 99.96 % is not everything."""
    return f"{(coverage * 100).quantize(Decimal('0.1'), ROUND_DOWN)}%"


def local(at: datetime) -> datetime:
    """The moment in the duty room's own time."""
    return timezone.localtime(at)


def moment(at: datetime | date, style: str = "") -> str:
    """`8月10日 16:40` / `10 Aug 16:40`; style `time`, `date`, `year` or `seconds` for less or more of it."""
    return said_here(local(at) if isinstance(at, datetime) else at, style)


def said_here(day: datetime | date, style: str = "") -> str:
    """The same of a moment that is in the duty room's own time already."""
    said = _dated(day, year=style == "year")
    if not isinstance(day, datetime) or style == "date":
        return said
    clock = f"{day:%H:%M:%S}" if style == "seconds" else f"{day:%H:%M}"
    return clock if style == "time" else f"{said} {clock}"


def _dated(day: date, *, year: bool) -> str:
    """A day; in a further language in figures, which need no names of months and stand the same in either direction."""
    lang = language()
    if lang.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"
    if lang.startswith("en"):
        return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if year else ''}"
    return f"{day:%Y-%m-%d}" if year else f"{day:%m-%d}"
