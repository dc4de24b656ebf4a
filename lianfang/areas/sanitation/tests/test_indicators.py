"""sanitation · tests of indicators: E2 and E3 against places that the ground knows, the evidence of all three."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from lianfang.areas.sanitation.indicators import INDICATORS, SOURCES, places_for
from lianfang.areas.sanitation.kinds import RECORD, SEE
from lianfang.areas.sanitation.tests.said import cleared, done
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from tests.support import entries
from tests.support.entries import TODAY, window

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


def _measures(unit: str = "T161-PROP") -> dict[str, Any]:
    found: dict[str, Any] = {}
    with scope.acting(WORKER):
        for source in SOURCES:
            found |= entries.measured(source.sql, TODAY).get(unit, {})
    return {name: value for name, value in found.items() if name[0] == "e"}


def _at(place: str, **more: Any) -> Any:
    return done(unit="T161-PROP", place=f"C161-{place}", **more)


def test_the_disinfected_kinds_are_kinds_of_places() -> None:
    assert {"lift", "duty_room"} < places_for("sanitation.disinfection") <= set(PLACE_KINDS)


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
            evidence[indicator.code] = {row[0] for row in entries.rows(indicator.evidence, window(TODAY))}
    assert evidence == {"E1": {one.id for one in (good, bad, *mended)}, "E2": {bad.id}, "E3": {emptied.id}}


def test_a_day_is_found_through_its_index() -> None:
    with scope.acting(WORKER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = []
        for sql in (*(source.sql for source in SOURCES), *(each.evidence for each in INDICATORS)):
            cursor.execute("EXPLAIN " + sql, window(TODAY, low="XJCG/T161/", high="XJCG/T1610"))
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    assert all("Index" in plan and "Seq Scan" not in plan for plan in plans), plans
