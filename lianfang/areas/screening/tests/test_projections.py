"""screening · projections hold: whatever the order of arrival, a day's figures are those of a plain count."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.areas.screening.models import ScreeningDay
from lianfang.areas.screening.payloads import WATCHED_FROM_CELSIUS
from lianfang.areas.screening.rules import Reading, Standing, standing
from lianfang.areas.screening.tests.conftest import NOW, actor_over, draft, person, reading, record, withdrawal
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("small_tree")]

_FEVER = Decimal("37.3")
_CELSIUS = st.sampled_from([36.4, 36.9, 37.0, 37.2, 37.3, 38.5])
_FIELDS = [field.name for field in ScreeningDay._meta.fields if field.name not in ("id", "path", "changed_at")]


@st.composite
def entries(pick: Any) -> Draft:
    """One entry of any kind, of one of three people, at one of two units, within three days."""
    at = NOW - timedelta(minutes=30 * pick(st.integers(0, 100)))
    common = {"at": at, "unit": pick(st.sampled_from(["D1", "C"])), "exercise": pick(st.integers(0, 9)) == 0}
    who = person(pick(st.integers(1, 3)))
    match pick(st.sampled_from(["reading", "reading", "reading", "declaration", "passage", "call"])):
        case "reading":
            data = {"celsius": pick(_CELSIUS), "site": "ear", "remeasure": pick(st.booleans())}
            return draft("temperature_check", data, person=who, **common)
        case "declaration":
            level = pick(st.sampled_from([None, "low", "mid", "high"]))
            data = {"symptoms": pick(st.sampled_from([[], ["cough"]])), "from_risk_area": level is not None}
            return draft("health_declaration", {**data, "risk_level": level}, person=who, **common)
        case "passage":
            data = {"direction": pick(st.sampled_from(["in", "out"])), "mask": True}
            data["category"] = pick(st.sampled_from(["resident", "visitor", "vehicle"]))
            data["celsius"] = pick(st.none() | _CELSIUS)
            return draft("gate_passage", data, place=pick(st.sampled_from(["G1", "G2"])), **common)
        case _:
            present, excused, lost = (pick(st.integers(0, 3)) for _ in range(3))
            data = {"listed": present + excused + lost, "present": present, "excused": excused, "unexplained": lost}
            return draft("roll_call", data, **common)


@st.composite
def histories(pick: Any) -> list[Draft]:
    """Some entries, some of them corrected or withdrawn, in any order and repeated at will."""
    made: list[Draft] = []
    for one in pick(st.lists(entries(), min_size=1, max_size=10)):
        made.append(one)
        match pick(st.integers(0, 4)):
            case 0:
                made.append(withdrawal(one))
            case 1:
                later = {"at": one.occurred_at - timedelta(hours=pick(st.integers(0, 20))), "unit": one.unit}
                kept = {"person": one.person, "place": one.place, "exercise": one.exercise}
                kind = one.kind.partition(".")[2]
                made.append(draft(kind, one.data, **later, **kept, corrects=one.id, reason="时间有误"))
    return pick(st.permutations(made + pick(st.lists(st.sampled_from(made), max_size=3))))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), cuts=st.lists(st.sampled_from([1, 1, 1, 2, 5]), max_size=20))
def test_a_day_is_a_function_of_the_set_of_entries(history: list[Draft], cuts: list[int]) -> None:
    with transaction.atomic():
        rest = list(history)
        for cut in [*cuts, len(rest)]:
            batch, rest = rest[:cut], rest[cut:]
            if batch:
                assert all(receipt.holds for receipt in record(*batch))
        with scope.acting(actor_over()):
            found = {(row["unit"], row["day"]): row for row in ScreeningDay.objects.values(*_FIELDS)}
        expected = {key: {"unit": key[0], "day": key[1], **figures} for key, figures in _counted(history).items()}
        assert found == expected
        transaction.set_rollback(True)


def _counted(history: list[Draft]) -> dict[Any, dict[str, Any]]:
    """The days' figures, counted in the plainest way."""
    unique: dict[UUID, Draft] = {one.id: one for one in history}
    gone = {one.corrects for one in unique.values()}
    days: dict[Any, dict[str, list[Draft]]] = defaultdict(lambda: defaultdict(list))
    for one in unique.values():
        if one.kind != WITHDRAWAL and not one.exercise:  # a drill leaves no row at all
            of_day = days[one.unit, clock.day_of(one.occurred_at).date]
            if one.id not in gone:
                of_day[one.kind.partition(".")[2]].append(one)
    return {
        key: {
            **_checked(of_day["temperature_check"]),
            **_declared(of_day["health_declaration"]),
            **_passed(of_day["gate_passage"]),
            **_called(of_day["roll_call"]),
        }
        for key, of_day in days.items()
    }


