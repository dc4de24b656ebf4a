"""supplies · tests of indicators: W1, W2, W3 against the plainest calculation, and how they are found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.supplies.indicators import INDICATORS, SOURCES
from lianfang.areas.supplies.payloads import CATALOGUE
from lianfang.areas.supplies.tests import moves
from lianfang.areas.supplies.tests.moves import KEEPER, OFFICER
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from tests.support import entries
from tests.support.entries import NOW, SLOW, TODAY, window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
STORE = "T161-LOG"
receipt, issue, count, disposal, loss, transfer = (
    partial(said, unit=STORE)
    for said in (moves.receipt, moves.issue, moves.count, moves.disposal, moves.loss, moves.transfer)
)
_SQL = SOURCES[0].sql
_ITEMS = ("mask", "disinfectant", "thermometer")


def _measures(day: date = TODAY, unit: str = STORE) -> dict[str, Any]:
    with scope.acting(KEEPER):
        return entries.measured(_SQL, day).get(unit, {})


@dataclass
class _Kept:
    """One item as the plainest calculation has it: lots, their ends, when each was counted, what was used."""

    lots: dict[str, Decimal] = field(default_factory=dict)
    expires: dict[str, date] = field(default_factory=dict)
    counted_on: dict[str, date] = field(default_factory=dict)
    used: Decimal = Decimal(0)
    first: date = date.max

    def add(self, kind: str, on: date, data: Any, day: date, *, approved: bool) -> None:
        lot, number = data["lot"], Decimal(str(data.get("quantity", data.get("counted"))))
        self.first = min(self.first, on)
        if kind == "supplies.stocktake":
            if approved or self.lots.get(lot, number) == number:  # a count that waits is not the last one
                self.counted_on[lot] = on
            if approved or lot not in self.lots:
                self.lots[lot] = number
        elif kind == "supplies.receipt":
            self.lots[lot] = self.lots.get(lot, Decimal(0)) + number
            if "expires_on" in data:
                self.expires[lot] = min(date.fromisoformat(data["expires_on"]), self.expires.get(lot, date.max))
        else:
            self.lots[lot] = self.lots.get(lot, Decimal(0)) - number
            self.used += number if on > day - timedelta(days=7) and kind == "supplies.issue" else 0

    def cover(self, day: date) -> tuple[Decimal, Decimal | None]:
        """(usable, days of cover or None)."""
        usable = sum((left for lot, left in self.lots.items() if self.expires.get(lot, date.max) >= day), Decimal(0))
        days = min(7, (day - self.first).days + 1)
        return usable, max(usable, Decimal(0)) * days / self.used if self.used else None

    def counted(self, day: date) -> bool:
        lately = {lot for lot, on in self.counted_on.items() if on > day - timedelta(days=7)}
        there = {lot for lot, left in self.lots.items() if left}
        return bool(lately) if not there else there <= lately


def _naive(history: list[Draft], day: date) -> dict[str, Any]:
    """The three figures of the store with their coverage, calculated item by item from the entries themselves."""
    until = clock.reporting_day(day).to_at
    stand = entries.standing(history)
    said: Any = [one.data for one in stand if one.kind == "supplies.difference_explained"]
    approved = {each["stocktake"] for each in said}
    facts = [one for one in stand if one.occurred_at < until and one.kind != "supplies.difference_explained"]
    facts.sort(key=lambda one: (one.occurred_at, one.kind == "supplies.stocktake", one.id))
    kept: dict[str, _Kept] = {}
    for one in facts:
        data: Any = one.data
        on = clock.day_of(one.occurred_at).date
        kept.setdefault(data["item"], _Kept()).add(one.kind, on, data, day, approved=str(one.id) in approved)
    if not kept:
        return {}
    lasting = [each for item, each in kept.items() if not CATALOGUE[item].durable]
    covers = [each.cover(day) for each in lasting]
    known = sum(days is not None or usable <= 0 for usable, days in covers)
    least = min((days for _, days in covers if days is not None), default=None)
    there = [
        each.expires.get(lot)
        for item, each in kept.items()
        for lot, left in each.lots.items()
        if left > 0 and CATALOGUE[item].expires
    ]
    dated = [on for on in there if on is not None]
    near = sum(on <= day + timedelta(days=90) for on in dated)
    return {
        "w1_value": None if least is None else least.quantize(Decimal("0.1"), ROUND_DOWN),
        "w1_checked": sum(each.counted(day) for each in lasting), "w1_expected": len(lasting),
        "w2_value": sum(u <= 0 or (d is not None and d < 14) for u, d in covers) if known else None,
        "w2_checked": known, "w2_expected": len(lasting),
        "w3_value": near if dated or not there else None, "w3_checked": len(dated), "w3_expected": len(there),
    }  # fmt: skip


@st.composite
def histories(pick: Any) -> list[Draft]:
    made: list[Draft] = []
    for _ in range(pick(st.integers(1, 12))):
        item, lot = pick(st.sampled_from(_ITEMS)), pick(st.sampled_from(["L1", "L2"]))
        more: dict[str, Any] = {"item": item, "lot": lot, "at": NOW - timedelta(hours=pick(st.integers(0, 260)))}
        more["exercise"] = pick(st.integers(0, 9)) == 0
        make = pick(st.sampled_from([receipt, issue, issue, count, disposal, loss, transfer]))
        expires = pick(st.sampled_from([None, "2020-08-05", "2020-08-10", "2020-10-01", "2022-01-01"]))
        if make is receipt and expires and item != "thermometer":
            more["expires_on"] = expires
        made.append(make(pick(st.integers(1, 30)), **more))
        if make is count and pick(st.booleans()):
            made.append(moves.approval(made[-1], exercise=more["exercise"]))
        elif pick(st.integers(0, 5)) == 0:
            made.append(entries.withdrawal(made[-1]))
    return pick(st.permutations(made))


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(history=histories())
def test_the_source_says_what_the_entries_say_on_every_day(history: list[Draft]) -> None:
    with transaction.atomic():
        entries.accepted(OFFICER, *history)
        for day in (TODAY, TODAY - timedelta(days=2), TODAY - timedelta(days=6)):
            found, plain = _measures(day), _naive(history, day)
            assert {name: found[name] for name in plain} == plain
            assert bool(found) == bool(plain)
        transaction.set_rollback(True)


def test_nobody_issued_anything_so_the_cover_is_unknown_and_never_endless() -> None:
    entries.accepted(KEEPER, receipt(11000))
    found = _measures()
    assert found["w1_value"] is None
    assert (found["w2_value"], found["w2_checked"], found["w2_expected"]) == (None, 0, 1)


def test_days_of_cover_are_those_of_the_scarcest_item() -> None:
    start = NOW - timedelta(days=9)
    entries.accepted(KEEPER, receipt(1000, at=start), receipt(20, "protective-suit", at=start))
    for back in range(7):
        at = NOW - timedelta(days=back, hours=1)
        entries.accepted(KEEPER, issue(20, at=at), issue(2, "protective-suit", at=at))
    found = _measures()
    assert found["w1_value"] == Decimal(3)  # 6 suits left, 2 a day; masks would last 43 days
    assert (found["w2_value"], found["w2_checked"], found["w2_expected"]) == (1, 2, 2)
    assert (found["w1_checked"], found["w1_expected"]) == (0, 2)
    entries.accepted(KEEPER, count(860), count(6, "protective-suit"))
    assert _measures()["w1_checked"] == 2


def test_an_expired_lot_is_not_cover_and_what_ran_out_is_below_the_line() -> None:
    entries.accepted(KEEPER, receipt(50, expires_on="2020-08-09"), issue(5))
    found = _measures()
    assert found["w1_value"] == 0
    assert found["w2_value"] == 1
    assert (found["w3_value"], found["w3_checked"], found["w3_expected"]) == (1, 1, 1)
    assert _measures(TODAY - timedelta(days=1)) == {}  # the day before there was nothing, and no zero either


@pytest.mark.parametrize(("expires_on", "near"), [("2020-11-08", 1), ("2020-11-09", 0), ("2020-08-01", 1)])
def test_a_lot_is_near_its_end_ninety_days_before(expires_on: str, near: int) -> None:
    entries.accepted(KEEPER, receipt(50, expires_on=expires_on))
    assert _measures()["w3_value"] == near


def test_days_of_cover_are_not_added_and_the_others_are() -> None:
    assert [each.adds for each in INDICATORS] == [False, True, True]


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.code)
def test_the_evidence_of_each_figure_is_entries_that_stand(indicator: Any) -> None:
    gone = receipt(70, expires_on="2020-09-01")
    kept = receipt(50, expires_on="2020-09-01")
    entries.accepted(
        KEEPER, gone, kept, entries.withdrawal(gone), receipt(5, exercise=True), receipt(9, unit="T161-PROP")
    )
    with scope.acting(KEEPER):
        found = entries.rows(
            indicator.evidence_sql, window(TODAY, low="XJCG/T161/T161-LOG/", high="XJCG/T161/T161-LOG0")
        )
    assert found == [(kept.id,)]


def test_one_unit_is_found_through_its_index() -> None:
    with scope.acting(KEEPER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + _SQL, window(TODAY, low="XJCG/T161/T161-LOG/", high="XJCG/T161/T161-LOG0"))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on supplies" not in plan, plan
    for index in ("supplies_balance_lot", "supplies_level_lot"):
        assert index in plan, plan


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_a_moved_stock_where_it_stands(system: Any) -> None:
    start = NOW - timedelta(days=3)
    entries.accepted(KEEPER, receipt(100, at=start))
    with scope.acting(system):
        units.move_unit(system, code=STORE, parent="T161-PROP", from_day=TODAY, at=clock.FixedClock(start))
    entries.accepted(KEEPER, issue(10))
    assert rebuild.compare(connections["owner"]) == []


def test_a_stock_goes_with_its_unit(system: Any) -> None:
    start = NOW - timedelta(days=3)
    entries.accepted(KEEPER, receipt(100, at=start, expires_on="2020-09-01"), issue(10, at=start))
    with scope.acting(system):
        units.move_unit(system, code=STORE, parent="T161-PROP", from_day=TODAY, at=clock.FixedClock(start))
    new, old = (
        {"low": "XJCG/T161/T161-PROP/", "high": "XJCG/T161/T161-PROP0"},
        {"low": "XJCG/T161/T161-LOG/", "high": "XJCG/T161/T161-LOG0"},
    )
    below = entries.actor_with({"supplies.see", "units.see"}, "XJCG/T161/T161-PROP/")
    with scope.acting(below):
        found = entries.measured(_SQL, TODAY, **new)
        assert (found[STORE]["w1_value"], found[STORE]["w3_value"]) == (Decimal(36), 1)
        assert entries.measured(_SQL, TODAY, **old) == {}
    with scope.acting(system):
        assert set(entries.measured(_SQL, TODAY - timedelta(days=1), **old)) == {STORE}
        assert entries.measured(_SQL, TODAY - timedelta(days=1), **new) == {}
        stood = entries.contents(["supplies_balance", "supplies_level"])
        assert {row[1] for rows in stood.values() for row in rows} == {"XJCG/T161/T161-PROP/T161-LOG/"}
