"""alerts · tests · browser: an alert reaches an open page within two seconds; the pages hold on desk and phone."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from lianfang.areas.alerts import actions, jobs
from lianfang.areas.alerts.tests.conftest import NOON, Trial, alerts, gap, only
from lianfang.ground.testing import Cast
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Severity
from lianfang.kernel.scope import Actor

AXE = Path(house.BASE_DIR, "web", "node_modules", "axe-core", "axe.min.js")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def tab(browser: Browser, url: str, who: str, *, width: int = 1440, language: str = "zh-hans") -> Page:
    from lianfang.ground.access.models import User

    client = Client()
    client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    session = client.cookies[house.SESSION_COOKIE_NAME].value
    names = {house.SESSION_COOKIE_NAME: session, house.LANGUAGE_COOKIE_NAME: language}
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in names.items()])
    return page


def test_an_alert_reaches_an_open_page_within_two_seconds(
    browser: Browser, live_server: Any, cast: Cast, officer: Actor, trial: Trial
) -> None:
    clock.start_campaign(NOON, rate=1.0)
    page = tab(browser, live_server.url, "own")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/alerts/bell/" in request.url else None)
    page.goto(f"{live_server.url}/ledger/")
    page.wait_for_selector(".lf-bell[data-mark]")
    trial.put(gap(severity=Severity.URGENT))
    with scope.acting(scope.system_actor()):
        began = time.monotonic()
        jobs.look_around(0)
    page.wait_for_selector(".lf-toast", timeout=5000)
    assert time.monotonic() - began < 2
    expect(page.locator(".lf-toast")).to_contain_text("消毒第一轮未做（round-1）")
    expect(page.locator(".lf-bell b")).to_have_text("1")
    page.click(".lf-toast [data-dismiss]")
    expect(page.locator(".lf-toast")).to_have_count(0)
    # Another page shows the count at once and tells nothing twice; a page nobody looks at asks nothing.
    page.goto(f"{live_server.url}/alerts/")
    page.wait_for_selector(".lf-bell b")
    expect(page.locator(".lf-toast")).to_have_count(0)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    page.wait_for_timeout(500)
    asked.clear()
    page.wait_for_timeout(3500)
    assert asked == []
    page.context.close()


@pytest.mark.parametrize(("width", "language"), [(1440, "zh-hans"), (390, "en")])
def test_the_pages_hold(
    browser: Browser, live_server: Any, cast: Cast, officer: Actor, trial: Trial, width: int, language: str
) -> None:
    clock.start_campaign(NOON + timedelta(minutes=40), rate=0.0)
    with scope.acting(cast.commander) as actor:
        said = {"url": "wecombot://693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa", "min_severity": "notice", "name": "值班群"}
        unit = units.unit(actor, "T161")
        channel = actions.set_channel(actor, unit=unit, channel=None, language="zh-hans", **said)
    trial.put(gap(count=12), gap("drill", exercise=True, severity=Severity.URGENT))
    trial.look()
    trial.look(16)
    number = alerts()[0].alert
    page = tab(browser, live_server.url, "commander", width=width, language=language)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in (
        "",
        "?which=all",
        f"{number}/",
        "channels/",
        "channels/new/",
        f"channels/{channel}/",
        "deliveries/",
    ):
        answer = page.goto(f"{live_server.url}/alerts/{address}")
        assert answer is not None
        assert answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == [], address
    assert complaints == []
    page.context.close()


def test_an_alert_is_ended_by_keyboard_and_hand(
    browser: Browser, live_server: Any, cast: Cast, officer: Actor, trial: Trial
) -> None:
    clock.start_campaign(NOON + timedelta(minutes=1), rate=0.0)
    trial.put(gap())
    trial.look()
    page = tab(browser, live_server.url, "own")
    page.goto(f"{live_server.url}/alerts/")
    page.click("text=消毒第一轮未做（round-1）")
    page.click("role=button[name='接手']")
    page.wait_for_selector("text=已接手")
    page.fill("textarea[name='end-note']", "已补做，照片在群里")
    page.click("#end button[type=submit]")
    page.wait_for_selector("text=人工办结")
    assert only().state == "resolved"
    page.context.close()
