"""watch · in a real browser: the watch changes hands with two clicks on each side."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect

from lianfang.areas.watch.tests.room import at, logged
from lianfang.areas.watch.tests.test_pages import browser as signed_in
from lianfang.kernel import clock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def tab(browser: Browser, url: str, login: str) -> Page:
    """Somebody's watch page on a phone."""
    session = django_settings.SESSION_COOKIE_NAME
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": session, "value": signed_in(login).cookies[session].value, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/watch/")
    return page


@pytest.mark.usefixtures("staffed")
def test_the_watch_changes_hands_with_two_clicks_on_each_side(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged("等局里回电", at(10), open=True)
    for login, moment, button, said in (
        ("one", at(19, 50), "交班签字", "已交班，等接班人签字"),
        ("two", at(20, 2), "看过，接班签字", "已接班，双方签字完成"),
    ):
        monkeypatch.setattr(clock, "current", lambda moment=moment: clock.FixedClock(moment))
        page = tab(browser, live_server.url, login)
        page.get_by_role("link", name="交接班").click()
        expect(page.get_by_role("link", name="等局里回电")).to_be_visible()
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text(said)).to_be_visible()
        page.context.close()
