"""reporting · tests of outputs: page, spreadsheet, PDF and JSON are read back and say the same, cell for cell."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, client, confirm, say
from lianfang.kernel import clock
from lianfang.kernel.measures import STATE_WORDS, MeasureState
from tests.support.codes import decoded

pytestmark = pytest.mark.usefixtures("tree")
NAUGHTY = "=1+1\n@SUM(A1) <script>alert(1)</script> “引号” 𠮷 %s {x} \\n"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A filed report with every state in it, one figure changed since, and a reader of it."""
    say("T161-LOG", "H1", 40, 40, 40)
    say("T161-LOG", "H2", 0, 40, 40)
    say("T161-LOG", "H3", 0, 30, 40)
    say("T161-LOG", "H4", None, 0, 40)
    say("T161-LOG", "W1", Decimal("12.5"), 5, 6)
    say("T161-LOG", "W2", 1234567, 1300000, 1300000)
    confirm("T161-LOG", narrative=NAUGHTY)
    say("T161-LOG", "H2", 2, 40, 40, at=WINDOW_CLOSED + timedelta(minutes=30))
    now = WINDOW_CLOSED + timedelta(hours=1)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(now))
    return client("officer", "T161")


class Cells(HTMLParser):
    """The rows of a page's tables as the texts of their cells; of a figure the sentence that listeners hear."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self._unheard = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("") if self.rows else None
            self._inside = True
        said = dict(attrs)
        if "lf-m" in (said.get("class") or "").split():
            self.handle_data(said.get("aria-label") or said.get("title") or "")
        if said.get("aria-hidden") == "true":
            self._unheard = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._inside = False
        if tag == self._unheard:
            self._unheard = ""

    def handle_data(self, data: str) -> None:
        if self._inside and not self._unheard and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def fetched(browser: Client, kind: str) -> bytes:
    answer = browser.get(f"/reporting/T161-LOG/{DAY}/report.{kind}")
    assert answer.status_code == 200
    return bytes(answer.content)


def of_json(made: bytes) -> dict[str, tuple[Any, ...]]:
    return {
        m["code"]: (
            None if m["value"] is None else Decimal(str(m["value"])), m["checked"], m["expected"],
            STATE_WORDS[MeasureState(m["state"])].zh,
        )
        for m in json.loads(made)["measures"]
    }  # fmt: skip


def of_rows(rows: list[list[Any]]) -> dict[str, tuple[Any, ...]]:
    """A sheet's lines: number, words, unit, value, day before, in all, checked, expected, coverage, state, code."""
    found = {}
    for row in rows:
        if len(row) > 10 and re.fullmatch(r"[A-Z][0-9]{1,2}", str(row[10] or "")):
            value, checked, expected = (None if row[at] in (None, "") else Decimal(str(row[at])) for at in (3, 6, 7))
            found[str(row[10])] = (
                value, None if checked is None else int(checked), None if expected is None else int(expected), row[9]
            )  # fmt: skip
    return found


def test_every_output_says_the_same_cell_for_cell(told: Client) -> None:
    as_json = of_json(fetched(told, "json"))
    assert {state for *_, state in as_json.values()} >= {"已报", "零，已核实", "零，未核实", "未报", "部分", "不适用"}
    book = fetched(told, "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert of_rows([list(row) for row in sheet.iter_rows(values_only=True)]) == as_json
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    assert of_rows(calamine.to_python(skip_empty_area=False)) == as_json
    assert _of_pdf(fetched(told, "pdf"), as_json) == as_json
    assert _of_page(told.get(f"/reporting/T161-LOG/{DAY}/").content.decode(), as_json) == as_json
    api = told.get(f"/api/v1/reports/T161-LOG/{DAY}")
    assert of_json(api.content) == as_json


def _pdf_text(browser: Client) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(fetched(browser, "pdf"))).pages)


def _number(text: str) -> Decimal | None:
    text = text.replace(",", "")
    return Decimal(text) if re.fullmatch(r"-?[0-9.]+", text) else None


def _of_pdf(made: bytes, codes: Any) -> dict[str, tuple[Any, ...]]:
    """The lines of the form from the PDF's text: the figures stand after the words and the unit, the code last."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    found = {}
    states = "|".join(sorted((words.zh for words in STATE_WORDS.values()), key=len, reverse=True))
    for code in codes:
        line = re.search(rf"(?m)）([^）\n]*?)\s*({states}) {code}$", text)
        assert line, f"{code} is not in the PDF"
        checked = re.search(r"([\d,]+) / ([\d,]+)", line[1])
        cells = line[1].split()
        found[code] = (
            _number(cells[0]) if cells else None,
            *((int(each.replace(",", "")) for each in checked.groups()) if checked else (None, None)), line[2],
        )  # fmt: skip
    return found


def _of_page(html: str, codes: Any) -> dict[str, tuple[Any, ...]]:
    parser = Cells()
    parser.feed(html)
    found = {}
    for row in parser.rows:
        code = row[0].split(" ")[0] if row else ""
        if code in codes:
            checked = re.search(r"已查 ([\d,]+) / 应查 ([\d,]+)", row[1])
            spoken = re.match(r"[\d.,]+?(?=，|[^\d.,]|$)", row[1])
            found[code] = (
                _number(spoken[0].rstrip(",")) if spoken else None,
                int(checked[1].replace(",", "")) if checked else None,
                int(checked[2].replace(",", "")) if checked else None,
                re.sub(r"^[●○◐—]?\s*", "", row[3]),
            )
    return found


def test_what_people_wrote_comes_through_whole_and_harmless(told: Client) -> None:
    assert json.loads(fetched(told, "json"))["narrative"] == NAUGHTY.strip()
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(told, "xlsx"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "nothing became a formula"
    assert [cell for cell in cells if cell.value == NAUGHTY.strip()]
    page = told.get(f"/reporting/T161-LOG/{DAY}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_pending_amendment_is_told_by_every_output(told: Client) -> None:
    by_code = {m["code"]: m for m in json.loads(fetched(told, "json"))["measures"]}
    assert (by_code["H2"]["value"], by_code["H2"]["pending"]["value"]) == (0, 2)
    assert re.search(r"待更正\s*发热人数", _pdf_text(told))
    page = told.get(f"/reporting/T161-LOG/{DAY}/").content.decode()
    assert "1 项待更正" in page
    assert "误报" in page


def test_the_form_carries_the_seal_and_leads_to_its_verification(told: Client) -> None:
    from lianfang.kernel import scope, seals, signing, witness_reading

    with scope.acting(scope.system_actor()):
        seals.seal_days_until(WINDOW_CLOSED)
    data = json.loads(fetched(told, "json"))
    text = _pdf_text(told)
    assert data["seal_root"] in text.replace("\n", "")
    printed = f"/verify/T161-LOG/{DAY}/1-{data['digest'][:16]}/"
    assert printed in text.replace("\n", "")
    codes = decoded(fetched(told, "pdf"))
    assert data["head"] in codes
    assert any(code.endswith(printed) for code in codes)
    assert witness_reading.parse(data["head"]).head.signed(signing.load())
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(fetched(told, "xlsx"))).get_sheet_by_index(0)
    assert data["head"] in [cell for row in sheet.to_python() for cell in row]
