"""shell · text: words, figures and moments as they are said on a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from django.utils import timezone, translation
from django.utils.functional import lazy

from lianfang.kernel.words import Words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say(value: object) -> str:
    """Words in the language that is active now; anything else as it stands, nothing as the empty string."""
    return value.say() if isinstance(value, Words) else "" if value is None else str(value)


def english() -> bool:
    """Whether the page is being said in English."""
    return (translation.get_language() or "zh-hans").startswith("en")


def pick(zh: str, en: str) -> str:
    """The one of two sayings that fits the language active now."""
    return en if english() else zh


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
    day = local(at) if isinstance(at, datetime) else at
    month = f"{day.day} {_MONTHS[day.month - 1]}" if english() else f"{day.month}月{day.day}日"
    if style == "year":
        month = f"{month} {day.year}" if english() else f"{day.year}年{month}"
    if not isinstance(day, datetime) or style == "date":
        return month
    clock = f"{day:%H:%M:%S}" if style == "seconds" else f"{day:%H:%M}"
    return clock if style == "time" else f"{month} {clock}"
