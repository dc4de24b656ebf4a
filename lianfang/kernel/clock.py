"""kernel · clock: the time is handed in, so that a campaign can be replayed.

A clock answers one question, `now()`, with an aware datetime. The running system asks `current()`, which
follows the row in `kernel_clock` if there is one: real time mapped onto campaign time at a rate.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from lianfang.kernel import scope
from lianfang.kernel.ports import PORTS
from lianfang.kernel.problems import NOT_FOUND, Refused


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, aware."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own time, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands; a replay sets a new one for each act."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class CampaignClock:
    """Campaign time: `campaign_at` was shown at `real_at`, and passes `rate` times as fast."""

    real_at: datetime
    campaign_at: datetime
    rate: float = 1.0

    def now(self) -> datetime:
        return self.campaign_at + (datetime.now(UTC) - self.real_at) * self.rate


def of_the_house(at: Clock) -> bool:
    """Whether the clock is this installation's own, which the database knows too."""
    return isinstance(at, SystemClock | CampaignClock)


_handed: ContextVar[Clock | None] = ContextVar("lianfang_clock", default=None)
_known: tuple[float, Clock] | None = None
_KNOWN_FOR_SECONDS = 2.0  # how stale a process may be after the campaign's clock was set again


def current() -> Clock:
    """The clock handed in; else that of this installation: the campaign's if one was set, or the machine's."""
    global _known
    handed = _handed.get()
    if handed is not None:
        return handed
    if _known and time.monotonic() - _known[0] < _KNOWN_FOR_SECONDS:
        return _known[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT real_at, campaign_at, rate FROM kernel_clock")
        row = cursor.fetchone()
    _known = (time.monotonic(), CampaignClock(*row) if row else SystemClock())
    return _known[1]


def fresh() -> Clock:
    """As `current`, asked of the database again: for jobs, whose process may know the clock as it stood before."""
    forget()
    return current()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment` for everything that asks: for replays and tests."""
    mark = _handed.set(FixedClock(moment))
    try:
        yield
    finally:
        _handed.reset(mark)


def earlier(by: timedelta) -> datetime:
    """The moment that was now so much real time ago, as this installation's clock showed it then."""
    at = current()
    return at.now() - by * (at.rate if isinstance(at, CampaignClock) else 1.0)


def start_campaign(campaign_at: datetime, *, rate: float = 1.0) -> None:
    """From now on this installation lives at `campaign_at`, `rate` times as fast as the machine's clock."""
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute("SELECT kernel_set_clock(%s, %s)", (campaign_at, rate))
    forget()


def forget() -> None:
    """Drops what this process knows of the clock (after it was set, and between tests)."""
    global _known
    _known = None


def local(at: datetime) -> datetime:
    """The moment as the duty room's wall clock shows it."""
    return at.astimezone(zone())


def said(at: datetime) -> str:
    """The moment as a refusal says it: 08-10 16:40."""
    return local(at).strftime("%m-%d %H:%M")


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def nightly(hour: int, minute: int) -> str:
    """The cron of a job of each night at that time of the duty room's wall clock; the worker reads a cron in UTC."""
    at = datetime(2020, 1, 1, hour, minute, tzinfo=zone()).astimezone(UTC)
    return f"{at.minute} {at.hour} * * *"


@dataclass(frozen=True, slots=True)
class Day:
    """A reporting day: the window that closes on `date` at the playbook's hour (B1: D-1 16:00 → D 16:00)."""

    date: date
    from_at: datetime
    to_at: datetime


# No calendar here reaches further, and calculation with days still holds a long way beyond.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


def kept(day: date) -> date:
    """The day, if somebody can mean it here; every surface asks this of a day that came from outside.

    Raises `not_found`: of such a day there is nothing to show.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(NOT_FOUND)
    return day


def day_closes_at() -> timedelta:
    """The hour at which a reporting day closes, as a span after midnight: the same for the whole of a playbook."""
    return PORTS.day_closes_at()


def reporting_day(on: date) -> Day:
    """The window that closes on `on`."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=zone())
    to_at = midnight + day_closes_at()
    return Day(on, to_at - timedelta(days=1), to_at)


def day_of(at: datetime) -> Day:
    """The reporting day whose window holds the moment (from inclusive, to exclusive)."""
    shifted = local(at) - day_closes_at()
    return reporting_day(shifted.date() + timedelta(days=1))
