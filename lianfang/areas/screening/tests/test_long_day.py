"""screening · tests · long day: the thirty-thousandth record of a unit's day costs what the thirtieth did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lianfang.areas.screening.tests.conftest import NOW, TODAY, Ground, checked, draft, over, passed, record
from lianfang.kernel.entries import Draft
from tests.support.reads import rows_read
from tests.support.slots import derived

FEW, MANY = 30, 1_500
One = Callable[[Ground, int], Draft]


def _moment(number: int) -> dict[str, object]:
    return {"at": NOW - timedelta(seconds=60 + number * 7 % 3_000)}


def _reading(ground: Ground, number: int) -> Draft:
    return checked(ground, Ground.ESTATE, number % 4, 36.5, **_moment(number))


def _passage(ground: Ground, number: int) -> Draft:
    return passed(ground, number % 2, who=("resident", "visitor")[number % 2], **_moment(number))


def _declaration(ground: Ground, number: int) -> Draft:
    data = {"symptoms": [], "from_risk_area": False, "risk_level": None}
    who = ground.people[Ground.ESTATE][number % 4]
    return draft("health_declaration", data, unit=Ground.ESTATE, person=who, **_moment(number))


def _call(ground: Ground, number: int) -> Draft:
    data = {"listed": 4, "present": 4, "excused": 0, "unexplained": 0}
    return draft("roll_call", data, unit=Ground.ESTATE, **_moment(number))


@pytest.mark.django_db
@pytest.mark.parametrize("one", [_reading, _passage, _declaration, _call])
def test_a_record_reads_no_more_rows_in_a_long_day(one: One, ground: Ground) -> None:
    """All that recording does is counted: the kind's tables, the slots of the day, whatever reacts."""
    derived(TODAY)

    def after(count: int) -> int:
        record(*(one(ground, number) for number in range(count)), actor=over())
        return rows_read(lambda: record(one(ground, 5), actor=over()))

    few = after(FEW)
    assert after(MANY) <= few + 10