def _checked(checks: list[Draft]) -> dict[str, Any]:
    by_person: dict[UUID, list[Draft]] = defaultdict(list)
    for one in checks:
        by_person[one.person].append(one)  # type: ignore[index]
    single, again = [], []
    for _, own in sorted(by_person.items()):
        second = [one for one in own if one.data["remeasure"]]
        last = max((one.occurred_at for one in second), default=None)
        open_ = [one for one in own if not one.data["remeasure"] and (last is None or one.occurred_at > last)]
        peaks = [max((Decimal(str(o.data["celsius"])) for o in some), default=None) for some in (open_, second)]
        if any(peak is not None and peak >= WATCHED_FROM_CELSIUS for peak in peaks):
            single.append(peaks[0])
            again.append(peaks[1])
    return {
        "checks": len(checks) or None,
        "people_checked": len(by_person) or None,
        "warm_single": single or None,
        "warm_again": again or None,
    }


def _declared(said: list[Draft]) -> dict[str, Any]:
    ill = {one.person for one in said if one.data["symptoms"]}
    back = {one.person for one in said if one.data["risk_level"] in ("mid", "high")}
    return {
        "people_declared": len({one.person for one in said}) or None,
        "people_symptomatic": len(ill) if said else None,
        "people_returned": len(back) if said else None,
    }


def _passed(log: list[Draft]) -> dict[str, Any]:
    inward = [one.data for one in log if one.data["direction"] == "in"]
    people = [data for data in inward if data["category"] != "vehicle"]
    measured = sorted(Decimal(str(data["celsius"])) for data in inward if data["celsius"] is not None)
    return {
        "passages": len(log) or None,
        "passages_in": len(people) if log else None,
        "measured_in": sum(data["celsius"] is not None for data in people) if log else None,
        "warm_in": [celsius for celsius in measured if celsius >= WATCHED_FROM_CELSIUS] or None,
        "outsiders_in": sum(data["category"] in ("visitor", "vendor", "vehicle") for data in inward) if log else None,
    }


def _called(calls: list[Draft]) -> dict[str, Any]:
    last = max(calls, key=lambda one: (one.occurred_at, one.id)).data if calls else {}
    return {name: last.get(name) for name in ("listed", "present", "excused", "unexplained")}


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 6), _CELSIUS, st.booleans()), max_size=6))
def test_the_kept_peaks_tell_the_same_as_the_rule(said: list[tuple[int, float, bool]]) -> None:
    """What the day keeps of a person (two peaks) is enough to tell fever from awaiting, as the rule reads it."""
    checks = [reading(c, again=again, at=NOW - timedelta(minutes=10 * back)) for back, c, again in said]
    kept = _checked(checks)
    single, again = (kept["warm_single"] or [None])[0], (kept["warm_again"] or [None])[0]
    fever = again is not None and again >= _FEVER
    awaiting = single is not None and single >= _FEVER and not fever
    told = standing(
        (Reading(c.occurred_at, Decimal(str(c.data["celsius"])), c.data["remeasure"]) for c in checks), _FEVER
    )
    assert (told is Standing.FEVER, told is Standing.AWAITING) == (fever, awaiting)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference(superuser_conn: Any) -> None:
    first = reading(38.0)
    record(first, reading(37.9, again=True), reading(36.4, 2), reading(39.0, 3, exercise=True))
    record(
        draft("temperature_check", {**first.data, "celsius": 36.8}, person=person(1), corrects=first.id, reason="读错")
    )
    record(draft("gate_passage", {"direction": "in", "category": "resident", "mask": True}, place="G1", unit="C"))
    assert rebuild.compare(connections["owner"]) == []
    superuser_conn.execute("UPDATE screening_day SET warm_again = NULL WHERE unit = 'D1'")
    assert [each.table for each in rebuild.compare(connections["owner"])] == ["screening_day"]


def test_a_day_of_exercises_counts_nobody() -> None:
    record(reading(39.0, exercise=True), reading(39.0, again=True, exercise=True))
    with scope.acting(actor_over()):
        assert not ScreeningDay.objects.exists()


def test_the_day_of_a_unit_is_found_by_an_index() -> None:
    record(*(reading(36.5, who) for who in range(1, 40)))
    with scope.acting(actor_over()), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT * FROM screening_temperature_check r "
            "WHERE r.unit = 'D1' AND r.day = '2020-08-10' AND r.superseded_at IS NULL"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "screening_check_person" in plan
