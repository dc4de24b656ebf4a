"""tracing · the curve holds: as published, with its gaps, and read through an index."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from lianfang.areas.tracing import queries
from lianfang.areas.tracing.tests.conftest import NOW, SUPERIOR, TEAM, TODAY, figures, look, notice, record
from lianfang.ground.units import queries as units
from lianfang.kernel import scope
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.scope import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]


def _back(days: int) -> dict[str, Any]:
    return {"at": NOW - timedelta(days=days)}


def test_a_day_without_figures_is_a_gap_and_so_is_the_difference_after_it(system: Actor) -> None:
    record(system, figures(800, **_back(4)), figures(830, **_back(3)), figures(850, **_back(1)), figures(849))
    with scope.acting(TEAM):
        curve = queries.official_curve(TEAM, "650100", TODAY - timedelta(days=3), TODAY)
    told = [(day.day.day, day.published and day.published.confirmed, day.new_confirmed) for day in curve]
    assert told == [(7, 830, 30), (8, None, None), (9, 850, None), (10, 849, -1)]


def test_the_later_record_of_a_day_counts_and_exercises_do_not(system: Actor) -> None:
    first = figures(800, at=NOW - timedelta(hours=3))
    record(system, first, figures(801, at=NOW - timedelta(hours=2), unit="XJCG"), figures(999, exercise=True))
    record(system, figures(700, area="650200"))
    with scope.acting(SUPERIOR):
        (day,) = queries.official_curve(SUPERIOR, "650100", TODAY, TODAY)
        assert queries.areas(SUPERIOR) == ["650100", "650200"]
    assert getattr(day.published, "confirmed", None) == 801
    with scope.acting(TEAM):
        (day,) = queries.official_curve(TEAM, "650100", TODAY, TODAY)
    assert getattr(day.published, "entry", None) == first.id, "a figure outside the scope is not seen"


def test_a_figure_speaks_of_the_calendar_day_it_lies_on(system: Actor) -> None:
    """23:30 in the duty room belongs to the next reporting day, and still to its own calendar day."""
    record(system, figures(850, at=NOW - timedelta(hours=16)))
    with scope.acting(system):
        (day,) = queries.official_curve(system, "650100", date(2020, 8, 9), date(2020, 8, 9))
    assert day.published


def test_what_is_known_of_cases(system: Actor) -> None:
    record(system, look(subjects=["confirmed"]), notice(2, "suspected", unit="T161-LOG"))
    with scope.acting(TEAM):
        ((unit, known),) = queries.cases(TEAM, units.unit(TEAM, "T161"), TODAY)
    assert unit.code == "T161"
    assert [(case.code, case.measure.value, case.looked) for case in known] == [
        ("H5", 0, True),
        ("H6", 2, False),
        ("H7", None, False),
    ]
    assert known[0].measure.state is MeasureState.PARTIAL
    assert known[2].measure.state is MeasureState.NOT_REPORTED


def test_the_curve_is_read_through_its_index(system: Actor) -> None:
    record(system, *(figures(800 + n, **_back(n)) for n in range(20)))
    with scope.acting(TEAM), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"EXPLAIN {queries._CURVE}", {"area": "650100", "first": date(2020, 8, 1), "last": date(2020, 8, 10)}
        )
        assert "tracing_figures_curve" in "\n".join(row[0] for row in cursor.fetchall())
