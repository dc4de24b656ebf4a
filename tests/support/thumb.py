"""tests · thumb: a phone on which somebody is signed in, and which counts what was tapped and typed on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page

from lianfang.ground.access.roles import Role
from lianfang.kernel.scope import Actor
from tests.support import pages

_AXE = Path(settings.BASE_DIR, "web", "node_modules", "axe-core", "axe.min.js")
_RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']"
_COUNT = """
for (const [event, name] of [['pointerdown', 'taps'], ['keydown', 'keys']])
  addEventListener(event, () => sessionStorage.setItem(name, 1 + Number(sessionStorage.getItem(name))), true);
"""


def phone(
    browser: Browser, url: str, system: Actor, role: Role, unit: str, *, width: int = 390, lang: str = "zh-hans"
) -> Page:
    """A tab of somebody with a role over a unit; its context is the caller's to close."""
    session = pages.browser(system, role, unit).cookies[settings.SESSION_COOKIE_NAME].value
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    names = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: lang}
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in names.items()])
    page.add_init_script(_COUNT)
    return page


def taps(page: Page) -> int:
    """How often something was tapped or clicked since the tab was opened."""
    return int(page.evaluate("Number(sessionStorage.getItem('taps'))"))


def keys(page: Page) -> int:
    """How many keys were pressed since."""
    return int(page.evaluate("Number(sessionStorage.getItem('keys'))"))


def faults(page: Page) -> list[Any]:
    """What of the page is not accessible, each with the first element that shows it."""
    # Run through the debugger's own door: the page's policy rightly lets no foreign script in.
    page.evaluate(_AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {_RULES}}})")
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]
