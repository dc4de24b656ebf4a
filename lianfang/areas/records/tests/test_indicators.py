"""records · tests of indicators: an index is of all its parts together, and divided by nothing it is not reported."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from lianfang.kernel import scope
from tests.support import entries
from tests.support.declared import DECLARED
from tests.support.entries import NOW, TODAY

pytestmark = pytest.mark.django_db
WORKER = entries.actor_with({verb for verbs in DECLARED.verbs.values() for verb in verbs}, login="worker")
RATE, DOSED, CASES = DECLARED.sources


def _check(samples: int, positive: int, *, dosed: bool = False, **more: Any) -> Any:
    data = {"samples": samples, "positive": positive, "water": "clear", "dosed": dosed} | ({"dose": 5} if dosed else {})
    return entries.draft("records.well_check", data, **{"place": "P1", "at": NOW - timedelta(hours=1)} | more)


def _of(sql: str, unit: str, code: str) -> tuple[Any, Any, Any]:
    with scope.acting(WORKER):
        row = entries.measured(sql, TODAY).get(unit)
    return (row[f"{code}_value"], row[f"{code}_checked"], row[f"{code}_expected"]) if row else (None, None, None)


def test_an_index_is_its_counter_over_the_other() -> None:
    entries.accepted(WORKER, _check(30, 1), _check(3, 2), _check(7, 7, unit="B"))
    assert _of(RATE.sql, "A", "v1") == (Decimal("9.1"), 33, None)
    assert _of(RATE.sql, "B", "v1") == (Decimal("100.0"), 7, None)
    with scope.acting(WORKER):
        assert RATE.codes == ("V1",)
        found = entries.rows(DECLARED.indicators[0].evidence_sql, entries.window(TODAY))
    assert len(found) == 3


def test_divided_by_nothing_it_is_not_reported_and_never_zero() -> None:
    one = _check(5, 0)
    entries.accepted(WORKER, one, entries.withdrawal(one), entries.draft("records.boat_count", {"boats": 1}))
    assert _of(RATE.sql, "A", "v1") == (None, None, None)
    assert _of(RATE.sql, "Z", "v1") == (None, None, None)


def test_a_counter_says_what_was_checked_beside_its_zero() -> None:
    entries.accepted(WORKER, _check(5, 0), _check(5, 1, dosed=True, place="P2"), _check(2, 0, unit="B"))
    # Nobody registered these places: of those that are to be looked at none was.
    assert _of(DOSED.sql, "A", "v2") == (1, 0, 0)
    assert _of(DOSED.sql, "B", "v2") == (0, 0, 0)
    assert _of(CASES.sql, "A", "v3") == (None, None, None)
