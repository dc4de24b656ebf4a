"""tests · house: a day that nobody can mean is not found, wherever an address takes one, and never a fault of ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.house import addresses

HERE = "2020-08-10"
FAR = ("0000-01-01", "0001-01-01", "1999-12-31", "2020-02-30", "2200-01-01", "9999-12-31", "10000-01-01", "today")
LAST = ("2000-01-01", "2199-12-31")
MOMENTS = ("0001-01-01", "9999-12-31", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00")
ASKED = ("day", "date", "from", "to", "first", "last", "since", "until", "at", "on", "cursor")
PACKAGE = Path(__file__).parents[2] / "lianfang"


@pytest.fixture
def walk(browser_of: Any, token_of: Any) -> Any:
    """`walk(address)` is the status with which the commander's browser, or his device, is answered."""
    browser, headers = browser_of("commander"), token_of("commander")
    browser.raise_request_exception = False

    def status(address: str) -> int:
        client, words = (Client(raise_request_exception=False), headers) if address[:5] == "/api/" else (browser, {})
        answer: HttpResponse = client.get(address, headers=words)
        return answer.status_code

    return status


def listed() -> list[addresses.Address]:
    return addresses.addresses({**addresses.known_arguments(), "unit": "T161", "date": HERE, "day": HERE})


@pytest.mark.django_db
def test_no_address_falls_over_a_far_day(walk: Any) -> None:
    dated = [each for each in listed() if HERE in each.address]
    assert len(dated) > 15
    for each in dated:
        for day in FAR:
            assert walk(each.address.replace(HERE, day)) in (404, 422), (each.pattern, day)
        for day in LAST:
            assert walk(each.address.replace(HERE, day)) < 500, (each.pattern, day)


@pytest.mark.django_db
def test_no_page_falls_over_a_far_day_in_its_query(walk: Any) -> None:
    for each in listed():
        for moment in MOMENTS:
            query = "&".join(f"{name}={moment.replace('+', '%2B')}" for name in ASKED)
            assert walk(f"{each.address}?{query}") < 500, (each.pattern, moment)


@pytest.mark.django_db
@pytest.mark.parametrize("day", FAR)
def test_the_api_s_own_days(walk: Any, day: str) -> None:
    for address in (
        f"/api/v1/reporting/rollup/T161/{day}", f"/api/v1/reports/T161/{day}", f"/api/v1/status/{day}",
        f"/api/v1/slots?date={day}", f"/api/v1/seals/T161?cursor={day}",
    ):  # fmt: skip
        assert walk(address) in (404, 422), address


def test_days_come_in_by_one_door() -> None:
    """A form's day is a `DayField`; the exceptions are facts that may be older than any calendar here."""
    allowed = {"shell/days.py", "shell/kinds/fields.py"}
    found = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if re.search(r"forms\.DateField\(", file.read_text("utf-8"))
    }
    assert found <= allowed
