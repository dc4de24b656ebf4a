"""supplies · tests of balances: whatever the order of arrival, they are what the entries say and a rebuild gives."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.supplies.kinds import KINDS
from lianfang.areas.supplies.payloads import lot_key
from lianfang.areas.supplies.projections import balances
from lianfang.areas.supplies.tests import moves
from lianfang.areas.supplies.tests.moves import KEEPER, OFFICER, count, issue, receipt
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from tests.support import entries, histories
from tests.support.entries import NOW, SLOW, correction, withdrawal

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
_CODES = [kind.code for kind in KINDS]
_LEAVE = {
    "supplies.issue": {}, "supplies.disposal": {"why": "expired"}, "supplies.return": {},
    "supplies.loss": {"note": "找不到"}, "supplies.transfer": {"to_unit": "B"},
}  # fmt: skip
_MAKE = ["supplies.receipt", "supplies.stocktake", "supplies.stocktake", *_LEAVE]
_LOTS = ["L-1", "l1", "Ｌ２", "L 2"]


def _data(pick: Any, kind: str, lot: str) -> dict[str, Any]:
    field = "counted" if kind == "supplies.stocktake" else "quantity"
    data = {"item": "mask", "lot": lot, field: pick(st.integers(1, 20)), "quantity_unit": "个", **_LEAVE.get(kind, {})}
    if kind == "supplies.receipt" and pick(st.booleans()):
        data["expires_on"] = pick(st.sampled_from(["2020-08-01", "2020-09-01", "2021-01-01"]))
    return data


@st.composite
def movements(pick: Any) -> list[Draft]:
    """Movements and counts of two lots, each written in two ways, over days: some corrected (also onto the other lot)
    or withdrawn, some counts approved; shuffled."""
    made: list[Draft] = []
    for _ in range(pick(st.integers(1, 9))):
        kind, lot = pick(st.sampled_from(_MAKE)), pick(st.sampled_from(_LOTS))
        # Whole hours, so that moments of different entries often coincide.
        at = NOW - timedelta(hours=pick(st.integers(0, 90)))
        exercise = pick(st.integers(0, 9)) == 0
        one = entries.draft(kind, _data(pick, kind, lot), at=at, exercise=exercise, unit=pick(st.sampled_from("AB")))
        made.append(one)
        for _ in range(pick(st.integers(0, 2))):
            if pick(st.booleans()):
                made.append(withdrawal(one))
                break
            moved = one.occurred_at - timedelta(hours=pick(st.integers(0, 30)))
            one = correction(one, _data(pick, kind, pick(st.sampled_from(_LOTS))), at=moved)
            made.append(one)
        if kind == "supplies.stocktake" and pick(st.booleans()):
            made.append(moves.approval(one, exercise=exercise))
            if pick(st.integers(0, 3)) == 0:
                made.append(withdrawal(made[-1]))
    return pick(st.permutations(made))


def _naive(history: list[Draft], until: Any) -> dict[tuple[str, str], tuple[str, Decimal]]:
    """Each lot at a moment, in the plainest way: its first spelling, and what moved after the last count that holds."""
    found: dict[tuple[str, str], tuple[str, Decimal]] = {}
    stand = entries.standing(history)
    approved = {str(one.data["stocktake"]) for one in stand if one.kind == "supplies.difference_explained"}  # type: ignore[index]
    facts = [one for one in stand if one.occurred_at < until and one.kind != "supplies.difference_explained"]
    facts.sort(key=lambda one: (one.occurred_at, one.kind == "supplies.stocktake", one.id))
    for one in facts:
        data: Any = one.data
        key = (one.unit, lot_key(data["lot"]))
        there = found.get(key)
        called, book = there or (data["lot"], Decimal(0))
        if one.kind == "supplies.stocktake":
            book = Decimal(data["counted"]) if there is None or str(one.id) in approved else book
        else:
            book += (1 if one.kind == "supplies.receipt" else -1) * Decimal(data["quantity"])
        found[key] = (called, book)
    return found


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(history=movements(), cuts=histories.CUTS)
def test_balances_are_a_function_of_the_set_of_entries(history: list[Draft], cuts: list[int]) -> None:
    with histories.recorded(OFFICER, history, cuts):
        standing = entries.rows("SELECT unit, lot_key, lot, on_hand FROM supplies_balance WHERE on_hand IS NOT NULL")
        assert {row[:2]: row[2:] for row in standing} == _naive(history, NOW + timedelta(days=1))
        for back in range(5):
            day = clock.day_of(NOW).date - timedelta(days=back)
            levels = entries.rows(
                "SELECT DISTINCT ON (unit, lot_key) unit, lot_key, lot, on_hand FROM supplies_level WHERE day <= %s "
                "ORDER BY unit, lot_key, day DESC",
                [day],
            )
            expected = _naive(history, clock.reporting_day(day).to_at)
            assert {row[:2]: row[2:] for row in levels if row[3] is not None} == expected
        histories.assert_as_rebuilt(_CODES)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference() -> None:
    first, counted = receipt(100, at=NOW - timedelta(days=2)), count(80)
    entries.accepted(KEEPER, counted, first, issue(5, at=NOW - timedelta(days=1)))
    entries.accepted(KEEPER, correction(first, {**first.data, "quantity": 90}), issue(99, exercise=True))  # type: ignore[dict-item]
    assert rebuild.compare(connections["owner"]) == []


def _book() -> list[Any]:
    with scope.acting(KEEPER):
        return [row[0] for row in entries.rows("SELECT book FROM supplies_stocktake ORDER BY occurred_at")]


@pytest.mark.case(3)
def test_the_books_before_a_count_follow_what_arrives_late() -> None:
    entries.accepted(KEEPER, receipt(100, at=NOW - timedelta(days=3)), count(80, at=NOW - timedelta(hours=2)))
    assert _book() == [Decimal(100)]
    late = issue(20, at=NOW - timedelta(days=1))
    entries.accepted(KEEPER, late)
    assert _book() == [Decimal(80)]
    entries.accepted(KEEPER, withdrawal(late))
    assert _book() == [Decimal(100)]


def test_a_first_count_opens_the_books_and_a_withdrawn_one_has_none() -> None:
    opening = count(50, at=NOW - timedelta(days=1))
    entries.accepted(KEEPER, opening, count(45))
    assert _book() == [None, Decimal(50)]
    entries.accepted(KEEPER, withdrawal(opening))
    assert _book() == [None, None]


@pytest.mark.case(4)
def test_of_two_counts_each_is_held_against_the_books_and_the_approved_one_goes_into_them() -> None:
    first, again = count(90, at=NOW - timedelta(hours=2)), count(95, at=NOW - timedelta(hours=1))
    entries.accepted(KEEPER, receipt(100, at=NOW - timedelta(days=3)), first, again)
    assert _book() == [Decimal(100), Decimal(100)], "neither is in the books until somebody else approves it"
    entries.accepted(OFFICER, _approval(again))
    assert (_book(), _on_hand()) == ([Decimal(100), Decimal(100)], Decimal(95))
    entries.accepted(OFFICER, _approval(first))
    assert (_book(), _on_hand()) == ([Decimal(100), Decimal(90)], Decimal(95)), "the last count counts"


def _approval(of: Draft) -> Draft:
    return entries.draft("supplies.difference_explained", {"stocktake": str(of.id), "reason": "漏记"})


def _on_hand() -> Any:
    with scope.acting(KEEPER):
        return entries.rows("SELECT on_hand FROM supplies_balance")[0][0]


@pytest.mark.case(5)
def test_a_balance_may_be_negative_and_is_not_clipped() -> None:
    entries.accepted(KEEPER, issue(7), receipt(5))
    with scope.acting(KEEPER):
        assert entries.rows("SELECT on_hand FROM supplies_balance") == [(Decimal(-2),)]


def test_what_was_taken_back_altogether_is_unknown_and_not_zero() -> None:
    only = receipt(5)
    entries.accepted(KEEPER, only, withdrawal(only))
    with scope.acting(KEEPER):
        assert entries.rows("SELECT on_hand, since FROM supplies_balance") == [(None, None)]


def test_an_exercise_moves_nothing() -> None:
    entries.accepted(KEEPER, receipt(5, exercise=True))
    with scope.acting(KEEPER):
        assert entries.rows("SELECT count(*) FROM supplies_balance") == [(0,)]
        assert entries.rows("SELECT count(*) FROM supplies_receipt") == [(0,)]


def test_another_unit_sees_nothing_of_it() -> None:
    entries.accepted(KEEPER, receipt(5))
    with scope.acting(entries.actor_with({"supplies.see"}, "X/B/")):
        for table in entries.tables_of(_CODES):
            assert entries.rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_days_of_the_past_stay_as_they_were() -> None:
    entries.accepted(KEEPER, receipt(100, at=NOW - timedelta(days=5)), issue(10))
    with scope.acting(KEEPER):
        days = entries.rows("SELECT day, on_hand FROM supplies_level ORDER BY day")
    assert days == [(date(2020, 8, 5), Decimal(100)), (date(2020, 8, 10), Decimal(90))]


def test_a_lot_is_recalculated_by_its_index_in_every_table() -> None:
    """What one movement costs does not grow with the store's whole past."""
    entries.accepted(KEEPER, receipt(5))
    _, recalculate = balances("supplies_issue")
    with scope.acting(KEEPER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + recalculate, {"touched": []})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    for table in ("receipt", "arrival", "handback", "issue", "transfer", "removal", "stocktake"):
        assert f"supplies_{table}_lot" in plan, table
