"""tests · a duty for each incident that runs: its slots come with the acceptance and are fulfilled by its reports."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from lianfang.areas.duties import actions as duties
from lianfang.areas.incidents import actions as incidents
from lianfang.areas.incidents.tests.conftest import people  # noqa: F401
from lianfang.areas.incidents.tests.town import NOW, as_role, at, only, reading, say
from lianfang.ground.access.roles import Role
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.recording import Recording
from tests.support import entries

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
DAY = date(2020, 8, 11)  # the reading is made after 16:00 of the 10th
DUTY = {
    "duty": "first_report", "zh": "突发情况初报", "en": "First report of an incident", "role": "officer",
    "kind": "incidents.reported", "sort": "incident", "kinds": ["e01"], "days": "every", "because": "领导小组决定",
    "windows": [{"from_time": "16:00", "due_time": "20:00", "until_time": "15:00", "zh": "当日", "en": "of the day"}],
    "from_day": DAY,
}  # fmt: skip


def test_a_report_is_due_for_each_incident_that_runs(people: tuple[UUID, UUID]) -> None:  # noqa: F811
    duties.derive_day(DAY, NOW)
    with scope.acting(scope.system_actor()) as system:
        duties.set_duty(system, unit=units.unit(system, "T161"), data=DUTY, how=Recording(clock.FixedClock(NOW)))
    say(reading(people[0], 38.2))
    assert _slots() == [], "what is only proposed does not run yet"
    which = only().brief.id
    with as_role(Role.OFFICER) as officer:
        incidents.open_incident(officer, incident=which, how=Recording(at(2)))
    assert _slots() == [(str(which), "C161", None)]
    with as_role(Role.OFFICER) as officer:
        incidents.report(officer, incident=which, sort="initial", to="上级单位", how=Recording(at(30)))
    ((target, unit, entry),) = _slots()
    assert (target, unit) == (str(which), "C161")
    assert entry is not None
    assert rebuild.compare(connections["owner"]) == []


def _slots() -> list[tuple[Any, ...]]:
    with scope.acting(scope.system_actor()):
        return entries.rows("SELECT target, unit, entry FROM duties_slot WHERE duty = 'first_report'")
