"""screening · tests of who was not measured: named where the reader sees readings; who was erased is counted alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.screening import queries_lacking
from lianfang.areas.screening.tests.conftest import NOW, TEAM, TODAY, Ground, checked, draft, over, record
from lianfang.ground.people import actions as people
from lianfang.ground.people.masking import Purpose
from lianfang.kernel import clock, scope
from lianfang.kernel.coverage import Asked
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, Held
from lianfang.kernel.shortfalls import Shortfall
from lianfang.kernel.words import Words
from lianfang.shell.missing import telling
from lianfang.shell.missing.telling import open_things

pytestmark = pytest.mark.django_db
BY_UNIT = ("一六一队小区 3", "一号井队 2", "后勤 2")
CREW = "XJCG/T161/T161-P01/T161-D01/"


def told(actor: Actor) -> list[Shortfall]:
    with scope.acting(actor):
        return queries_lacking.lacking(actor, TEAM, clock.reporting_day(TODAY), NOW)


def lacking(actor: Actor) -> list[tuple[int, tuple[str, ...]]]:
    """Who was not measured: how many, and what stands for their names."""
    with scope.acting(actor):
        found = open_things(actor, TEAM, clock.reporting_day(TODAY), NOW, codes=["H1"])
    return [
        (each.count, tuple(name.zh if isinstance(name, Words) else name for name in each.names))
        for each in found
        if each.people
    ]


@pytest.fixture
def measured(ground: Ground) -> Ground:
    """One of three at the crew and one of four on the estate."""
    record(checked(ground, "T161-D01", 0), checked(ground, "C161", 0), actor=over())
    return ground


@pytest.mark.usefixtures("measured")
def test_readings_are_seen_where_the_verb_is_held() -> None:
    register = Held("editor", frozenset({"people.see"}), "T161", (TEAM,))
    crew = Held("officer", frozenset({"screening.see", "people.see"}), "T161-D01", (CREW,))
    assert lacking(over()) == [(7, BY_UNIT)], "two more at a unit where nobody was measured"
    assert lacking(Actor("tester", 7, (register, crew))) == [(2, ("一号井队 2",))]
    assert lacking(Actor("tester", 7, (register,))) == []


def test_whoever_was_erased_since_is_counted_and_not_named(measured: Ground, system: Any) -> None:
    at = clock.FixedClock(NOW + timedelta(days=3))
    with scope.acting(system):
        people.erase_person(system, person=measured.people["C161"][1], at=at, origin=Origin.REPLAY)
    assert lacking(over()) == [(7, BY_UNIT)]


def test_own_people_are_named_and_those_below_another_unit_are_counted(measured: Ground, system: Any) -> None:
    """Where it is work with one's own people; and all of a unit by number where one of them was erased since."""
    verbs = frozenset({"screening.see", "people.see", "people.identify"})
    own = Actor("tester", 7, (Held("officer", verbs, "T161-D01", (TEAM,)),))

    def named() -> list[str]:
        with scope.acting(own):
            asked = Asked(TEAM, clock.reporting_day(TODAY), NOW)
            found = telling.lacking(own, asked, [("H1", REGISTRY.coverages()["H1"])], "T161", purpose=Purpose.WORK)
        assert sum(found["H1"].each) == found["H1"].count == 7
        return [str(name.zh if isinstance(name, Words) else name) for name in found["H1"].names]

    assert sorted(named()) == sorted(["李1（一号井队）", "李2（一号井队）", "一六一队小区 3", "后勤 2"])
    with scope.acting(system):
        at = clock.FixedClock(NOW + timedelta(days=3))
        people.erase_person(system, person=measured.people["T161-D01"][1], at=at, origin=Origin.REPLAY)
    assert sorted(named()) == sorted(["一号井队 2", "一六一队小区 3", "后勤 2"])


def called(ground: Ground, unit: str, absent: list[int], unexplained: int, *, hours: int = 1) -> Draft:
    """A roll call that names some of those who are missing."""
    persons = [str(ground.people[unit][each]) for each in absent]
    data = {"listed": 9, "present": 9 - unexplained, "excused": 0, "unexplained": unexplained}
    more = {"unexplained_persons": persons} if persons else {}
    return draft("roll_call", data | more, unit=unit, at=NOW - timedelta(hours=hours))


def test_whom_the_last_roll_call_names_as_absent_is_told_by_name(ground: Ground, system: Any) -> None:
    morning = called(ground, "C161", [0], 1, hours=5)
    record(morning, called(ground, "C161", [1, 2], 3), called(ground, "T161-LOG", [], 2), actor=system)
    crew = Held("officer", frozenset({"screening.see", "people.see"}), "T161-D01", (CREW,))
    assert told(Actor("tester", 7, (crew,))) == []
    (found,) = told(over())
    assert (found.words.zh, found.count) == ("点名缺勤不明 5 人", 5)
    assert [each.zh for each in found.names if isinstance(each, Words)] == [
        "2 人（一六一队小区）", "1 人未记姓名（一六一队小区）", "2 人未记姓名（后勤）",
    ], "of whoever is not told by name, how many"  # fmt: skip
    assert found.each == (2, 1, 2)
    with scope.acting(system):
        at = clock.FixedClock(NOW + timedelta(days=3))
        people.erase_person(system, person=ground.people["C161"][1], at=at, origin=Origin.REPLAY)
    (found,) = told(over())
    assert (found.count, found.each) == (5, (1, 1, 2)), "whoever was erased is counted and not named"
