"""tests · house: every page in a real browser, on a desk and on a phone: nothing serious for axe, nothing cut off.

A picture of each stays in `test-results/pages/`, to be looked at. It takes some minutes.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page

from lianfang.campaigns.team161 import load
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.ground.access import actions as access
from lianfang.ground.access.models import User
from lianfang.kernel import clock, scope
from tests.house.addresses import addresses, known_arguments

AXE = Path(django_settings.BASE_DIR, "web", "node_modules", "axe-core", "axe.min.js")
PICTURES = Path(django_settings.BASE_DIR, "test-results", "pages")
EVENING = datetime(2020, 7, 16, 18, 30, tzinfo=SHANGHAI)
# One kind stands for the generic pages of all; files and fragments are not pages.
_LEFT_OUT = (
    "api/", "healthz", "readyz", "metrics", "preferences/", "at/", "export.", "template.", "report.", "below/",
    "rollup.", "/proof/", ".pdf", ".xlsx", "bell/", "ledger/witness/", "/bundle/",
)  # fmt: skip
_KINDS = ("screening/temperature-check/", "supplies/receipt/")
_GENERIC = ("/choose/", "/import/", "/new/", "<uuid:entry>")
# Who opens a page: the first of these whom it answers.
_WHO = (
    "commander", "officer", "reporter-log", "keeper", "property", "grid", "site-d01", "superior", "auditor", "admin",
)  # fmt: skip
_RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1500),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def test_every_page_holds_on_desk_and_phone(browser: Browser, live_server: Any, settings: Any) -> None:
    settings.DEMO = True
    load.load(until=EVENING)
    clock.start_campaign(EVENING, rate=0.0)
    system = scope.system_actor("look")
    with scope.acting(system), clock.standing_at(EVENING):
        access.give_grant(system, login="admin", role="admin", unit="XJCG")
    PICTURES.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    tabs: dict[tuple[str, int], Page] = {}
    for number, (pattern, address) in enumerate(_pages()):
        who = next((login for login in _WHO if _client(login).get(address).status_code == 200), None)
        if who is None:
            continue  # a fragment, or opened by posting only
        for width, language in ((1440, "zh-hans"), (390, "en")) if number % 2 else ((1440, "en"), (390, "zh-hans")):
            if (who, width) not in tabs:
                tabs[who, width] = _signed_in(browser, live_server.url, who, width)
            tab = tabs[who, width]
            faults += _look(tab, f"{live_server.url}{address}", language, width, pattern)
    assert not faults, "\n".join(faults)


def _pages() -> list[tuple[str, str]]:
    found = []
    for each in addresses(known_arguments()):
        generic = any(part in each.pattern for part in _GENERIC) and not each.pattern.startswith(
            ("ledger/", "directory/")
        )
        if any(part in each.pattern for part in _LEFT_OUT) or (generic and not each.pattern.startswith(_KINDS)):
            continue
        found.append((each.pattern, each.address))
    return found


def _signed_in(browser: Browser, url: str, who: str, width: int) -> Page:
    client = _client(who)
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    session = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": session, "value": client.cookies[session].value, "url": url}])
    return page


@cache
def _client(who: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _look(page: Page, address: str, language: str, width: int, pattern: str) -> list[str]:
    complaints: list[str] = []
    page.context.add_cookies([{"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(address, wait_until="load")
    status = answer.status if answer else 0
    name = pattern.replace("/", "_").replace("<", "").replace(">", "").replace(":", "-") or "home"
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    if status != 200:
        complaints.append(f"answered {status}")
    if page.evaluate("document.documentElement.scrollWidth") > width:
        complaints.append("wider than the window")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {_RULES}}})")
    complaints += [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    return [f"{pattern} at {width} in {language}: {each}" for each in complaints]
