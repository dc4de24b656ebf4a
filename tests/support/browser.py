"""tests · browser: a real Chromium, and tabs of it that are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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
    # The driver's own loop runs in this thread, which Django would take for an asynchronous caller.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connections.close_all()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"], env=env)
        yield browser
        browser.close()
        connections.close_all()


def signed_in(browser: Browser, url: str, who: str, *, width: int = 1440, language: str = "zh-hans") -> Page:
    """A tab in which somebody is signed in."""
    client = Client()
    client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    names = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in names.items()])
    return page
