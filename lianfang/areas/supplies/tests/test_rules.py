"""supplies · tests of rules: what expires first goes out first, and how near an end is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.supplies.rules import Lot, alert_of, first_out, suggest, usable
from tests.support.entries import SLOW

TODAY = date(2020, 8, 10)
_ALERTS = (90, 30, 0)


def _lot(name: str, left: int, expires: int | None = None) -> Lot:
    on = None if expires is None else TODAY + timedelta(days=expires)
    return Lot("A", "mask", name, Decimal(left), on)


def test_what_expires_first_goes_out_first_and_undated_lots_last() -> None:
    lots = [_lot("late", 5, 400), _lot("none", 5), _lot("soon", 5, 3), _lot("gone", 5, -1), _lot("minus", -2, 1)]
    assert [lot.lot for lot in first_out(lots, TODAY)] == ["soon", "late", "none"]


def test_a_lot_may_be_used_on_its_last_day() -> None:
    assert usable(_lot("today", 1, 0), TODAY)
    assert not usable(_lot("yesterday", 1, -1), TODAY)
    assert not usable(_lot("empty", 0, 9), TODAY)


@settings(deadline=None, suppress_health_check=SLOW)
@given(
    st.lists(st.tuples(st.integers(-5, 50), st.one_of(st.none(), st.integers(-30, 300))), max_size=6),
    st.integers(1, 200),
)
def test_a_suggestion_takes_what_is_asked_and_never_more_than_there_is(
    lots: list[tuple[int, int | None]], quantity: int
) -> None:
    made = [_lot(f"L{n}", left, expires) for n, (left, expires) in enumerate(lots)]
    takings = suggest(made, Decimal(quantity), TODAY)
    there = sum((lot.on_hand for lot in made if usable(lot, TODAY)), Decimal(0))
    assert sum(taking.quantity for taking in takings) == min(Decimal(quantity), there)
    assert all(0 < taking.quantity <= taking.lot.on_hand for taking in takings)
    assert [taking.lot for taking in takings] == first_out(made, TODAY)[: len(takings)]


@pytest.mark.parametrize(("days", "alert"), [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, 0), (-5, 0)])
def test_alerts_at_ninety_thirty_and_nought_days(days: int, alert: int | None) -> None:
    assert alert_of(TODAY + timedelta(days=days), TODAY, _ALERTS) == alert
    assert alert_of(None, TODAY, _ALERTS) is None
