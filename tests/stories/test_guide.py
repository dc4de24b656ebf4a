"""tests · the guide: a visitor who knows nothing presses what is marked, and comes to the end, in either language."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lianfang.shell.guide import steps as guide

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.loaded,
    pytest.mark.filterwarnings("ignore:No directory at"),
]
_MOST_PRESSES = 40
_PRESSABLE = "a.is-guided, button.is-guided"


@pytest.fixture(autouse=True)
def demonstration(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps of the campaign, which says them only where a demonstration runs."""
    from lianfang.campaigns.team161.guide import steps

    settings.DEMO = True
    monkeypatch.setattr(guide, "_telling", [steps])


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 390)])
def test_the_marks_lead_a_visitor_to_the_end(browser: Browser, live_server: Any, language: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    page.context.add_cookies([{"name": "lianfang_language", "value": language, "url": live_server.url}])
    page.goto(f"{live_server.url}/accounts/login/")
    page.locator("form[action='/guide/'] button[value='1']").click()
    seen = _followed(page)
    page.context.close()
    assert seen == [*range(1, len(guide.steps()) + 1)], "every step, in its order"


def _followed(page: Page) -> list[int]:
    """Presses the mark, or else the strip's own way on, until the guide is over; gives the steps as they came."""
    strip, seen, pressed = page.locator("#lf-guide"), list[int](), set[tuple[str, str]]()
    for _ in range(_MOST_PRESSES):
        expect(page.locator("html[data-pressed]")).to_have_count(0)  # the next page has come
        page.wait_for_load_state()
        if not strip.is_visible():
            return seen
        expect(page.locator("body")).not_to_contain_text("server error")
        title = strip.locator("small").inner_text()
        number = int(title.split("/")[0].split()[-1])
        if number not in seen:
            seen.append(number)
        here = page.url, title
        page.evaluate("document.documentElement.dataset.pressed = ''")
        mark = page.locator(_PRESSABLE)
        if strip.get_attribute("data-mark") and here not in pressed and mark.count():
            pressed.add(here)
            mark.first.click()
        else:
            strip.locator("button.btn-primary, button[value]:not([value='end'])").last.click()
    raise AssertionError(f"no end after {_MOST_PRESSES} presses, at {page.url}: {seen}")
