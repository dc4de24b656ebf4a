"""publicity · a screen's browser: the server goes, and comes back; and a browser without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.publicity.presenters_screen import Slide
from lianfang.areas.publicity.tests.office import BODY, HOUR, NOW, planned, signed
from lianfang.areas.publicity.tests.test_screens import SHOWN, set_up
from lianfang.kernel import clock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture
def address(live_server: Any, office: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """A screen that shows one text for an hour and another for longer."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(SHOWN))
    planned(signed("只挂一个钟头"), channel="screen", places=["GATE-1"], until_at=NOW + 3 * HOUR)
    planned(signed("挂一个星期", body=f"{BODY}\n\n{'说得很长的一段话。' * 40}"), channel="screen", places=["GATE-1"])
    return f"{live_server.url}{set_up()}"


def test_a_screen_goes_on_without_the_server_and_shows_nothing_whose_time_is_over(
    browser: Browser, address: str
) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.clock.install(time=0)  # the screen's own clock is fifty years behind
    page.goto(address)
    heading, link, stage = page.locator(".slide.on h1"), page.locator("#link"), page.locator("#stage")
    expect(page.locator("#clock")).to_have_text("8月17日 12:00")
    expect(heading).to_have_text("只挂一个钟头")
    room, body = page.locator(".slide.on .room"), page.locator(".slide.on .body")
    assert body.bounding_box()["height"] <= room.bounding_box()["height"], "the type fits"  # type: ignore[index]
    page.clock.run_for(15_000)
    expect(heading).to_have_text("挂一个星期")
    expect(page.locator("html[data-kept]")).to_have_count(1)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.clock.run_for(180_000)
    expect(link).to_have_text(re.compile("自 12:0[01] 起连不上服务器，内容可能已旧"))
    expect(heading).to_be_visible()
    page.clock.run_for(3_600_000)
    expect(stage).not_to_contain_text("只挂一个钟头", use_inner_text=True)
    page.clock.run_for(60_000)
    expect(heading).to_have_text("挂一个星期")
    page.reload()
    expect(heading).to_have_text("挂一个星期")
    page.clock.run_for(2_000)
    expect(link).to_have_text(re.compile("连不上服务器"))
    planned(signed("新来的"), channel="screen", places=["GATE-1"], from_at=NOW + HOUR)
    page.context.set_offline(False)
    page.clock.run_for(31_000)
    expect(link).to_have_text("")
    expect(stage).to_contain_text("新来的")
    assert complaints == []


def test_without_a_script_the_pages_turn_by_themselves(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Slide, "seconds", 1)
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1080, "height": 1920}).new_page()
    page.goto(address)
    heading = page.locator(".slide.on h1")
    expect(heading).to_have_text("只挂一个钟头")
    expect(heading).to_have_text("挂一个星期", timeout=10_000)
    page.context.close()
