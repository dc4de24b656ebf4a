"""tests · one figure: no page, download or answer of the API shows two numbers for one thing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from lianfang.ground.access.models import User
from lianfang.kernel import clock
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.shell.components import marks
from tests.support.campaign import EVENING
from tests.support.figures import Compared

pytestmark = [pytest.mark.django_db, pytest.mark.loaded]
DAYS = (date(2020, 7, 16), date(2020, 7, 17))  # filed, and still open
READERS = {"commander": ("T161", "C161", "T161-P06"), "reporter-d01": ("T161-D01",)}
_PAGES = re.compile(
    r'href="(/(?:command|reporting|screening|sanitation|supplies|resumption|tracing|watch|duties|records)/[a-z/-]*)"'
)


def test_every_page_says_the_same_of_a_figure_and_so_do_its_documents(settings: Any) -> None:
    settings.DEMO = True
    compared = Compared()
    with clock.standing_at(EVENING):
        for login, units in READERS.items():
            client = Client()
            client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
            for address in _addresses(client, units):
                answer = client.get(address)
                if answer.status_code == 200:
                    compared.take(f"{login} {address}", answer.content.decode())
            for unit in units:
                _compare_documents(client, unit, compared)
    assert compared.faults() == []
    assert len(compared.said) > 200


def _compare_documents(client: Client, unit: str, compared: Compared) -> None:
    """The filed report of the first day: as JSON, as the API has it, and as the workbook that is handed in."""
    report = f"/reporting/{unit}/{DAYS[0]}/report"
    for address in (f"{report}.json", f"/api/v1/reports/{unit}/{DAYS[0]}"):
        for said in client.get(address).json()["measures"]:
            measure = _measure(said)
            compared.say(address, marks.figure_of(said["code"], unit, DAYS[0]), measure)
            compared.numbers[said["code"], unit] = measure
    sheet = load_workbook(io.BytesIO(client.get(f"{report}.xlsx").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in rows if "代码" in row and "数值" in row)
    value, checked, expected, code = (heads.index(each) for each in ("数值", "已查", "应查", "代码"))
    met = set()
    for row in rows[rows.index(heads) + 1 :]:
        if (row[code], unit) in compared.numbers:
            met.add(row[code])
            stands = compared.numbers[str(row[code]), unit]
            assert row[value] == (stands.value if stands.value is None else float(stands.value)), row
            if row[expected] is not None:
                assert (row[checked], row[expected]) == (stands.checked, stands.expected), row
    assert len(met) > 4


def _measure(said: dict[str, Any]) -> Measure:
    value = said["value"] if said["value"] is None else Decimal(str(said["value"]))
    return Measure(value, said["checked"], said["expected"], state=MeasureState(said["state"]))


def _addresses(client: Client, units: tuple[str, ...]) -> Iterator[str]:
    """The home page, and what its navigation leads to, for each unit and day; and the reports' own pages."""
    yield "/"
    linked = sorted(set(_PAGES.findall(client.get("/").content.decode())))
    for unit in units:
        for day in DAYS:
            yield from (f"{each}?unit={unit}&day={day}" for each in linked)
            yield from (f"/reporting/{kind}{unit}/{day}/" for kind in ("", "board/", "rollup/"))
