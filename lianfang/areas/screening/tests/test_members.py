"""screening · members: coverage is a set against a set, counted plainly over what was recorded.

Members of three units of a tree and people of no unit at all are measured anywhere; they move within a day, come onto
a register after their reading or long before it, are erased, and records are withdrawn. Whatever the order, the figures
are those of a plain count, and those of a rebuild.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.areas.screening.indicators import SOURCES
from lianfang.areas.screening.tests import plain_members
from lianfang.areas.screening.tests.conftest import NOW, TODAY, draft, over, record, withdrawal
from lianfang.ground.people import actions as people
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import actions as units_acts
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.measures import MeasureState, judged
from lianfang.kernel.scope import Actor, prefix_range
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db

TOP, PROJECT, CREW, LOG = "XJCG/T161/", "T161-P01", "T161-D01", "T161-LOG"
PATHS = {PROJECT: f"{TOP}T161-P01/", CREW: f"{TOP}T161-P01/T161-D01/", LOG: f"{TOP}T161-LOG/"}
ELSEWHERE = "MANAN"
UNITS = (PROJECT, CREW, LOG, ELSEWHERE)
_CODES = ("H1", "H2", "H3", "H8")
# Below which path whose figures add up: three levels, and the whole.
LEVELS = {CREW: (CREW,), PROJECT: (PROJECT, CREW), "T161": (PROJECT, CREW, LOG)}


def figures(path: str = TOP, actor: Actor | None = None, day: date = TODAY) -> dict[str, dict[str, tuple[Any, ...]]]:
    """By unit and code: (value, checked, expected, unsettled)."""
    window = clock.reporting_day(day)
    low, high = prefix_range(path)
    named = {"day": day, "from_at": window.from_at, "to_at": window.to_at, "low": low, "high": high}
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    with scope.acting(actor or over(path)), connection.cursor() as cursor:
        cursor.execute(SOURCES[0].sql, named)
        names = [column.name for column in cursor.description]
        for row in (dict(zip(names, row, strict=True)) for row in cursor.fetchall()):
            parts = ("value", "checked", "expected", "unsettled")
            found[row["unit"]] = {
                code: tuple(row.get(f"{code.lower()}_{part}", 0) for part in parts) for code in _CODES
            }
    return found


def measured(at_unit: str, who: UUID, celsius: float = 36.5, *, again: bool = False, **more: Any) -> Draft:
    data = {"celsius": celsius, "site": "forehead", "remeasure": again}
    return draft("temperature_check", data, unit=at_unit, person=who, **more)


def declared(at_unit: str, who: UUID, *symptoms: str, level: str | None = None, **more: Any) -> Draft:
    data = {"symptoms": list(symptoms), "from_risk_area": level is not None, "risk_level": level}
    return draft("health_declaration", data, unit=at_unit, person=who, **more)


def registered(system: Actor, unit: str, count: int, at: datetime = OPENED_AT) -> list[UUID]:
    specs = [people.PersonSpec(unit, f"李{unit[-1]}{n}") for n in range(count)]
    with scope.acting(system):
        return people.register_people(system, specs, at=clock.FixedClock(at), origin=Origin.REPLAY)


def state_of(said: tuple[Any, ...]) -> MeasureState:
    value, checked, expected, unsettled = said
    return judged(value, checked, expected, threshold=Decimal("0.98"), filed=True, unsettled=unsettled).state


@pytest.fixture
def project(tree: dict[str, str], system: Actor) -> list[UUID]:
    """Nine members of the project; seven of them were measured, and none had a fever."""
    nine = registered(system, PROJECT, 9)
    record(*(measured(PROJECT, who) for who in nine[:7]), actor=system)
    return nine


@pytest.mark.case(1)
def test_outsiders_do_not_hide_who_was_not_checked(project: list[UUID], system: Actor) -> None:
    crew = registered(system, CREW, 3)
    before = figures()[PROJECT]["H2"]
    assert (before, state_of(before)) == ((0, 7, 9, 0), MeasureState.ZERO_UNVERIFIED)
    record(*(measured(PROJECT, who) for who in crew), actor=system)
    after = figures()
    assert (after[PROJECT]["H1"], after[PROJECT]["H2"]) == ((9, 7, 9, 0), (0, 7, 9, 0))
    assert after[CREW]["H2"] == (0, 3, 3, 0), "they were checked, wherever that was"


def test_a_feverish_outsider_counts_where_he_was_found_and_keeps_his_own_unit_from_a_zero(
    project: list[UUID], system: Actor
) -> None:
    crew = registered(system, CREW, 2)
    record(*(measured(CREW, who) for who in crew), actor=system)
    record(measured(PROJECT, crew[0], 37.9), actor=system)
    found = figures()
    assert (found[PROJECT]["H2"], found[CREW]["H2"]) == ((0, 7, 9, 1), (0, 2, 2, 1)), "both zeros wait for the second"
    record(measured(PROJECT, crew[0], 38.1, again=True), actor=system)
    found = figures()
    assert (found[PROJECT]["H2"], found[CREW]["H2"]) == ((1, 7, 9, 0), (0, 2, 2, 1))
    assert state_of(found[CREW]["H2"]) is MeasureState.ZERO_UNVERIFIED
    assert sum(each["H2"][0] for each in found.values()) == 1
    record(measured(CREW, crew[0], 38.4, again=True), actor=system)
    found = figures()
    assert (found[PROJECT]["H2"], found[CREW]["H2"]) == ((0, 7, 9, 1), (1, 2, 2, 1)), "he still counts once"


def test_a_fever_of_nobodys_member_is_told_where_he_was_found(tree: dict[str, str], system: Actor) -> None:
    guest = registered(system, ELSEWHERE, 1)[0]
    record(measured(LOG, guest, 38.1, again=True), actor=system)
    assert figures()[LOG]["H2"] == (1, 0, None, 0)


def test_with_outsiders_alone_nothing_is_known_of_the_members(project: list[UUID], system: Actor) -> None:
    registered(system, LOG, 2)
    record(measured(LOG, project[0]), actor=system)
    assert (figures()[LOG]["H1"], figures()[LOG]["H2"]) == ((2, 0, 2, 0), (None, 0, 2, 0))


def test_symptoms_and_returns_count_once(project: list[UUID], system: Actor) -> None:
    one, two = registered(system, CREW, 2)
    abroad = declared(LOG, one, "cough", level="high"), declared(PROJECT, one, "cough")
    record(*abroad, declared(CREW, two), actor=system)
    found = figures()
    assert [sum(each[code][0] or 0 for each in found.values()) for code in ("H3", "H8")] == [1, 1]
    assert (found[CREW]["H3"][:3], found[CREW]["H8"][:3]) == ((0, 2, 2), (0, 2, 2))
    assert state_of(found[CREW]["H3"]) is state_of(found[CREW]["H8"]) is MeasureState.ZERO_UNVERIFIED
    record(declared(CREW, one, "cough"), actor=system)
    assert figures()[CREW]["H3"] == (1, 2, 2, 0)


def test_a_reading_from_before_the_registration_counts_once_he_is_a_member_on_that_day(
    tree: dict[str, str], system: Actor
) -> None:
    eve = NOW - timedelta(days=1)
    registered(system, LOG, 1)
    who = registered(system, LOG, 1, NOW - timedelta(hours=2))[0]
    record(measured(LOG, who, at=eve), actor=system)
    assert figures(day=TODAY - timedelta(days=1))[LOG]["H1"] == (1, 0, 1, 0)
    with scope.acting(system):
        people.change_membership(
            system, person=who, unit=LOG, counts=True, occurred_at=eve, at=clock.FixedClock(NOW), origin=Origin.REPLAY
        )
    assert figures(day=TODAY - timedelta(days=1))[LOG]["H1"] == (2, 1, 2, 0)


def test_each_level_is_seen_by_whoever_sees_only_it(project: list[UUID], system: Actor) -> None:
    crew = registered(system, CREW, 3)
    record(measured(LOG, crew[0]), measured(ELSEWHERE, crew[1]), actor=system)
    whole, own = figures(), figures(PATHS[CREW], over(PATHS[CREW]))
    assert own == {CREW: whole[CREW]}
    assert own[CREW]["H1"] == (3, 2, 3, 0), "what stands in another unit's log counts without being shown"


def test_a_unit_that_moves_takes_its_later_days_along(project: list[UUID], system: Actor) -> None:
    crew, at = registered(system, CREW, 2), clock.FixedClock(NOW - timedelta(days=2))
    with scope.acting(system):
        units_acts.move_unit(system, code=CREW, parent=LOG, from_day=TODAY, at=at, origin=Origin.REPLAY)
    record(measured(ELSEWHERE, crew[0]), measured(LOG, crew[1], at=NOW - timedelta(days=2)), actor=system)
    assert figures(PATHS[LOG])[CREW]["H1"] == (2, 1, 2, 0)
    assert figures(PATHS[PROJECT], day=TODAY - timedelta(days=2))[CREW]["H1"] == (2, 1, 2, 0)


@dataclass
class Story:
    """What is recorded, and the same told plainly: whose member each was since when, and which records stand."""

    system: Actor
    persons: list[UUID] = field(default_factory=list)
    said: dict[UUID, list[tuple[date, str, bool]]] = field(default_factory=lambda: defaultdict(list))
    erased: dict[UUID, date] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    gone: set[UUID] = field(default_factory=set)
    acts: int = 0

    def at(self) -> clock.FixedClock:
        """One act follows another."""
        self.acts += 1
        return clock.FixedClock(NOW - timedelta(minutes=30) + timedelta(seconds=self.acts))

    def home(self, who: UUID, day: date) -> str | None:
        """The unit that counts him on that day: the last word of a unit's day holds from it on."""
        if who in self.erased and day >= self.erased[who]:
            return None
        told = sorted(self.said[who], key=lambda each: each[0])
        last = {unit: member for since, unit, member in told if since <= day}
        return next((unit for unit, member in last.items() if member), None)

    def on(self, day: date, kind: str) -> list[Draft]:
        """The records of that kind that stand for a day."""
        stand = [one for one in self.drafts if one.kind == f"screening.{kind}" and one.id not in self.gone]
        return [one for one in stand if clock.day_of(one.occurred_at).date == day]


