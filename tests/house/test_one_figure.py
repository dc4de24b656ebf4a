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
from pypdf import PdfReader

from lianfang.ground.access.models import User
from lianfang.ground.access.queries import actor_of
from lianfang.kernel import clock, scope
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.shell.components import marks
from lianfang.shell.components.text import figure
from tests.support import lacking as lacks
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
    compared, lacking = Compared(), list[str]()
    done, broken = set[tuple[str, str]](), list[str]()
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
            with scope.acting(actor_of(User.objects.get(username=login))) as actor:
                lacking += lacks.differences(actor, sorted(compared.met - done), EVENING)
                done |= compared.met
            broken += _broken(client, compared)
            compared.opens.clear()
    assert compared.faults() == []
    assert lacking == []
    assert broken == []
    assert len({of.split(" ")[0] for of, _ in done}) > 15
    assert len(compared.said) > 200


def _broken(client: Client, compared: Compared) -> Iterator[str]:
    """What one click on a figure does not open; asked of each code once for every reader."""
    opened = {of.split(" ")[0]: href for of, href in sorted(compared.opens.items()) if href}
    for code, href in opened.items():
        answer = client.get(href)
        if answer.status_code != 200 or "lf-list" not in answer.content.decode():
            yield f"{code} {href}: {answer.status_code}"


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


PAPERS = {"commander": "T161", "reporter-d01": "T161-D01", "superior": "XJCG"}  # the bureau files none of its own


def test_the_text_of_the_paper_and_the_workbook_of_the_roll_up_say_the_same(settings: Any) -> None:
    settings.DEMO = True
    compared = Compared()
    with clock.standing_at(EVENING):
        for login, unit in PAPERS.items():
            client = Client()
            client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
            for day in DAYS:
                page = f"/reporting/rollup/{unit}/{day}/"
                told = client.get(f"/api/v1/reporting/rollup/{unit}/{day}").json()
                sections = re.findall(r'"\?section=([a-z_]+)', client.get(page).content.decode())
                for address in (page, *(f"{page}?section={each}" for each in sections)):
                    compared.take(f"{login} {address}", client.get(address).content.decode())
                _say_rolled_up(compared, f"api {page}", told, day)
                book = load_workbook(io.BytesIO(client.get(f"{page}rollup.xlsx").content))
                cells, wanted = _rolled_up(book, unit), _rolled_up_told(told)
                assert {each: cells.get(each) for each in wanted} == wanted, page
                if unit != "XJCG":
                    _compare_paper(client, unit, day, compared)
    assert compared.faults() == []
    assert len(compared.said) > 200


def _say_rolled_up(compared: Compared, where: str, told: dict[str, Any], day: date) -> None:
    tops = [(told["unit"]["code"], told["measures"])]
    below = [(("=" if of["itself"] else "") + of["unit"]["code"], of["measures"]) for of in told["below"]]
    for unit, measures in (*tops, *below):
        for said in measures:
            compared.say(where, marks.figure_of(said["code"], unit, day), _measure(said))


Cell = tuple[float | None, str]


def _rolled_up_told(told: dict[str, Any]) -> dict[tuple[str, str], Cell]:
    """What the workbook has to say: by whose figure it is ('=' before the unit by itself) and by code."""
    tops = {(told["unit"]["code"], said["code"]): _cell(said) for said in told["measures"]}
    below = {
        (("=" if of["itself"] else "") + of["unit"]["code"], said["code"]): _cell(said)
        for of in told["below"]
        for said in of["measures"]
    }
    return {**tops, **below}


def _rolled_up(book: Any, top: str) -> dict[tuple[str, str], Cell]:
    """The cells of the workbook: the sheet of totals, and of each section every subtree and the foot."""
    found: dict[tuple[str, str], Cell] = {}
    totals, *sections = [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets]
    at = next(n for n, row in enumerate(totals) if "代码" in row)
    value, checked, expected = (totals[at].index(f"汇总 · {each}") for each in ("数值", "已查", "应查"))
    for row in totals[at + 2 :]:
        found[top, str(row[0])] = (_number(row[value]), _counted(row[checked], row[expected]))
    for rows in sections:
        at = next(n for n, row in enumerate(rows) if row[0] == "单位编号" and "报送" in row)
        codes = {column: str(code) for column, code in enumerate(rows[at + 1]) if code}
        for row in rows[at + 2 :]:
            unit = f"={row[0]}" if str(row[1]).startswith("本级") else str(row[0])
            for column, code in codes.items():
                counted = re.match(r"[\d,]+ / [\d,]+", str(row[column + 1] or ""))
                cell = _number(row[column]), counted[0] if counted else ""
                assert found.setdefault((unit, code), cell) == cell, (unit, code)
    return found


def _cell(said: dict[str, Any]) -> Cell:
    return _number(said["value"]), _counted(said["checked"], said["expected"])


def _number(value: Any) -> float | None:
    return None if value in (None, "") else float(value)


def _counted(checked: int | None, expected: int | None) -> str:
    return "" if checked is None or expected is None else f"{checked:,} / {expected:,}"


def _compare_paper(client: Client, unit: str, day: date, compared: Compared) -> None:
    """Each line of the report's PDF against the figure that the API gives: the value, and what was checked of what."""
    made = client.get(f"/reporting/{unit}/{day}/report.pdf").content
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    told = client.get(f"/api/v1/reports/{unit}/{day}").json()
    for said in told["measures"]:
        # What nobody recorded is not reported on a draft; once filed, a unit without such records need not report it.
        if said["state"] == MeasureState.NOT_APPLICABLE or (told["version"] == 0 and said["value"] is None):
            continue
        compared.say(f"api {unit} {day}", marks.figure_of(said["code"], unit, day), _measure(said))
        line = re.search(rf"^.*?（[^（）]*）\s+(—|[\d,.]+)(?:\s.*)?\s{said['code']}$", text, re.MULTILINE)
        assert line, (unit, day, said["code"], text)
        assert line[1] == ("—" if said["value"] is None else figure(Decimal(str(said["value"])))), line[0]
        counted = re.search(r"([\d,]+ / [\d,]+) · ", line[0])
        assert counted is None or counted[1] == _counted(said["checked"], said["expected"]), line[0]


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
