"""screening · tests of who was not measured: named where the reader sees readings; who was erased is counted alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.screening import queries_lacking
from lianfang.areas.screening.tests.conftest import NOW, TEAM, TODAY, Ground, checked, over, record
from lianfang.ground.people import actions as people
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor, Held

pytestmark = pytest.mark.django_db
CREW = "XJCG/T161/T161-P01/T161-D01/"


def lacking(actor: Actor) -> list[tuple[int, int]]:
    with scope.acting(actor):
        found = queries_lacking.lacking(actor, TEAM, clock.reporting_day(TODAY), NOW)
    return [(each.count, len(each.names)) for each in found]


@pytest.fixture
def measured(ground: Ground) -> Ground:
    """One of three at the crew and one of four on the estate."""
    record(checked(ground, "T161-D01", 0), checked(ground, "C161", 0), actor=over())
    return ground


@pytest.mark.usefixtures("measured")
def test_readings_are_seen_where_the_verb_is_held() -> None:
    register = Held("editor", frozenset({"people.see"}), "T161", (TEAM,))
    crew = Held("officer", frozenset({"screening.see", "people.see"}), "T161-D01", (CREW,))
    assert lacking(over()) == [(5, 5)]
    assert lacking(Actor("tester", 7, (register, crew))) == [(2, 2)]
    assert lacking(Actor("tester", 7, (register,))) == []


def test_whoever_was_erased_since_is_counted_and_not_named(measured: Ground, system: Any) -> None:
    at = clock.FixedClock(NOW + timedelta(days=3))
    with scope.acting(system):
        people.erase_person(system, person=measured.people["C161"][1], at=at, origin=Origin.REPLAY)
    assert lacking(over()) == [(5, 4)]
