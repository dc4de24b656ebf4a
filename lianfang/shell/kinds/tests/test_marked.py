"""shell · tests · marked: whatever a sheet holds, its rows are acknowledged and its faults are told."""

from __future__ import annotations

import base64
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.shell.kinds import marked as marking
from lianfang.shell.kinds import sheet_pages
from lianfang.shell.kinds.marked import Mark, marked
from tests.support.ods import ods

TALLY = "/trial/tally/"
ROWS = (("unit", "occurred_at", "data.n"), ("T161-LOG", "2020-08-10 08:00", 3), ("T161-LOG", "2020-08-10 08:00", -1))


def book(rows: Any = ROWS, **cells: Any) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for at, value in cells.items():
        sheet[at] = value
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def torn(_: str, __: bytes) -> Any:
    raise KeyError("a part that the library expects")


def comments(body: bytes | None) -> list[str]:
    assert body is not None
    sheets = openpyxl.load_workbook(io.BytesIO(body)).worksheets
    return [cell.comment.text for sheet in sheets for row in sheet for cell in row if cell.comment]


def test_a_comment_holds_what_a_workbook_can_hold() -> None:
    for name, body in (("x.xlsx", book()), ("x.csv", b"a,b\n1,2\n")):
        assert comments(marked(name, body, [Mark("", 2, 0, "“\x00a\x1b\ud800\ufffe”\n" + "长" * 40_000)]))[0][:5] == (
            "“a”\n长"
        )


def test_a_sheet_whose_name_no_workbook_takes_is_marked_all_the_same() -> None:
    named = ods({"甲[1]:/*?": [("单位",), ("一",)], "很长的" * 20: [("单位",), ("二",)]})
    marks = [Mark("甲[1]:/*?", 2, 0, "第一处"), Mark("很长的" * 20, 2, 0, "第二处")]
    assert comments(marked("x.ods", named, marks)) == ["第一处", "第二处"]


def test_a_workbook_that_cannot_be_taken_over_is_marked_without_its_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "_kept", torn)
    assert comments(marked("x.xlsx", book(), [Mark("Sheet", 3, 2, "不能小于 0")])) == ["不能小于 0"]


@pytest.mark.django_db
@pytest.mark.usefixtures("trial_pages")
def test_rows_that_were_recorded_are_told_whatever_becomes_of_the_marks(
    browser_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in ("_kept", "_fresh"):
        monkeypatch.setattr(marking, each, torn)
    browser = browser_of("own")
    only = browser.post(f"{TALLY}import/", {"sheet": SimpleUploadedFile("a.xlsx", book()), "marked": "1"})
    assert (only.status_code, only.context["report"]) == (200, None)
    for words in ("这张表无法加标注", "不能小于 0"):
        assert words in only.content.decode()
    done = browser.post(f"{TALLY}import/", {"sheet": SimpleUploadedFile("a.xlsx", book())})
    assert (done.status_code, done.context["report"].accepted, done.context["marked"]) == (200, 1, None)
    assert "不能小于 0" in done.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("trial_pages")
def test_a_sheet_too_large_for_the_page_is_not_opened_again(browser_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(sheet_pages, "marked", lambda *said: opened.append(said))
    monkeypatch.setattr(sheet_pages, "HELD_LIMIT", 100)
    browser = browser_of("own")
    done = browser.post(f"{TALLY}import/", {"sheet": SimpleUploadedFile("a.xlsx", book())})
    assert (done.context["report"].accepted, done.context["marked"], opened) == (1, None, [])


@pytest.mark.django_db
@pytest.mark.usefixtures("trial_pages")
def test_faults_that_quote_what_no_workbook_holds_come_in_the_page(browser_of: Any) -> None:
    csv = b"unit,occurred_at,data.n\nT161-LOG,2020-08-10 08:00,3\nT\x1b1\x01,2020-08-10 08:00,4\n"
    done = browser_of("own").post(f"{TALLY}import/", {"sheet": SimpleUploadedFile("a.csv", csv)})
    assert (done.context["report"].accepted, len(done.context["report"].bad)) == (1, 1)
    (said,) = comments(base64.b64decode(done.context["marked"]["href"].partition("base64,")[2]))
    assert "没有找到单位“T1”" in said
