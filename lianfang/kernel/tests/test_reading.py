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


def test_what_parts_ask_next_goes_in_one_journey(whole: Actor, django_assert_num_queries: Any) -> None:
    def long_part() -> int:
        (first, *_) = reading.column(whole, _UNITS, **reading.under("X/"))
        return int(reading.value(whole, "SELECT total FROM test_day WHERE unit = %(unit)s", unit=first))

    def part_with_parts() -> tuple[list[Any], Any]:
        return reading.both(
            whole,
            lambda: reading.named_rows(whole, _UNITS, **reading.under("X/B/")),
            lambda: reading.row(whole, _UNITS, **reading.under("Z/")),
        )

    parts: list[Any] = [long_part, part_with_parts, lambda: "asks nothing", long_part]
    with scope.acting(whole), django_assert_num_queries(2):
        assert reading.in_step(whole, parts) == [3, ([{"unit": "B", "total": 9}], None), "asks nothing", 3]


def test_what_must_not_be_done_twice_is_done_once_at_the_end(whole: Actor) -> None:
    done: list[str] = []

    def writes() -> str:
        reading.column(whole, _UNITS, **reading.under("X/"))
        reading.in_earnest()
        done.append("noted")
        return "written"

    def raises() -> None:
        reading.column(whole, _UNITS, **reading.under("X/"))
        raise LookupError("as it was")

    with scope.acting(whole):
        assert reading.in_step(whole, [writes, lambda: reading.objects(whole, Entry).count()]) == ["written", 2]
        assert done == ["noted"]
        with pytest.raises(LookupError, match="as it was"):
            reading.in_step(whole, [raises])


def test_whatever_is_recorded_makes_everything_be_asked_anew(whole: Actor) -> None:
    with scope.acting(whole), reading.once():
        assert reading.value(whole, _UNITS, **reading.under("X/A/")) == "A"
        assert reading.row(whole, _UNITS, **reading.under("X/B/")) == ("B", 9)
        record(whole, draft(1, unit="B"))
        assert reading.row(whole, _UNITS, **reading.under("X/B/")) == ("B", 10)
        with reading.once():
            assert reading.row(whole, _UNITS, **reading.under("X/B/")) == ("B", 10)
