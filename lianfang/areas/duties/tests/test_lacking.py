"""duties · tests of what is lacking: all of it is counted, of what the reader sees, and the first are named."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from lianfang.areas.duties import queries_lacking
from lianfang.areas.duties.tests.scene import DAY, at, derived
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.scope import Actor, Held, system_actor
from lianfang.kernel.shortfalls import NAMED, Shortfall

pytestmark = pytest.mark.django_db
LIFTS = 450
TEAM, PROPERTY = "XJCG/T161/", "XJCG/T161/T161-PROP/"


def lacking(actor: Actor, path: str = TEAM) -> list[Shortfall]:
    with scope.acting(actor):
        return queries_lacking.lacking(actor, path, clock.reporting_day(DAY), at(15, 40))


@pytest.fixture
def many(estate: Any) -> None:
    """A property company with more lifts than anybody wants to read, none of them disinfected today."""
    specs = [PlaceSpec(f"LIFT-{n:03}", "lift", "T161-PROP", f"电梯{n}", f"Lift {n}") for n in range(LIFTS)]
    with scope.acting(system_actor()) as system:
        places.open_places(system, specs, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT))
    derived()


@pytest.mark.usefixtures("many")
def test_all_are_counted_and_the_first_are_named() -> None:
    found = lacking(system_actor())
    rounds = [each for each in found if "消毒" in each.words.zh]
    with scope.acting(system_actor()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, count(*) FROM duties_slot WHERE day = %s AND duty = 'disinfection' AND entry IS NULL "
            "AND from_at <= %s AND due_at < %s GROUP BY number ORDER BY number",
            (DAY, at(15, 40), at(15, 40)),
        )
        missed = [count for _, count in cursor.fetchall()]
    assert missed
    assert missed[0] > LIFTS
    assert [each.count for each in rounds] == missed
    assert all(len(each.names) == NAMED for each in rounds)
    assert str(missed[0]) in rounds[0].words.zh


@pytest.mark.usefixtures("many")
def test_what_is_lacking_is_told_where_the_verb_is_held_and_nowhere_else() -> None:
    sees = Held("officer", frozenset({"duties.see"}), "T161-PROP", (PROPERTY,))
    elsewhere = Held("grid", frozenset({"screening.see"}), "T161", (TEAM,))
    everywhere = Held("officer", frozenset({"duties.see"}), "T161", (TEAM,))
    all_of_it = lacking(Actor("o", 9, (everywhere,)))
    part = lacking(Actor("p", 9, (sees, elsewhere)))
    assert part
    assert len(part) < len(all_of_it), "other duties are of units where the reader sees none"
    below = lacking(Actor("o", 9, (everywhere,)), PROPERTY)
    assert [(each.words, each.count) for each in part] == [(each.words, each.count) for each in below]
    assert lacking(Actor("q", 9, (elsewhere,))) == []
