"""units · tests: whatever is opened, moved and closed, paths and headcounts are those of the plainest calculation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.ground.people import actions as people
from lianfang.ground.testing import NOW
from lianfang.ground.units import actions, queries
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel.clock import FixedClock, day_of
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor, acting, prefix_range

CODES = ("A", "B", "C", "D", "E")
FIRST = day_of(NOW).date


@dataclass
class Model:
    """The tree as a child would keep it: for each unit, from which day it stood under which parent."""

    parents: dict[str, list[tuple[date, str]]] = field(default_factory=lambda: {code: [(FIRST, "R")] for code in CODES})

    def parent(self, code: str, day: date) -> str:
        return next(parent for since, parent in reversed(self.parents[code]) if since <= day)

    def path(self, code: str, day: date) -> str:
        steps: list[str] = [code]
        while steps[-1] != "R":
            steps.append(self.parent(steps[-1], day))
        return "/".join(reversed(steps)) + "/"


moves = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(("R", *CODES)), st.integers(1, 3)), min_size=1, max_size=8
)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_paths_and_headcounts_over_time(system: Actor, moves: list[tuple[str, str, int]]) -> None:
    with acting(system), transaction.atomic():
        model, today = Model(), FIRST
        offices = [UnitSpec(code, "office", "科", "Office", "R") for code in CODES]
        actions.open_units(system, [UnitSpec("R", "team", "根", "Root"), *offices], at=FixedClock(NOW))
        for code in CODES:
            people.register_person(system, unit=code, name="王", at=FixedClock(NOW))
        for code, parent, wait in moves:
            today += timedelta(days=wait)
            from_day = today + timedelta(days=1)
            under_itself = code in model.path(parent, from_day).split("/")
            assert _moved(system, code, parent, from_day) is not under_itself
            if not under_itself:
                model.parents[code].append((from_day, parent))
        _compare(system, model, [FIRST + timedelta(days=n) for n in range((today - FIRST).days + 3)])
        transaction.set_rollback(True)


def _moved(system: Actor, code: str, parent: str, from_day: date) -> bool:
    """Whether the unit was moved on the day before; it may be refused for standing under itself alone."""
    at = FixedClock(NOW + (from_day - timedelta(days=1) - FIRST))
    try:
        actions.move_unit(system, code=code, parent=parent, from_day=from_day, at=at)
    except Refused as refused:
        if refused.problem.code != "unit_under_itself":
            raise
        return False
    return True


def _compare(system: Actor, model: Model, days: list[date]) -> None:
    for day in days:
        paths = {code: model.path(code, day) for code in CODES}
        tree = {unit.code: unit for unit in queries.tree(system, "R", day=day)}
        assert {code: tree[code].path for code in CODES} == paths
        assert {code: tree[code].parent for code in CODES} == {code: model.parent(code, day) for code in CODES}
        for path in {"R/", *paths.values()}:
            low, high = prefix_range(path)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT unit, path, sum(delta) FROM people_headcount WHERE path >= %s AND path < %s AND day <= %s "
                    "GROUP BY unit, path HAVING sum(delta) <> 0",
                    (low, high, day),
                )
                assert {(unit, at, int(n)) for unit, at, n in cursor} == {
                    (code, at, 1) for code, at in paths.items() if at.startswith(path)
                }
