"""tests · the first day: from an empty folder and three untidy workbooks to the first confirmed report, in a browser.

A scripted stranger knows the address and the code that was printed. The clock stands at 15:50; the day's window closes
at 16:00, and by 16:05 the report is confirmed. He types names, and no code of anything.
"""

from __future__ import annotations

import io
import re
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from lianfang.config.supervisor import first_visit
from lianfang.kernel import clock
from tests.stories.first_sheets import CHINESE, ENGLISH, Words

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
BEGIN = datetime(2020, 8, 10, 15, 50, tzinfo=ZoneInfo("Asia/Shanghai"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_a_stranger_reaches_the_first_report(
    words: Words, browser: Browser, live_server: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    code, began = first_visit.code(tmp_path), time.monotonic()
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(BEGIN))
    page = browser.new_context(
        locale=words.lang.replace("hans", "CN"), viewport={"width": 1280, "height": 900}
    ).new_page()
    page.context.add_cookies([{"name": "lianfang_language", "value": words.lang, "url": live_server.url}])
    page.goto(live_server.url)
    _send(page, code=code)
    word = "qiu-tian-kai-xue-161"
    _send(page, unit=words.unit, person=words.person, login="walker", password=word, again=word)
    page.wait_for_url(f"{live_server.url}/")

    # Each step waits on the home page; it is left and taken up again.
    _handed_in(page, live_server.url, "units", words.units, words.recorded)
    _handed_in(page, live_server.url, "people", words.people, "", bad=1)
    mended = _mended(page, words)
    _handed_in(page, live_server.url, "people", mended, words.recorded)
    _handed_in(page, live_server.url, "places", words.estate, "")
    _handed_in(page, live_server.url, "households", words.estate, "")
    _handed_in(page, live_server.url, "accounts", words.people, "")

    # Whoever was invited comes in by the printed link, and takes the temperatures from the same workbook.
    page.goto(f"{live_server.url}/directory/accounts/invitations/sheet/")
    expect(page.locator("main figure")).to_have_count(2)
    link = page.locator("main figure", has_text=words.reporter).locator("a").get_attribute("href")
    assert link is not None
    other = browser.new_context().new_page()
    other.context.add_cookies([{"name": "lianfang_language", "value": words.lang, "url": live_server.url}])
    other.goto(link)
    _send(other, password="tian-shan-xue-lian", again="tian-shan-xue-lian")
    other.wait_for_url(f"{live_server.url}/")
    other.goto(f"{live_server.url}/screening/temperature-check/import/")
    _upload(other, words.people)
    other.fill("[name='all.data.site']", words.site)  # no column says it, and the page asks
    _upload(other, words.people)
    expect(other.locator(".lf-stat").first).to_have_text(re.compile(r"2\s*$"))
    other.context.close()

    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(BEGIN + timedelta(minutes=15)))
    page.goto(f"{live_server.url}/reporting/mine/")
    page.locator("#confirm button[type=submit]").last.click()
    page.wait_for_selector(f"text={words.filed}")
    assert time.monotonic() - began < 15 * 60
    page.context.close()


def _send(page: Page, **said: str) -> None:
    for name, value in said.items():
        page.fill(f"[name={name}]", value)
    page.click("button[type=submit].btn-primary")


def _handed_in(page: Page, url: str, sort: str, body: bytes, told: str, bad: int = 0) -> None:
    page.goto(f"{url}/directory/{sort}/import/")
    _upload(page, body)
    if told:
        expect(page.locator("h1")).to_contain_text(told)
    if bad:
        expect(page.locator("a[download]")).to_have_count(1)


def _upload(page: Page, body: bytes) -> None:
    file: FilePayload = {"name": "sheet.xlsx", "mimeType": XLSX, "buffer": body}
    page.set_input_files("input[type=file]", file)
    page.click("#lf-sheet button[type=submit].btn-primary")
    page.wait_for_selector(".lf-stat")


def _mended(page: Page, words: Words) -> bytes:
    """The sheet comes back with the faulty cell marked; it is put right there, whatever the rest says."""
    with page.expect_download() as loading:
        page.click("a[download]")
    sheet_book = openpyxl.load_workbook(io.BytesIO(loading.value.path().read_bytes()))
    sheet = sheet_book.worksheets[0]
    marked = [cell for row in sheet for cell in row if cell.comment]
    assert [cell.coordinate for cell in marked] == ["C6"]
    assert words.shortened in marked[0].comment.text
    sheet["C6"] = "13800138003"
    for each in sheet_book.sheetnames[1:]:
        del sheet_book[each]
    held = io.BytesIO()
    sheet_book.save(held)
    return held.getvalue()
