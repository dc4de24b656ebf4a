"""supplies · tests of payloads: what is accepted, what is refused by which field, and how it is said."""

from __future__ import annotations

import pytest

from lianfang.areas.supplies.payloads import CATALOGUE, UNITS
from lianfang.areas.supplies.tests.moves import KEEPER, count, issue, receipt
from lianfang.kernel.entries import Draft
from tests.support import entries

pytestmark = pytest.mark.django_db


def test_the_units_are_those_of_the_items_and_an_item_of_before_is_still_answered_for() -> None:
    items = CATALOGUE.values()
    assert set(UNITS) == {unit for item in items for unit in (item.unit, *(pack.code for pack in item.packs))}
    assert CATALOGUE.get("gold") is None
    assert CATALOGUE["gold"].words.zh == "gold"


def test_the_reserve_of_the_article_is_accepted_as_stated() -> None:
    stated = [
        ("mask", 11000),
        ("disinfectant", 90),
        ("disinfecting-agent", 40),
        ("thermometer", 28),
        ("protective-suit", 80),
        ("disposable-medical-gloves", 900),
    ]
    entries.accepted(KEEPER, *(receipt(number, item) for item, number in stated))


@pytest.mark.parametrize(
    ("one", "fields"),
    [
        (receipt(0), {"data.quantity"}),
        (receipt(-1), {"data.quantity"}),
        (receipt(1.5), {"data.quantity"}),
        (receipt(1.0004, "disinfectant"), {"data.quantity"}),
        (receipt(10**8), {"data.quantity"}),
        (receipt("many"), {"data.quantity"}),
        (receipt(5, quantity_unit="公斤"), {"data.quantity_unit"}),
        (receipt(5, quantity_unit="吨"), {"data.quantity_unit"}),
        (receipt("2 桶"), {"data.quantity"}),
        (receipt("1 200"), {"data.quantity"}),
        (receipt(100, packed="3 盒 × 50"), {"data"}),
        (receipt(5, lot="  "), {"data.lot"}),
        (receipt(5, lot="L" * 201), {"data.lot"}),
        (receipt(5, expires_on="tomorrow"), {"data.expires_on"}),
        (receipt(5, price=1), {"data.price"}),
        (issue(0), {"data.quantity"}),
        (issue(5, to_unit="nowhere special"), {"data.to_unit"}),
        (count(-1), {"data.counted"}),
        (count(5, quantity_unit="套"), {"data.quantity_unit"}),
        (receipt(5, "mask", item_code="x"), {"data.item_code"}),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused_by_its_field(one: Draft, fields: set[str]) -> None:
    assert entries.faults(KEEPER, one) == fields


def test_an_unknown_item_and_what_is_missing_are_each_named() -> None:
    missing = {"data.item", "data.lot", "data.quantity", "data.quantity_unit"}
    assert entries.faults(KEEPER, entries.draft("supplies.receipt", {"item": "gold"})) == missing


def test_an_item_in_another_unit_is_refused_with_those_that_are_known() -> None:
    (answer,) = entries.record(KEEPER, receipt(5, quantity_unit="公斤"))
    assert answer.problem is not None
    (fault,) = answer.problem.faults
    assert fault.code == "unit_mismatch"
    assert fault.says.zh == "口罩按个、盒（50 个）、箱（2000 个）计，读不出“公斤”；如 2盒+5个"
    assert "masks are counted in 个 (pcs), 盒 (boxes of 50), 箱 (cartons of 2000)" in fault.says.en


def test_kilograms_may_be_parts_and_a_count_may_be_zero() -> None:
    entries.accepted(KEEPER, receipt(1.5, "disinfectant"), issue(0.125, "disinfectant"), count(0, "disinfectant"))


def test_only_who_may_record_records() -> None:
    outsider, reader = entries.actor_with({"supplies.record"}, "Z/"), entries.actor_with({"supplies.see"})
    assert entries.faults(outsider, receipt()) == {"unit"}
    assert entries.faults(reader, receipt()) == {"not_allowed"}
