"""tests · browser: a real Chromium, and tabs of it that are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from lianfang.ground.access.models import User


@contextmanager
def opened(chromium: str, env: dict[str, str | float | bool] | None = None) -> Iterator[Browser]:
    """A browser that is closed afterwards, with the database connections that its driver's loop left.

    `env` is the whole environment that it runs in, where the test's own is not meant.
    """
    connections.close_all()  # within the driver's loop there are others, and these may outlive their database
    # The driver's own loop runs in this thread, which Django would take for an asynchronous caller.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections.close_all()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"], env=env)
        yield browser
        browser.close()
        connections.close_all()


class _Shared:
    """The browser that tests which follow each other have in common, and what closes it."""

    open: Browser | None = None
    closing = ExitStack()


def shared(chromium: str) -> Browser:
    """The browser of the test before, where that had one, else a new one. To begin one costs as much as a short test.

    To be asked for before the test has a database: Django's connections are others within the driver's loop.
    """
    if _Shared.open is None or not _Shared.open.is_connected():
        let_go()
        _Shared.open = _Shared.closing.enter_context(opened(chromium))
    return _Shared.open


def tidy(browser: Browser) -> None:
    """Close what a test left open, so that every test has cookies, storage and a cache of its own."""
    for context in browser.contexts:
        context.close()
    connections.close_all()


def let_go() -> None:
    """Close the shared browser: its driver's loop must not run beneath a test that has none."""
    _Shared.open = None
    _Shared.closing.close()


def signed_in(browser: Browser, url: str, who: str, *, width: int = 1440, language: str = "zh-hans") -> Page:
    """A tab in which somebody is signed in."""
    client = Client()
    client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    names = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in names.items()])
    return page
