"""shell · the day's control in a real browser: by key, by thumb, without scripts, and when the day closes meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lianfang.kernel import clock
from tests.support import browser as browsing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
CLOSES = datetime(2020, 8, 10, 16, 0, tzinfo=clock.zone())


@pytest.fixture
def running(stage: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`running(moment, rate)`: the clock runs from there, for the pages too."""
    monkeypatch.undo()  # the stage's own clock stands
    return lambda moment, rate=0.0: clock.start_campaign(moment, rate=rate)


def _opened(browser: Browser, url: str, *, width: int = 1440, scripts: bool = True) -> Page:
    page = browsing.signed_in(browser, url, "own", width=width)
    if scripts:
        return page
    kept = page.context.cookies()
    page.context.close()
    page = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False).new_page()
    page.context.add_cookies(kept)
    return page


def _says(page: Page, words: str) -> None:
    expect(page.locator("#lf-day summary b")).to_have_text(words)


def test_keys_move_the_day_and_it_goes_along_while_one_walks(browser: Browser, live_server: Any, running: Any) -> None:
    running(CLOSES + timedelta(hours=1))
    page = _opened(browser, live_server.url)
    page.goto(f"{live_server.url}/ledger/?day=2020-08-11")
    _says(page, "8月10日 16:00 至次日 16:00")
    page.keyboard.press("[")
    _says(page, "8月9日 16:00 至次日 16:00")
    page.keyboard.press("[")
    _says(page, "8月8日 16:00 至次日 16:00")
    page.keyboard.press("]")
    _says(page, "8月9日 16:00 至次日 16:00")
    page.click("#lf-nav a[href='/duties/?day=2020-08-10']")
    _says(page, "8月9日 16:00 至次日 16:00")
    expect(page.locator("#lf-day.is-other")).to_be_visible()
    page.click("#lf-nav a[href='/command/?day=2020-08-10']")
    _says(page, "8月9日 16:00 至次日 16:00")
    page.keyboard.press("t")
    _says(page, "8月10日 16:00 至次日 16:00")
    expect(page).to_have_url(f"{live_server.url}/command/")
    page.keyboard.press("?")
    expect(page.locator("#lf-help")).to_contain_text("前一天、后一天、回到今天")
    page.context.close()


def test_a_chosen_day_is_kept_through_pages_of_no_day_in_its_own_tab(
    browser: Browser, live_server: Any, running: Any
) -> None:
    running(CLOSES + timedelta(hours=1))
    page = _opened(browser, live_server.url)
    page.goto(f"{live_server.url}/command/?day=2020-08-10")
    _says(page, "8月9日 16:00 至次日 16:00")
    page.goto(f"{live_server.url}/directory/units/")
    expect(page.locator("#lf-day")).to_have_count(0)
    page.click("#lf-nav a[href='/duties/?day=2020-08-10']")
    _says(page, "8月9日 16:00 至次日 16:00")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/directory/units/")
    expect(other.locator("#lf-nav a[href='/duties/']")).to_have_count(1)
    other.close()
    page.keyboard.press("t")
    _says(page, "8月10日 16:00 至次日 16:00")
    page.goto(f"{live_server.url}/directory/units/")
    expect(page.locator("#lf-nav a[href='/duties/']")).to_have_count(1)
    page.context.close()


def test_a_thumb_and_no_script_are_enough(browser: Browser, live_server: Any, running: Any) -> None:
    running(CLOSES + timedelta(hours=1))
    page = _opened(browser, live_server.url, width=390, scripts=False)
    page.goto(f"{live_server.url}/duties/")
    for target in page.locator("#lf-day > a:visible, #lf-day summary").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    page.click("#lf-day a[rel=prev]")
    _says(page, "8月9日 16:00 至次日 16:00")
    page.click("#lf-day summary")
    page.click("#lf-day td a >> text='5'")
    _says(page, "8月4日 16:00 至次日 16:00")
    page.click("#lf-day summary")
    page.fill("#lf-day-typed", "8月7日")
    page.click("#lf-day button[type=submit]")
    _says(page, "8月6日 16:00 至次日 16:00")
    page.click("#lf-day summary")
    page.fill("#lf-day-typed", "不知道")
    page.click("#lf-day button[type=submit]")
    page.click("text=回到今天")
    _says(page, "8月10日 16:00 至次日 16:00")
    page.context.close()


def test_a_page_left_open_says_that_its_day_has_closed(browser: Browser, live_server: Any, running: Any) -> None:
    running(CLOSES - timedelta(seconds=30), 30.0)
    page = _opened(browser, live_server.url)
    page.goto(f"{live_server.url}/duties/")
    page.click("text=这个报告日已截止：打开新的一天")
    _says(page, "8月10日 16:00 至次日 16:00")
    page.context.close()


def test_a_day_that_is_typed_says_what_was_understood_in_the_language_of_the_page(
    browser: Browser, live_server: Any, settings: Any
) -> None:
    settings.DEMO = True
    for language, words in (("zh-hans", "2020年8月9日周日"), ("en", "Sun, 9 Aug 2020")):
        page = browser.new_context(locale="en-US" if language == "zh-hans" else "zh-CN").new_page()
        page.context.add_cookies([{"name": "lianfang_language", "value": language, "url": live_server.url}])
        page.goto(f"{live_server.url}/styleguide/")
        field = page.locator("input[data-typed=day]").first
        field.fill("2020/8/9")
        expect(page.locator(".lf-understood").first).to_have_text(words)
        expect(page.locator(".lf-typed button").first).to_be_visible()
        page.context.close()
