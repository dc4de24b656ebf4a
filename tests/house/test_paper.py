"""tests · house: what a duty room prints of its pages: few sheets, whose tables repeat their heads."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from lianfang.kernel import clock
from tests.support import browser as browsing
from tests.support.campaign import EVENING

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.loaded,
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_command_page_is_two_sheets_and_the_board_one(
    browser: Browser, live_server: Any, settings: Any, language: str
) -> None:
    settings.DEMO = True
    day = clock.day_of(EVENING).date
    page = browsing.signed_in(browser, live_server.url, "commander", language=language)
    command = _sheets(page, f"{live_server.url}/command/?day={day}")
    board = _sheets(page, f"{live_server.url}/reporting/board/?day={day}")
    page.context.close()
    assert len(command) <= 2
    assert len(board) == 1
    # A table that goes on says its columns again.
    head = {"zh-hans": "消毒点次", "en": "Disinfection"}[language]
    assert head in command[-1]


def _sheets(page: Any, address: str) -> list[str]:
    """The words of each sheet, without the spaces that a reader of a PDF guesses between characters."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    written = page.pdf(prefer_css_page_size=True)
    return ["".join(each.extract_text().split()) for each in PdfReader(io.BytesIO(written)).pages]
