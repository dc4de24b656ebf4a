"""kernel · tests of reading: rows come for whoever acts, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from lianfang.kernel import reading, scope
from lianfang.kernel.models import Entry
from lianfang.kernel.scope import Actor
from lianfang.kernel.tests.conftest import actor_over, draft, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_tree")]
_UNITS = "SELECT unit, total FROM test_day WHERE path >= %(low)s AND path < %(high)s ORDER BY unit"


@pytest.fixture
def whole() -> Actor:
    """An actor over everything, with an entry in two units."""
    actor = actor_over("X/")
    record(actor, draft(3), draft(9, unit="B"))
    return actor


def test_rows_come_as_tuples_values_and_by_name(whole: Actor) -> None:
    with scope.acting(whole):
        assert reading.rows(whole, _UNITS, **reading.under("X/")) == [("A", 3), ("B", 9)]
        assert reading.named_rows(whole, _UNITS, **reading.under("X/B/")) == [{"unit": "B", "total": 9}]
        assert reading.row(whole, _UNITS, **reading.under("X/")) == ("A", 3)
        assert reading.column(whole, _UNITS, **reading.under("X/")) == ["A", "B"]
        assert reading.value(whole, _UNITS, **reading.under("X/")) == "A"
        assert reading.row(whole, _UNITS, **reading.under("Z/")) is None
        assert reading.value(whole, _UNITS, **reading.under("Z/")) is None
        assert reading.objects(whole, Entry).count() == 2


def test_a_page_of_many_parts_asks_the_same_once(whole: Actor, django_assert_num_queries: Any) -> None:
    with scope.acting(whole):
        with reading.once(), django_assert_num_queries(2):
            first = reading.rows(whole, _UNITS, **reading.under("X/"))
            first.clear()
            assert reading.rows(whole, _UNITS, **reading.under("X/")) == [("A", 3), ("B", 9)]
            assert reading.column(whole, _UNITS, **reading.under("X/B/")) == ["B"]
        record(whole, draft(1, unit="B"))
        assert reading.rows(whole, _UNITS, **reading.under("X/B/")) == [("B", 10)], "and nothing stays"
    with reading.once(), scope.acting(whole):
        reading.rows(whole, _UNITS, **reading.under("X/"))
        narrow = actor_over("X/B/")
        with scope.acting(narrow):
            assert reading.rows(narrow, _UNITS, **reading.under("X/")) == [("B", 10)], "to each their own"


def _objects(actor: Actor, statement: str, **named: Any) -> Any:
    return reading.objects(actor, Entry)


@pytest.mark.parametrize(
    "ask", [reading.rows, reading.row, reading.value, reading.column, reading.named_rows, _objects]
)  # fmt: skip
def test_nobody_is_answered_for_somebody_else(whole: Actor, ask: Any) -> None:
    narrow = actor_over("X/A/")
    with scope.acting(whole), pytest.raises(RuntimeError, match=r"inside scope\.acting"):
        ask(narrow, _UNITS, **reading.under("X/"))
    with scope.acting(narrow), pytest.raises(RuntimeError, match=r"inside scope\.acting"):
        ask(whole, _UNITS, **reading.under("X/"))
    with pytest.raises(scope.NoActor):
        ask(whole, _UNITS, **reading.under("X/"))
