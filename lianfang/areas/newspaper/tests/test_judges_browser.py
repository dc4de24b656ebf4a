"""newspaper · strangers' eyes in a real browser: axe and Lighthouse over the pages where readers look first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser

from lianfang.areas.newspaper.tests.newsroom import Copy
from tests.support import thumb
from tests.support.lighthouse import Asked, judge

SCORE_MIN = 95
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("paper"),
    pytest.mark.timeout(600),
]
PAGES = ("", "{old}/02/", "{old}/01/a1/")
CATEGORIES = ("accessibility", "best-practices", "seo")


def test_axe_finds_nothing(browser: Browser, live_server: Any, two_issues: Copy) -> None:
    found = {}
    for width, night in ((1440, "light"), (390, "dark")):
        page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=night).new_page()  # type: ignore[arg-type]
        for path in (*PAGES, "search/?q=电梯", "issues/", "{old}/proof/", "{old}/01/a2/"):
            page.goto(f"{live_server.url}/paper/{path.format(old=two_issues.old)}")
            found[path, width] = thumb.faults(page)
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_lighthouse_is_content(chromium: str, live_server: Any, two_issues: Copy) -> None:
    _judged(chromium, live_server, two_issues, PAGES[-1:], CATEGORIES)


@pytest.mark.soak
def test_lighthouse_is_content_with_every_page_and_its_speed(
    chromium: str, live_server: Any, two_issues: Copy
) -> None:  # fmt: skip
    _judged(chromium, live_server, two_issues, PAGES, ("performance", *CATEGORIES))


def _judged(
    chromium: str, live_server: Any, two_issues: Copy, paths: tuple[str, ...], categories: tuple[str, ...]
) -> None:
    addresses = [f"{live_server.url}/paper/{path.format(old=two_issues.old)}" for path in paths]
    for each in addresses:
        assert Client().get(urlsplit(each).path).status_code == 200, "nobody waits for templates to be read first"
    found = judge(chromium, [Asked(urlsplit(each).path, each, {}) for each in addresses], categories)
    assert [each.url for each in found] == addresses
    low = {each.name: (each.scores, each.faults) for each in found if min(each.scores.values()) < SCORE_MIN}
    assert low == {}