def _register(story: Story, unit: str, hours: int) -> None:
    at = NOW - timedelta(hours=hours)
    with scope.acting(story.system):
        who = people.register_person(
            story.system, unit=unit, name="李某", occurred_at=at, at=story.at(), origin=Origin.REPLAY
        )
    story.persons.append(who)
    story.said[who].append((clock.day_of(at).date, unit, True))


def _move(story: Story, number: int, unit: str) -> None:
    who, today = story.persons[number % len(story.persons)], TODAY
    home = story.home(who, today)
    if home in (None, unit):
        return
    with scope.acting(story.system):
        people.transfer_person(
            story.system, person=who, from_unit=str(home), to_unit=unit, at=story.at(), origin=Origin.REPLAY
        )
    story.said[who] += [(today, str(home), False), (today, unit, True)]


def _erase(story: Story, number: int) -> None:
    who = story.persons[number % len(story.persons)]
    if story.home(who, TODAY) is None:
        return
    with scope.acting(story.system):
        people.erase_person(story.system, person=who, at=story.at(), origin=Origin.REPLAY)
    story.erased[who] = TODAY


def _say(story: Story, number: int, make: Callable[[UUID], Draft]) -> None:
    who = story.persons[number % len(story.persons)]
    if who not in story.erased:
        story.drafts.append(make(who))
        assert all(each.holds for each in record(story.drafts[-1], actor=story.system))


