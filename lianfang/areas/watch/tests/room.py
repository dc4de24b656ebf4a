"""watch · tests' room: a unit with a watch, a leader and officers with logins, and short ways to act as them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.areas.watch import actions, policy
from lianfang.areas.watch.actions import Plan
from lianfang.areas.watch.rules import Shift
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2020, 8, 10)
UNIT = "T161"
PEOPLE = {
    "leader": (Role.COMMANDER, UNIT),
    "deputy": (Role.COMMANDER, UNIT),
    "one": (Role.OFFICER, UNIT),
    "two": (Role.OFFICER, UNIT),
    "three": (Role.OFFICER, UNIT),
    "clerk": (Role.REPORTER, UNIT),
    "other": (Role.OFFICER, "T161-LOG"),
    "bureau": (Role.SUPERIOR, "XJCG"),
    "checker": (Role.INSPECTOR, UNIT),
    "auditor": (Role.AUDITOR, UNIT),
    "stranger": (Role.OFFICER, "MANAN"),
}


def at(hour: int, minute: int = 0, *, day: int = 10, second: int = 0) -> datetime:
    """A moment in August 2020 on the wall's clock."""
    return datetime(2020, 8, day, hour, minute, second, tzinfo=ZONE)


def how(moment: datetime) -> Recording:
    return Recording(at=clock.FixedClock(moment), mint=ids.mint)


def actor(login: str) -> Actor:
    return access_queries.actor_of(User.objects.get(username=login))


@contextmanager
def acting(login: str) -> Iterator[Actor]:
    with scope.acting(actor(login)) as made:
        yield made


def shift(code: str, *, day: int = 10) -> Shift:
    return policy.shift_of(date(2020, 8, day), code)


def opened(moment: datetime | None = None, unit: str = UNIT) -> None:
    """The watch of the unit, open since the day before."""
    who = "leader" if unit == UNIT else "other"
    with acting(who) as one:
        actions.open_post(one, unit=unit, phone="0991-3300161", how=how(moment or at(9, day=9)))


def plan(
    code: str, leader: str | None, *officers: str, day: int = 10, moment: datetime | None = None, **more: Any
) -> None:
    """Says who stands a shift."""
    with acting("leader") as one:
        plans = [Plan(date(2020, 8, day), code, leader, officers)]
        actions.roster(one, unit=UNIT, plans=plans, how=how(moment or at(10, day=9)), **more)


def staffed() -> None:
    """The watch is open, and the shifts of the 9th's night, the 10th and the 11th's day have their people."""
    opened()
    plan("night", "deputy", "three", day=9)
    plan("day", "leader", "one")
    plan("night", "deputy", "two")
    plan("day", "leader", "three", day=11)


def logged(text: str, moment: datetime, *, by: str = "one", **more: Any) -> Any:
    with acting(by) as one:
        data = {"what": "call_in", "text": text, **more}
        return actions.write_log(one, unit=UNIT, data=data, how=how(moment))


DAY = timedelta(days=1)
