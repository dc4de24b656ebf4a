"""incidents · tests' town: a gate, a person and a duty officer on 10 August, and short ways to say what happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from lianfang.areas.incidents import actions, queries
from lianfang.areas.incidents.queries import Incident
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT, enlist
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft, Receipt
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

NOW = datetime(2020, 8, 10, 8, 40, tzinfo=OPENED_AT.tzinfo)  # 16:40 on the wall
GATE, UNIT = "C161-GATE1", "C161"


def at(minutes: int) -> clock.FixedClock:
    """The clock so many minutes after the first reading."""
    return clock.FixedClock(NOW + timedelta(minutes=minutes))


def actor(role: Role, unit: str = "T161") -> Actor:
    """Somebody who holds a role over a unit."""
    login = f"{role}-{unit.lower()}"
    users = get_user_model().objects
    if not users.filter(username=login).exists():
        enlist(scope.system_actor(), {login: (role, unit)})
    return access_queries.actor_of(users.get(username=login))


@contextmanager
def as_role(role: Role, unit: str = "T161") -> Iterator[Actor]:
    """What follows is done by somebody with that role."""
    who = actor(role, unit)
    with scope.acting(who):
        yield who


def reading(person: UUID, celsius: float, *, minutes: int = 0, remeasure: bool = False, **more: Any) -> Draft:
    """A temperature at the gate."""
    moment = NOW + timedelta(minutes=minutes)
    given = {"unit": UNIT, "place": GATE, **more}
    return Draft(
        id=given.pop("id", None) or ids.mint(moment), kind="screening.temperature_check", person=person,
        occurred_at=moment, data={"celsius": celsius, "site": "forehead", "remeasure": remeasure}, **given,
    )  # fmt: skip


def say(*drafts: Draft, minutes: int = 0) -> list[Receipt]:
    """Records as the grid worker of the estate does, from a phone."""
    with as_role(Role.GRID, UNIT) as grid:
        found = journal.record(grid, drafts, origin=Origin.FIELD, at=at(minutes))
    for each in found:
        assert each.holds, each.problem and (str(each.problem), each.problem.faults)
    return found


def withdrawal(of: Draft, *, minutes: int = 0) -> Draft:
    """That reading taken back."""
    return Draft(
        id=ids.mint(NOW + timedelta(minutes=minutes)), kind=WITHDRAWAL, unit=of.unit, occurred_at=of.occurred_at,
        data={}, corrects=of.id, reason="误录", exercise=of.exercise,
    )  # fmt: skip


def listed(*, exercise: bool = False, minutes: int = 0) -> list[Incident]:
    """Every incident there is, newest known first, with its acts."""
    with scope.acting(scope.system_actor()) as system:
        found = queries.listed(system, queries.Asked(exercise=exercise))
        return [queries.incident(system, each.id, now=at(minutes).at) for each in found]


def only(**how: Any) -> Incident:
    """The one incident that there is."""
    (found,) = listed(**how)
    return found


ANSWERS: dict[str, dict[str, str]] = {
    "transfer": {"choice": "ambulance"}, "result": {"choice": "negative"}, "review": {"text": "用时均在限内"},
}  # fmt: skip


def finish(which: UUID, *, minutes: int = 20) -> None:
    """Everything that is left but the last step, by the officer."""
    with as_role(Role.OFFICER) as officer:
        for number, each in enumerate(queries.incident(officer, which, now=at(minutes).at).steps):
            if not each.settled and not each.step.closes:
                code = each.step.code
                actions.do_step(
                    officer, incident=which, step=code, how=Recording(at(minutes + number)), **ANSWERS.get(code, {})
                )  # type: ignore[arg-type]