def _withdraw(story: Story, number: int) -> None:
    standing_ = [one for one in story.drafts if one.id not in story.gone]
    if standing_:
        one = standing_[number % len(standing_)]
        story.gone.add(one.id)
        assert all(each.holds for each in record(withdrawal(one), actor=story.system))


_UNIT, _NUMBER = st.sampled_from(UNITS), st.integers(0, 5)
_HOURS = st.integers(1, 40)  # today, and the day before
_STEP = st.one_of(
    st.tuples(st.just("register"), _UNIT, _HOURS),
    st.tuples(st.just("move"), _NUMBER, _UNIT),
    st.tuples(st.just("erase"), _NUMBER),
    st.tuples(st.just("withdraw"), _NUMBER),
    *[st.tuples(st.just("measure"), _NUMBER, _UNIT, _HOURS, st.sampled_from([36.5, 37.1, 37.3, 38.4]), st.booleans())]
    * 3,
    *[st.tuples(st.just("declare"), _NUMBER, _UNIT, _HOURS, st.booleans(), st.booleans())] * 2,
)


def _tell(story: Story, step: tuple[Any, ...]) -> None:
    match step:
        case ("register", unit, hours):
            _register(story, unit, hours)
        case ("move", number, unit):
            _move(story, number, unit)
        case ("erase", number):
            _erase(story, number)
        case ("withdraw", number):
            _withdraw(story, number)
        case ("measure", number, unit, hours, celsius, again):
            at = NOW - timedelta(hours=hours)
            _say(story, number, lambda who: measured(unit, who, celsius, again=again, at=at))
        case ("declare", number, unit, hours, ill, back):
            at, symptoms = NOW - timedelta(hours=hours), ("cough",) if ill else ()
            level = "high" if back else None
            _say(story, number, lambda who: declared(unit, who, *symptoms, level=level, at=at))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEP, max_size=14))
