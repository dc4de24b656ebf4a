"""sanitation · tests of indicators: E2 and E3 against the slots of the duties in force, the evidence of all three."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection

from lianfang.areas.sanitation import queries
from lianfang.areas.sanitation.indicators import INDICATORS, SOURCES
from lianfang.areas.sanitation.kinds import RECORD, SEE
from lianfang.areas.sanitation.tests.said import cleared, done
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import w
from tests.support import entries, slots
from tests.support.entries import NOW, TODAY, window

pytestmark = pytest.mark.django_db

WORKER = entries.actor_with({RECORD, SEE}, login="property")
_OPENED = (
    ("LIFT1", "lift"),
    ("COR", "corridor"),
    ("WASTE1", "waste_point"),
    ("WASTE2", "waste_point"),
    ("WH", "warehouse"),
)


@pytest.fixture(autouse=True)
def estate(tree: dict[str, str], system: Any) -> None:
    """Four places of the property company that are disinfected, and a store that is not."""
    specs = [PlaceSpec(f"C161-{code}", kind, "T161-PROP", f"地点{code}", f"Place {code}") for code, kind in _OPENED]
    with scope.acting(system):
        places.open_places(system, specs, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT + timedelta(hours=1)))
    slots.derived(TODAY)


def _measures(unit: str = "T161-PROP", day: date = TODAY) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with scope.acting(WORKER):
        for source in SOURCES:
            found |= entries.measured(source.sql, day).get(unit, {})
    return {name: value for name, value in found.items() if name[0] == "e"}


def _at(place: str, **more: Any) -> Any:
    return done(unit="T161-PROP", place=f"C161-{place}", **more)


def test_nothing_recorded_is_not_zero_and_what_is_due_is_known() -> None:
    assert _measures() == {
        "e2_value": None, "e2_checked": None, "e2_expected": 0,
        "e3_value": None, "e3_checked": None, "e3_expected": 2,
    }  # fmt: skip


def test_place_rounds_are_counted_once_and_doses_where_they_can_be_judged() -> None:
    entries.accepted(
        WORKER,
        _at("LIFT1", round=1),
        _at("LIFT1", round=1, object="touch_points"),
        _at("LIFT1", round=2, contact_minutes=5),
        _at("COR", round=1, object="surface", agent="other"),
        cleared(unit="T161-PROP", place="C161-WASTE1", overflow=True),
        cleared(unit="T161-PROP", place="C161-WASTE1"),
    )
    assert _measures() == {
        "e2_value": 1, "e2_checked": 2, "e2_expected": 3,
        "e3_value": 1, "e3_checked": 1, "e3_expected": 2,
    }  # fmt: skip


def test_the_evidence_of_each_figure_is_entries_that_stand() -> None:
    good, bad, again = _at("LIFT1", round=1), _at("LIFT1", round=2, contact_minutes=5), _at("COR", round=1)
    mended = [_at("COR", round=2, contact_minutes=1), _at("COR", round=2)]
    emptied, exercise = cleared(unit="T161-PROP", place="C161-WASTE1"), _at("COR", exercise=True)
    entries.accepted(WORKER, good, bad, again, *mended, emptied, exercise, entries.withdrawal(again))
    evidence = {}
    with scope.acting(WORKER):
        for indicator in INDICATORS:
            evidence[indicator.code] = {row[0] for row in entries.rows(indicator.evidence_sql, window(TODAY))}
    assert evidence == {"E1": {one.id for one in (good, bad, *mended)}, "E2": {bad.id}, "E3": {emptied.id}}


def test_what_was_taken_back_is_unknown_and_not_zero_and_an_exercise_never_counts() -> None:
    one = _at("LIFT1", round=1, contact_minutes=5)
    entries.accepted(WORKER, one, entries.withdrawal(one), _at("COR", round=1, contact_minutes=5, exercise=True))
    found = _measures()
    assert (found["e2_value"], found["e2_checked"], found["e2_expected"]) == (None, None, 0)


_OTHER = ((time(6), time(10), time(12), w("早间", "morning")), (time(12), time(18), time(22), w("午后", "afternoon")))


def test_a_round_done_again_in_its_window_is_in_range_whatever_the_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    slots.by_windows(monkeypatch, "disinfection", _OTHER, TODAY, TODAY + timedelta(days=1))
    morning = NOW - timedelta(hours=5)  # 10:40, and done again at 11:20
    afternoon = NOW - timedelta(minutes=40)  # 15:00, and done again at 16:30, after the close
    entries.accepted(
        WORKER,
        _at("LIFT1", at=morning, contact_minutes=5),
        _at("LIFT1", at=morning + timedelta(minutes=40)),
        _at("LIFT1", at=afternoon, contact_minutes=5),
        _at("LIFT1", at=afternoon + timedelta(minutes=90)),
        still := _at("COR", at=afternoon, contact_minutes=5),
        at=NOW + timedelta(hours=2),
    )
    found = _measures()
    assert (found["e2_value"], found["e2_checked"], found["e2_expected"]) == (1, 3, 3)
    with scope.acting(WORKER):
        (bad,) = queries.never_kept(WORKER, [units.unit(WORKER, "T161-PROP")], TODAY)
    assert (bad.entry, bad.place, bad.number) == (still.id, "C161-COR", 2)
    after = _measures(day=TODAY + timedelta(days=1))
    assert (after["e2_value"], after["e2_expected"]) == (None, 0), "what was done after the close belongs to its window"


def test_as_many_rounds_are_judged_as_the_slots_say_were_done(monkeypatch: pytest.MonkeyPatch) -> None:
    slots.by_windows(monkeypatch, "disinfection", _OTHER, TODAY)
    hours = (1, 2, 5, 6, 18)  # 14:40 and 13:40; 10:40 and 9:40; 21:40, when nothing is due
    entries.accepted(WORKER, *(_at("LIFT1", at=NOW - timedelta(hours=each)) for each in hours[:4]))
    by_slots = next(each for each in REGISTRY.sources() if "E1" in each.codes)
    with scope.acting(WORKER):
        done_by_slots = entries.measured(by_slots.sql, TODAY)["T161-PROP"]["e1_value"]
    assert done_by_slots == _measures()["e2_expected"] == 2
    entries.accepted(WORKER, _at("LIFT1", at=NOW - timedelta(hours=hours[4]), contact_minutes=5))
    found = _measures()
    assert (found["e2_value"], found["e2_expected"]) == (1, 3), "a wrong dose counts also where nothing was due"


def test_a_waste_point_that_was_excused_is_not_expected() -> None:
    slots.excused("T161-PROP", "waste_clearance", TODAY, "C161-WASTE2")
    assert _measures()["e3_expected"] == 1
    entries.accepted(WORKER, cleared(unit="T161-PROP", place="C161-WASTE2"))
    found = _measures()
    assert (found["e3_value"], found["e3_expected"]) == (1, 2), "what was done all the same counts on both sides"


def test_what_is_cleared_where_nothing_is_due_hides_no_point_that_was_left() -> None:
    entries.accepted(WORKER, *(cleared(unit="T161-PROP", place=f"C161-{each}") for each in ("WASTE1", "LIFT1")))
    found = _measures()
    assert (found["e3_value"], found["e3_checked"], found["e3_expected"]) == (2, 1, 2)


def test_a_day_is_found_through_its_index() -> None:
    with scope.acting(WORKER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = []
        for sql in (*(source.sql for source in SOURCES), *(each.evidence_sql for each in INDICATORS)):
            cursor.execute("EXPLAIN " + sql, window(TODAY, low="XJCG/T161/", high="XJCG/T1610"))
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    assert all("Index" in plan and "Seq Scan" not in plan for plan in plans), plans
