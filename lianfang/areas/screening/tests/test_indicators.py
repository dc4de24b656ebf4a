"""screening · indicators hold: values with what was checked and expected, and no zero out of nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.areas.screening import queries
from lianfang.areas.screening.indicators import INDICATORS, SOURCES
from lianfang.areas.screening.rules import Reading, Standing, standing
from lianfang.areas.screening.tests.conftest import (
    NOW,
    TEAM,
    TODAY,
    Ground,
    checked,
    draft,
    over,
    passed,
    record,
    withdrawal,
)
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.measures import MeasureState, judged
from lianfang.kernel.scope import Actor, prefix_range

pytestmark = pytest.mark.django_db

_ESTATE_SHIFTS = 6
_BY_CODE = {each.code: each for each in INDICATORS}


def _parameters(path: str = TEAM) -> dict[str, Any]:
    low, high = prefix_range(path)
    window = clock.reporting_day(TODAY)
    return {"day": TODAY, "from_at": window.from_at, "to_at": window.to_at, "low": low, "high": high}


def _figures(actor: Actor | None = None, path: str = TEAM) -> dict[str, dict[str, tuple[Any, Any, Any]]]:
    """By unit and code: (value, checked, expected); H2, H3 and H8 have a fourth, what is unsettled."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    with scope.acting(actor or over()), connection.cursor() as cursor:
        for source in SOURCES:
            cursor.execute(source.sql, _parameters(path))
            names = [column.name for column in cursor.description]
            for row in (dict(zip(names, row, strict=True)) for row in cursor.fetchall()):
                for code in source.codes:
                    parts = ["value", "checked", "expected", *(["unsettled"] if code in source.unsettled else [])]
                    found[row["unit"]][code] = tuple(row[f"{code.lower()}_{part}"] for part in parts)
    return found


def _evidence(code: str, path: str = TEAM) -> set[Any]:
    with scope.acting(over()), connection.cursor() as cursor:
        cursor.execute(_BY_CODE[code].evidence_sql, _parameters(path))
        return {row[0] for row in cursor.fetchall()}


def test_where_nothing_was_recorded_nothing_is_zero(ground: Ground) -> None:
    figures = _figures()
    assert set(figures) == {Ground.CREW, Ground.LOG, Ground.ESTATE}
    assert figures[Ground.CREW] == {
        "H1": (3, 0, 3), "H2": (None, 0, 3, 0), "H3": (None, 0, 3, 0), "H4": (None, 0, 3), "H8": (None, 0, 3, 0),
        "R4": (None, None, None),
    }  # fmt: skip
    assert figures[Ground.ESTATE]["G1"] == (None, 0, _ESTATE_SHIFTS)
    assert figures[Ground.ESTATE]["G2"][0] is None
    assert figures[Ground.ESTATE]["G3"] == (None, 0, _ESTATE_SHIFTS)


def test_people_are_counted_once_however_often_they_are_measured(ground: Ground, system: Actor) -> None:
    record(*(checked(ground, Ground.CREW, 0, at=NOW - timedelta(hours=n)) for n in range(1, 6)), actor=system)
    record(checked(ground, Ground.CREW, 1), checked(ground, Ground.LOG, 0), actor=system)
    assert _figures()[Ground.CREW]["H1"] == (3, 2, 3)
    assert _figures()[Ground.LOG]["H1"] == (2, 1, 2)


def test_a_single_high_reading_is_no_fever_and_keeps_the_zero_open(ground: Ground, system: Actor) -> None:
    everybody = [checked(ground, Ground.CREW, n, 36.4, at=NOW - timedelta(hours=3)) for n in range(3)]
    high = checked(ground, Ground.CREW, 0, 37.6, at=NOW - timedelta(hours=2))
    record(*everybody, high, actor=system)
    value, done, due, unsettled = _figures()[Ground.CREW]["H2"]
    assert (value, done, due, unsettled) == (0, 3, 3, 1)
    measure = judged(value, done, due, threshold=Decimal("0.98"), filed=True, unsettled=unsettled)
    assert measure.state is MeasureState.ZERO_UNVERIFIED
    assert _evidence("H2") == {high.id}

    normal = checked(ground, Ground.CREW, 0, 36.8, again=True)
    record(normal, actor=system)
    assert _figures()[Ground.CREW]["H2"] == (0, 3, 3, 0)
    record(withdrawal(normal), checked(ground, Ground.CREW, 0, 37.4, again=True), actor=system)
    assert _figures()[Ground.CREW]["H2"] == (1, 3, 3, 0)


