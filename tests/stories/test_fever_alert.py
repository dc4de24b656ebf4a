"""stories · a fever at a gate rings for the duty officer in the same second, and is quiet once it is taken up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.alerts import queries as alerts
from lianfang.areas.alerts.actions import look_around
from lianfang.areas.incidents import actions as incidents
from lianfang.areas.incidents import queries as known
from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.roles import Role
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import NOW, OPENED_AT
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: Any, system: Actor) -> Actor:
    with scope.acting(system):
        user = access.create_user(system, login="officer", unit="T161", title="值班员")
        access.give_grant(system, login="officer", role=Role.OFFICER, unit="T161", at=clock.FixedClock(OPENED_AT))
        gate = PlaceSpec("T161-LOG-GATE", "gate", "T161-LOG", "后勤大门", "Gate")
        places.open_places(system, [gate], at=clock.FixedClock(OPENED_AT))
    return access_queries.actor_of(user)


def passage(exercise: bool = False) -> None:
    data = {"direction": "in", "category": "visitor", "celsius": 37.9, "mask": True}
    with scope.acting(scope.system_actor()) as system:
        draft = Draft(
            id=ids.mint(NOW), kind="screening.gate_passage", unit="T161-LOG", occurred_at=NOW, data=data,
            place="T161-LOG-GATE", exercise=exercise,
        )  # fmt: skip
        (receipt,) = journal.record(system, [draft], origin=Origin.API, at=clock.FixedClock(NOW))
        assert receipt.problem is None, receipt.problem


def waiting(actor: Actor) -> list[tuple[str, str, bool]]:
    with scope.acting(actor):
        return [(each.words.zh, each.severity, each.exercise) for each in alerts.mine(actor, NOW)]


def test_a_fever_rings_at_once_and_is_quiet_once_taken_up(officer: Actor) -> None:
    passage()
    ((said, severity, exercise),) = waiting(officer)
    assert said.startswith("突发情况待受理：")
    assert (severity, exercise) == ("urgent", False)
    with scope.acting(officer):
        (proposed,) = known.unsettled()
        incidents.open_incident(
            officer, incident=proposed.id, how=Recording(clock.FixedClock(NOW + timedelta(minutes=2)))
        )
    assert waiting(officer) == []


def test_its_page_is_where_the_alert_leads(officer: Actor) -> None:
    passage()
    with scope.acting(officer):
        (row,) = alerts.listed(officer, alerts.Wanted(which="all"))
        (proposed,) = known.unsettled()
    assert row.href == proposed.href


def test_nobody_answers_and_it_climbs_as_one_alert(officer: Actor) -> None:
    passage()
    with scope.acting(scope.system_actor()) as system:
        for minute in (0.25, 5, 5.25, 15):
            look_around(system, now=NOW + timedelta(minutes=minute))
        found = [
            row for row in alerts.listed(system, alerts.Wanted(which="open")) if row.source.startswith("incidents.")
        ]
    assert [(row.role, row.owner_unit) for row in found] == [("superior", "XJCG")]
