"""tests · house: every page in a real browser, on a desk and on a phone: nothing serious for axe, nothing cut off.

A page is opened on the desk by day in one language and again on the phone by night in the other; axe looks at it once,
every second page on the phone. With `LIANFANG_PICTURES=1` a picture of each stays in `test-results/pages/`, to be
looked at.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page

from lianfang.ground.access import actions as access
from lianfang.ground.access.models import User
from lianfang.kernel import clock, scope
from tests.house import answers
from tests.house.addresses import addresses, known_arguments, part_of, patterns
from tests.support import browser as browsing
from tests.support.campaign import EVENING

AXE = Path(django_settings.BASE_DIR, "web", "node_modules", "axe-core", "axe.min.js").read_text("utf-8")
PICTURES = Path(django_settings.BASE_DIR, "test-results", "pages")
# One kind stands for the generic pages of all; files and fragments are not pages.
_LEFT_OUT = (
    "api/", "healthz", "readyz", "metrics", "preferences/", "at/", "export.", "template.", "report.", "below/",
    "waiting/", "rollup.", "/proof/", ".pdf", ".xlsx", "bell/", "ledger/witness/", "/bundle/", "paper/feed",
    "sitemap.xml", "paper/sw.js", "worker.js",
)  # fmt: skip
_KINDS = ("screening/temperature-check/", "supplies/receipt/")
_GENERIC = ("/choose/", "/import/", "/new/", "<uuid:entry>")
# Who opens a page: the first of these whom it answers.
_WHO = ("commander", "officer", "reporter-log", "keeper", "property", "grid", "site-d01", "superior", "auditor")
_ADMIN = "admin"  # sees what nobody of the cast may; in no table
_RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']"
_DESK, _PHONE = 1440, 390
# How wide the page is once it is drawn with its own letters; what goes wrong on the way is heard by then.
_DRAWN_WIDTH = """document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(
    () => requestAnimationFrame(() => drawn(document.documentElement.scrollWidth)))))"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.loaded,
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def _is_page(pattern: str) -> bool:
    generic = any(part in pattern for part in _GENERIC) and not pattern.startswith(("ledger/", "directory/"))
    return not any(part in pattern for part in _LEFT_OUT) and (not generic or pattern.startswith(_KINDS))


@pytest.mark.parametrize("part", sorted({part_of(each) for each in patterns() if _is_page(each)}))
def test_every_page_holds_on_desk_and_phone(part: str, browser: Browser, live_server: Any, settings: Any) -> None:
    settings.DEMO = True
    system = scope.system_actor("look")
    with scope.acting(system), clock.standing_at(EVENING):
        access.give_grant(system, login=_ADMIN, role="admin", unit="XJCG")
    look = _Look(browser, live_server.url)
    pages = [each for each in addresses(known_arguments()) if part_of(each.pattern) == part and _is_page(each.pattern)]
    for number, each in enumerate(pages):
        languages = ("zh-hans", "en") if number % 2 else ("en", "zh-hans")
        if who := _who(each.pattern, each.address):
            look.at(each.pattern, each.address, who, languages, axe_at=_PHONE if number % 4 < 2 else _DESK)
    assert not look.faults, "\n".join(look.faults)


class _Look:
    """A desk and a phone for each who opens pages, and what was found wrong with them."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.faults: list[str] = []
        self._browser, self._url = browser, url
        self._tabs: dict[tuple[str, int], Page] = {}
        self._errors: list[str] = []

    def at(self, pattern: str, address: str, who: str, languages: tuple[str, str], *, axe_at: int) -> None:
        """Opens a page on the desk in the first language, and on the phone in the second."""
        for width, language in zip((_DESK, _PHONE), languages, strict=True):
            page = self._tab(who, width)
            self._errors.clear()
            cookie = {"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self._url}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            answer = page.goto(f"{self._url}{address}", wait_until="load")
            found = [f"answered {answer.status if answer else 0}"] if not answer or answer.status != 200 else []
            found += _seen(page, pattern, width) + (_heard(page) if width == axe_at else [])
            self.faults += [f"{pattern} at {width} in {language}: {each}" for each in found + self._errors]

    def _tab(self, who: str, width: int) -> Page:
        if (who, width) not in self._tabs:
            self._tabs[who, width] = page = browsing.signed_in(self._browser, self._url, who, width=width)
            page.emulate_media(color_scheme="dark" if width == _PHONE else "light")
            page.on("pageerror", lambda error: self._errors.append(str(error)))
        return self._tabs[who, width]


def _seen(page: Page, pattern: str, width: int) -> list[str]:
    if os.environ.get("LIANFANG_PICTURES"):
        name = pattern.replace("/", "_").replace("<", "").replace(">", "").replace(":", "-") or "home"
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    return ["wider than the window"] if page.evaluate(_DRAWN_WIDTH) > width else []


def _heard(page: Page) -> list[str]:
    """What axe finds serious."""
    page.evaluate(AXE)
    found = page.evaluate(f"axe.run(document, {{runOnly: {_RULES}, resultTypes: ['violations']}})")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def _who(pattern: str, address: str) -> str | None:
    """Whoever opens a page; nobody where it is a fragment, or opened by posting only."""
    said = answers.opens(pattern)
    if who := next((login for login in _WHO if said.get(login) == 200), None):
        return who
    admin = Client()
    admin.force_login(User.objects.get(username=_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    return _ADMIN if admin.get(address).status_code == 200 else None