def test_the_entries_behind_a_zero_are_the_checks_that_say_so(ground: Ground, system: Actor) -> None:
    normal = checked(ground, Ground.CREW, 0)
    record(normal, checked(ground, Ground.CREW, 1, 39.0, exercise=True), actor=system)
    assert _evidence("H1") == _evidence("H2") == {normal.id}
    assert _evidence("H3") == _evidence("H8") == set()


def test_declarations(ground: Ground, system: Actor) -> None:
    def said(who: int, symptoms: list[str], level: str | None = None) -> Draft:
        data = {"symptoms": symptoms, "from_risk_area": level is not None, "risk_level": level}
        return draft("health_declaration", data, unit=Ground.LOG, person=ground.people[Ground.LOG][who])

    well, ill, low, back = said(0, []), said(0, ["cough"]), said(1, [], "low"), said(1, [], "high")
    record(well, low, actor=system)
    assert (_figures()[Ground.LOG]["H3"], _figures()[Ground.LOG]["H8"]) == ((0, 2, 2, 0), (0, 2, 2, 0))
    record(ill, back, actor=system)
    assert (_figures()[Ground.LOG]["H3"], _figures()[Ground.LOG]["H8"]) == ((1, 2, 2, 0), (1, 2, 2, 0))
    assert (_evidence("H3"), _evidence("H8")) == ({ill.id}, {back.id})


def test_the_last_roll_call_of_the_day_counts(ground: Ground, system: Actor) -> None:
    def called(present: int, lost: int, hours_ago: int) -> Draft:
        data = {"listed": present + lost, "present": present, "excused": 0, "unexplained": lost}
        return draft("roll_call", data, unit=Ground.CREW, at=NOW - timedelta(hours=hours_ago))

    evening = called(3, 0, 1)
    record(evening, called(2, 1, 5), actor=system)
    assert _figures()[Ground.CREW]["H4"] == (0, 3, 3)
    record(withdrawal(evening), actor=system)
    assert _figures()[Ground.CREW]["H4"] == (1, 3, 3)


def test_whoever_is_listed_beyond_the_register_makes_nothing_more_expected(ground: Ground, system: Actor) -> None:
    data = {"listed": 9, "present": 8, "excused": 0, "unexplained": 1}
    record(draft("roll_call", data, unit=Ground.CREW), draft("roll_call", data, unit="T161-PROP"), actor=system)
    assert _figures()[Ground.CREW]["H4"] == (1, 3, 3)
    assert _figures()["T161-PROP"]["H4"] == (1, 9, 9), "without a register the list is all there is"


def test_returned_to_work_is_what_the_roll_call_says_of_the_register(ground: Ground, system: Actor) -> None:
    def called(unit: str, present: int, excused: int) -> Draft:
        data = {"listed": present + excused, "present": present, "excused": excused, "unexplained": 0}
        return draft("roll_call", data, unit=unit)

    assert _figures()[Ground.LOG]["R4"] == (None, 0, 2)
    record(said := called(Ground.LOG, 0, 1), called(Ground.ESTATE, 3, 1), actor=system)
    record(unknown := called("T161-PROP", 7, 0), actor=system)
    found = {unit: figures["R4"] for unit, figures in _figures().items() if "R4" in figures}
    assert found[Ground.LOG] == (0, 1, 2), "one of the two was not on the list"
    assert found[Ground.ESTATE] == (None, None, None), "the form does not ask the estate"
    assert found["T161-PROP"] == (7, 7, None), "without a register nobody knows how many there are"
    assert {said.id, unknown.id} <= _evidence("R4")


