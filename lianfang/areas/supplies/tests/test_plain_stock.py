"""supplies · stock against a plain replay of all that moves: what is on hand, what came, was used and left on each day,
what is in use of durable things, and what is on its way, whatever was corrected or taken back and in whatever order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.supplies import queries_transit
from lianfang.areas.supplies.indicators import sql
from lianfang.areas.supplies.payloads import lot_key
from lianfang.areas.supplies.tests.moves import OFFICER, approval
from lianfang.kernel import clock
from lianfang.kernel.entries import Draft
from tests.support import entries, histories
from tests.support.entries import NOW, SLOW, TODAY, correction, withdrawal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
STORES = ("T161-LOG", "T161-PROP")
CONSUMED, DURABLE = "mask", "thermometer"
LOTS = ("L-1", "l1", "L2")
CAME, USED = ("receipt", "arrival", "handback"), ("issue",)
_SAYS: dict[str, dict[str, Any]] = {
    "disposal": {"why": "damaged"}, "loss": {"note": "找不到"}, "transfer": {"to_unit": STORES[1]},
}  # fmt: skip
_OF_ALL = ("receipt", "receipt", "issue", "issue", "stocktake", "disposal", "return", "loss", "transfer")
Key = tuple[str, str, str]


def _said(pick: Any, noun: str, item: str) -> dict[str, Any]:
    number = "counted" if noun == "stocktake" else "quantity"
    data = {
        "item": item, "lot": pick(st.sampled_from(LOTS)), number: pick(st.integers(1, 20)),
        "quantity_unit": "个", **_SAYS.get(noun, {}),
    }  # fmt: skip
    if noun in ("disposal", "loss") and item == DURABLE:
        data["from_use"] = pick(st.booleans())
    return data


@st.composite
def movements(pick: Any) -> list[Draft]:
    """What moved in two stores over four days: transfers of which some came (some with less), durables given back, some
    of all of it corrected or taken back, some counts approved; shuffled."""
    made: list[Draft] = []
    for _ in range(pick(st.integers(1, 9))):
        item = pick(st.sampled_from([CONSUMED, CONSUMED, DURABLE]))
        noun = pick(st.sampled_from([*_OF_ALL, "handback"] if item == DURABLE else _OF_ALL))
        unit = STORES[0] if noun == "transfer" else pick(st.sampled_from(STORES))
        exercise = pick(st.integers(0, 9)) == 0
        at = NOW - timedelta(hours=pick(st.integers(1, 90)))
        one = entries.draft(f"supplies.{noun}", _said(pick, noun, item), at=at, unit=unit, exercise=exercise)
        made.append(one)
        if noun == "transfer" and pick(st.booleans()):
            data = {**_said(pick, "arrival", item), "transfer": str(one.id)}
            came = entries.draft(
                "supplies.arrival", data, at=at + timedelta(minutes=20), unit=STORES[1], exercise=exercise
            )
            made += [came, withdrawal(came)] if pick(st.integers(0, 3)) == 0 else [came]
        if noun == "stocktake" and pick(st.booleans()):
            made.append(approval(one, exercise=exercise))
        elif pick(st.integers(0, 2)) == 0:
            again = correction(one, _said(pick, noun, item), at=at - timedelta(hours=pick(st.integers(0, 30))))
            made.append(withdrawal(one) if pick(st.booleans()) else again)
    return pick(st.permutations(made))


@dataclass
class Plain:
    """Stock as somebody with a pencil keeps it: one fact after the other, in the order in which they happened."""

    book: dict[Key, Decimal] = field(default_factory=dict)
    days: dict[tuple[Key, date], dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    durable: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    away: set[Any] = field(default_factory=set)


def replayed(history: list[Draft], until: Any) -> Plain:
    """What the entries that stand say up to a moment; goods on the way are those that nobody has taken in at all."""
    stand, plain = entries.standing(history), Plain()
    said: list[tuple[Draft, Any]] = [(one, one.data) for one in stand]
    approved = {data["stocktake"] for one, data in said if one.kind == "supplies.difference_explained"}
    first = _firsts(history)
    taken_in = {first[UUID(data["transfer"])] for one, data in said if one.kind == "supplies.arrival"}
    plain.away = {one.id for one, _ in said if one.kind == "supplies.transfer" and first[one.id] not in taken_in}
    facts = [(one, data) for one, data in said if "item" in data and one.occurred_at < until]
    for one, data in sorted(facts, key=lambda each: (each[0].occurred_at, "counted" in each[1], each[0].id)):
        _tell(plain, one, data, approved)
    return plain


def _firsts(history: list[Draft]) -> dict[UUID, UUID]:
    """Of each entry the one with which its chain of corrections began."""
    corrects = {one.id: one.corrects for one in history}

    def first(of: UUID) -> UUID:
        before = corrects[of]
        return of if before is None else first(before)

    return {one.id: first(one.id) for one in history}


def _tell(plain: Plain, one: Draft, data: Any, approved: set[str]) -> None:
    noun, key = one.kind.removeprefix("supplies."), (one.unit, data["item"], lot_key(data["lot"]))
    n = Decimal(data.get("quantity", data.get("counted")))
    if data["item"] == DURABLE:
        of_unit = plain.durable.setdefault(one.unit, dict.fromkeys(("in_use", "broken", "lost"), Decimal(0)))
        of_unit["in_use"] += n if noun == "issue" else -n if noun == "handback" or data.get("from_use") else 0
        of_unit["broken"] += n if noun == "disposal" else 0
        of_unit["lost"] += n if noun == "loss" else 0
    if noun == "stocktake":
        if key not in plain.book or str(one.id) in approved:
            plain.book[key] = n
        return
    moved = Decimal(0) if data.get("from_use") else n
    plain.book[key] = plain.book.get(key, Decimal(0)) + (moved if noun in CAME else -moved)
    day = plain.days[key, clock.day_of(one.occurred_at).date]
    called = "received" if noun in CAME else "issued" if noun in USED else "removed"
    day[called] = day.get(called, Decimal(0)) + moved


def _stock() -> dict[Key, Decimal]:
    found = entries.rows("SELECT unit, item, lot_key, on_hand FROM supplies_balance WHERE on_hand IS NOT NULL")
    return {(unit, item, lot): on_hand for unit, item, lot, on_hand in found}


def _days() -> dict[tuple[Key, date], dict[str, Decimal]]:
    names = ("received", "issued", "removed")
    found = entries.rows(f"SELECT unit, item, lot_key, day, {', '.join(names)} FROM supplies_level")
    told = {
        ((unit, item, lot), day): {
            name: number for name, number in zip(names, numbers, strict=True) if number is not None
        }
        for unit, item, lot, day, *numbers in found
    }
    return {key: each for key, each in told.items() if each}


def _durables(day: date) -> dict[str, dict[str, Decimal]]:
    found = entries.rows(sql("durables.sql"), entries.window(day))
    return {row[0]: {"in_use": row[3], "broken": row[4], "lost": row[5]} for row in found}


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
@given(history=movements(), cuts=histories.CUTS)
def test_stock_is_that_of_a_plain_replay(history: list[Draft], cuts: list[int]) -> None:
    with histories.recorded(OFFICER, history, cuts):
        now = replayed(history, NOW + timedelta(days=1))
        assert _stock() == now.book
        assert _days() == {key: each for key, each in now.days.items() if each}
        for back in range(5):
            day = TODAY - timedelta(days=back)
            assert _durables(day) == replayed(history, clock.reporting_day(day).to_at).durable
        named = {**entries.window(TODAY), "but": [], "since": NOW}
        statement = queries_transit.statement(queries_transit.TRANSFERS, "between_units.sql")
        sent = [queries_transit.Sending(*row) for row in entries.rows(statement, named)]
        assert {each.entry for each in sent if each.waits and each.came is None} == now.away