def test_figures_are_those_of_a_plain_count(tree: dict[str, str], system: Actor, steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        story = Story(system)
        for unit in (CREW, LOG, ELSEWHERE):
            _register(story, unit, 30)
        for step in steps:
            _tell(story, step)
        for day in (TODAY, TODAY - timedelta(days=1)):
            found = figures(day=day)
            assert found == plain_members.figures(
                {who: story.home(who, day) for who in story.persons},
                story.on(day, "temperature_check"),
                story.on(day, "health_declaration"),
                (PROJECT, CREW, LOG),
            )
            for inside in LEVELS.values():
                _counts_nobody_twice(story, day, {unit: found[unit] for unit in inside if unit in found})
        transaction.set_rollback(True)


def _counts_nobody_twice(story: Story, day: date, found: dict[str, dict[str, tuple[Any, ...]]]) -> None:
    """At this level as many are checked as there are members of it who were, and no more."""
    checked = {one.person for one in story.on(day, "temperature_check")}
    members = {who for who in story.persons if story.home(who, day) in found}
    assert sum(each["H1"][1] for each in found.values()) == len(checked & members)
    assert sum(each["H1"][2] or 0 for each in found.values()) == len(members)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference(tree: dict[str, str], system: Actor, superuser_conn: Any) -> None:
    story = Story(system)
    for step in (
        ("register", CREW, 30), ("register", LOG, 30), ("register", ELSEWHERE, 30),
        ("measure", 0, LOG, 3, 38.4, True), ("measure", 1, LOG, 4, 36.5, False),
        ("measure", 2, PROJECT, 30, 37.3, True), ("declare", 0, LOG, 3, True, True),
        ("declare", 1, CREW, 3, True, False), ("move", 0, PROJECT), ("measure", 0, CREW, 2, 37.4, True),
        ("withdraw", 1), ("erase", 1), ("register", PROJECT, 35), ("measure", 3, CREW, 2, 37.4, False),
    ):  # fmt: skip
        _tell(story, step)
    assert rebuild.compare(connections["owner"]) == []
    superuser_conn.execute("UPDATE screening_members_day SET checked = checked + 1 WHERE unit = 'T161-P01'")
    superuser_conn.execute("UPDATE screening_member_seen SET checked_here = NOT checked_here")
    found = [each.table for each in rebuild.compare(connections["owner"])]
    assert found == ["screening_member_seen", "screening_members_day"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_who_record_at_once_count_everybody_once(tree: dict[str, str], system: Actor) -> None:
    """One person measured by two units, two persons found feverish by one, and a move: all in the same moment."""
    first, second = registered(system, CREW, 2)

    def moves() -> None:
        with scope.acting(system):
            people.transfer_person(
                system, person=second, from_unit=CREW, to_unit=LOG, at=clock.FixedClock(NOW), origin=Origin.REPLAY
            )

    drafts = [
        *(measured(unit, first) for unit in (CREW, LOG, PROJECT)),
        *(measured(LOG, who, 38.1, again=True) for who in (first, second)),
        declared(LOG, second, "cough"),
    ]
    works = [lambda one=one: record(one, actor=system) for one in drafts]
    failed = [each for each in at_once(*works, moves) if isinstance(each, Exception)]
    assert not failed
    found = figures()
    assert (found[CREW]["H1"], found[LOG]["H1"]) == ((1, 1, 1, 0), (1, 1, 1, 0))
    assert (found[CREW]["H2"][0], found[LOG]["H2"][0], found[LOG]["H3"][0]) == (0, 2, 1)
    assert rebuild.compare(connections["owner"]) == []
