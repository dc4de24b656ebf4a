"""incidents · tests of a day's events: all of them are told, in few questions, to whoever sees events there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianfang.areas.incidents import actions, queries_day
from lianfang.areas.incidents.tests.town import NOW, UNIT, actor, as_role
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, scope
from lianfang.kernel.occurrences import Occurrence
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor, Held

pytestmark = pytest.mark.django_db
EVENTS = 230
TEAM, ESTATE = "XJCG/T161/", "XJCG/T161/C161/"


def of_day(who: Actor) -> list[Occurrence]:
    day = clock.day_of(NOW)
    with scope.acting(who):
        return queries_day.of_day(who, TEAM, day, NOW + timedelta(hours=1))


@pytest.mark.usefixtures("people")
def test_a_days_events_are_told_all_of_them() -> None:
    moments = [NOW + timedelta(seconds=n) for n in range(EVENTS)]
    with as_role(Role.OFFICER, UNIT) as officer:
        for at in moments:
            how = Recording(clock.FixedClock(at))
            actions.propose(officer, unit=UNIT, code="E01", occurred_at=at, known_at=at, how=how)
    commander = actor(Role.COMMANDER, "T161")
    with CaptureQueriesContext(connection) as asked:
        found = of_day(commander)
    assert [each.at for each in found] == moments, "the oldest first, and none is left out"
    assert len(asked) < 15


@pytest.mark.usefixtures("people")
def test_events_are_told_where_the_verb_is_held() -> None:
    with as_role(Role.OFFICER, UNIT) as officer:
        actions.propose(
            officer, unit=UNIT, code="E01", occurred_at=NOW, known_at=NOW, how=Recording(clock.FixedClock(NOW))
        )
    sees = Held("officer", frozenset({"incidents.see"}), "T161-LOG", (f"{TEAM}T161-LOG/",))
    wide = Held("editor", frozenset({"people.see"}), "T161", (TEAM,))
    there = Held("officer", frozenset({"incidents.see"}), UNIT, (ESTATE,))
    assert of_day(Actor("p", 9, (wide, sees))) == []
    assert len(of_day(Actor("p", 9, (wide, there)))) == 1