def test_gates(ground: Ground, system: Actor) -> None:
    record(
        passed(ground),
        passed(ground, who="vendor", celsius=None),
        passed(ground, way="out", who="staff", celsius=38.0),
        hot := passed(ground, who="visitor", celsius=37.3, at=NOW - timedelta(hours=9)),
        lorry := passed(ground, 1, who="vehicle", celsius=None),
        actor=system,
    )
    figures = _figures()[Ground.ESTATE]
    assert figures["G1"] == (5, 3, _ESTATE_SHIFTS)
    assert figures["G2"] == (1, 2, 3)
    assert figures["G3"] == (3, 3, _ESTATE_SHIFTS)
    assert _evidence("G2") == {hot.id}
    assert lorry.id in _evidence("G3")


def test_with_nobody_coming_in_a_gate_knows_of_no_fever_and_of_no_zero(ground: Ground, system: Actor) -> None:
    record(passed(ground, way="out"), actor=system)
    assert _figures()[Ground.ESTATE]["G2"] == (None, 0, 0)


def test_a_unit_without_a_register_has_nobody_to_cover(tree: dict[str, str], ground: Ground, system: Actor) -> None:
    """People may be measured by another unit than their own: they count at their own, and nowhere twice."""
    stranger = draft(
        "temperature_check", {"celsius": 36.5, "site": "ear"}, unit="T161-PROP", person=ground.people[Ground.LOG][0]
    )
    record(stranger, actor=system)
    assert not {"H1", "H2", "H3", "H8"} & _figures()["T161-PROP"].keys()
    assert _figures()[Ground.LOG]["H1"] == (2, 1, 2)
    assert _evidence("H1") == {stranger.id}
    assert _evidence("H1", "XJCG/T161/T161-PROP/") == set()


def test_nobody_sees_the_figures_of_another_branch(ground: Ground, system: Actor) -> None:
    record(checked(ground, Ground.CREW, 0), checked(ground, Ground.LOG, 0), actor=system)
    assert set(_figures(over("XJCG/T161/T161-LOG/"))) == {Ground.LOG}
    assert _figures(over("MANAN/")) == {}


@st.composite
def days(pick: Any) -> list[tuple[str, int, float, bool, int, bool]]:
    """Some readings: unit, which of its people, °C, whether a second one, hours ago, whether an exercise."""
    return [
        (
            pick(st.sampled_from([Ground.CREW, Ground.LOG])),
            pick(st.integers(0, 1)),
            pick(st.sampled_from([36.5, 37.1, 37.3, 38.4])),
            pick(st.booleans()),
            pick(st.integers(1, 30)),
            pick(st.integers(0, 5)) == 0,
        )
        for _ in range(pick(st.integers(0, 10)))
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=days())
def test_fevers_are_those_of_a_plain_count(ground: Ground, system: Actor, said: list[Any]) -> None:
    drafts = [
        checked(ground, unit, who, celsius, again=again, at=NOW - timedelta(hours=hours), exercise=exercise)
        for unit, who, celsius, again, hours, exercise in said
    ]
    with transaction.atomic():
        record(*drafts, actor=system)
        figures = _figures()
        with scope.acting(over()) as actor:
            high = queries.high_readings(actor, units.unit(actor, "T161", day=TODAY), TODAY)
        transaction.set_rollback(True)
    for unit, due in ((Ground.CREW, 3), (Ground.LOG, 2)):
        readings: dict[Any, list[Reading]] = defaultdict(list)
        for one in drafts:
            if one.unit == unit and not one.exercise and clock.day_of(one.occurred_at).date == TODAY:
                celsius, again = one.data["celsius"], one.data["remeasure"]
                readings[one.person].append(Reading(one.occurred_at, Decimal(str(celsius)), again))
        stand = {who: standing(each, Decimal("37.3")) for who, each in readings.items()}
        told = list(stand.values())
        value = told.count(Standing.FEVER) if told else None
        assert figures[unit]["H1"] == (due, len(told), due)
        assert figures[unit]["H2"] == (value, len(told), due, told.count(Standing.AWAITING))
        assert {one.person: one.fever for one in high if one.unit == unit} == {
            who: each is Standing.FEVER for who, each in stand.items() if each in (Standing.FEVER, Standing.AWAITING)
        }


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: each.codes[0])
def test_a_day_is_read_through_an_index(ground: Ground, system: Actor, source: Any) -> None:
    record(checked(ground, Ground.CREW, 0), passed(ground), actor=system)
    with scope.acting(over()), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {source.sql}", _parameters())
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "screening_d_day" in plan
    assert "Seq Scan on screening_day" not in plan
