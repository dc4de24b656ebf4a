"""tests · stories: the jobs of the day, counted in a real browser: what each takes in clicks, keys and words.

Others are counted where their area keeps them: a crew and a round by their pads, a stocktake, a place scanned, a drill.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lianfang.ground.access.roles import Role
from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import HouseholdSpec, PersonSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor
from tests.support import thumb

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
CREW, HOUSEHOLD = "T161-D01", "C161-B03-2-301"
LATE = datetime(2020, 8, 10, 17, 20, tzinfo=clock.zone())  # the reports of the day that closed at four are due


@pytest.fixture
def page(
    browser: Browser, live_server: Any, tree: dict[str, str], system: Actor, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """An officer's desk over the team, with a crew of two that nobody has measured, and one household."""
    at = clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        people.register_people(
            system, [PersonSpec(CREW, name) for name in ("王建国", "李四")], at=at, origin=Origin.REPLAY
        )
        people.open_households(
            system, [HouseholdSpec(HOUSEHOLD, "C161", "resident", entrance=2, floor=3, door="301")], at=at,
            origin=Origin.REPLAY,
        )  # fmt: skip
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(LATE))
    tab = thumb.phone(browser, live_server.url, system, Role.OFFICER, "T161", width=1440)
    yield tab
    tab.context.close()


def _counts(page: Page) -> tuple[int, int]:
    return thumb.taps(page), thumb.keys(page)


def test_who_is_missing_behind_a_figure_is_one_click(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/screening/?unit={CREW}")
    page.locator("main a.lf-m[href*='/H1/']").first.click()
    rows = page.locator("#lf-list tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("去记录")
    assert _counts(page) == (1, 0)


def test_all_who_are_missing_are_chased_with_two_clicks(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    page.locator(".lf-needs").get_by_role("link", name="催报").first.click()
    boxes = page.locator("input[name=unit][type=checkbox]")
    expect(boxes.first).to_be_checked()
    page.get_by_role("button", name="催报所选单位").click()
    expect(page.get_by_role("status").filter(has_text="已催")).to_be_visible()
    assert _counts(page) == (2, 0)


def test_any_household_is_found_by_one_key_and_its_name(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    page.keyboard.press("/")
    field = page.locator("#lf-find input[role=combobox]")
    expect(field).to_be_focused()
    field.press_sequentially(HOUSEHOLD)
    expect(page.locator("#lf-find [role=option]").first).to_contain_text("301")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("301")
    assert _counts(page) == (0, 1 + len(HOUSEHOLD) + 1), "the key, its name, and Enter"
