"""shell · directory · browser: the one box by keyboard, on the desk and on the phone, and without a fault for axe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from lianfang.shell.directory.tests.stage import World
from lianfang.shell.directory.tests.stage import browser as client_of
from tests.support.browser import opened, signed_in

AXE = Path(__file__).parents[4] / "web" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def test_any_home_is_one_key_and_its_name_away(chromium: str, world: World, system: Any, live_server: Any) -> None:
    client_of(system, "grid", "C161")
    with opened(chromium) as browser:
        _on_the_desk(browser, live_server.url)
        _on_the_phone(browser, live_server.url, world)


def _on_the_desk(browser: Browser, url: str) -> None:
    page = signed_in(browser, url, "grid-c161")
    page.goto(f"{url}/directory/units/")
    page.keyboard.press("/")
    field, hits = page.get_by_role("combobox", name="查人"), page.locator("#lf-find-hits")
    expect(field).to_be_focused()
    expect(hits).to_contain_text("可以这样查")
    page.keyboard.type("3-2-301")
    first = hits.get_by_role("option").first
    expect(first).to_contain_text("C161-B03-2-301")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.locator("#lf-find [role=status]")).to_have_text("查到 1 项")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('#lf-find', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/homes/C161-B03-2-301/")

    page.keyboard.press("Control+k")
    field.fill("3")
    expect(hits.get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(hits.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(hits.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#lf-find")).to_be_hidden()
    page.context.close()


def _on_the_phone(browser: Browser, url: str, world: World) -> None:
    phone = signed_in(browser, url, "grid-c161", width=390, language="en")
    phone.goto(f"{url}/directory/places/")
    phone.locator("[data-find]").click()
    phone.get_by_role("combobox", name="People, units").fill("wjg")
    hit = phone.locator("#lf-find-hits").get_by_role("option").first
    expect(hit).to_contain_text("王**")
    hit.click()
    phone.wait_for_url(f"**/directory/people/{world.living}/")
    phone.context.close()
