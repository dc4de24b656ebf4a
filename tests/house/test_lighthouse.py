"""tests · house: how Lighthouse judges the pages where users look first, on a phone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client

from lianfang.ground.access.models import User
from tests.house.addresses import known_arguments
from tests.support.lighthouse import Asked, judge

SCORE_MIN = 95
# What a page is called, who opens it, and where it is; {names} are those of `known_arguments`.
MAIN_PAGES = (
    ("login", "", "/accounts/login/"),
    ("home", "officer", "/"),
    ("command", "commander", "/command/"),
    ("missing", "commander", "/missing/T161/{day}/H1/"),
    ("board", "superior", "/reporting/board/T161/{day}/"),
    ("handover", "officer", "/watch/T161/handover/"),
    ("daily report", "reporter-log", "/reporting/{unit}/{day}/"),
    ("pad", "reporter-log", "/screening/temperature-check/pad/?unit={unit}"),
    ("incident", "officer", "/incidents/{incident}/"),
    ("find", "officer", "/find/?q={unit}"),
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.loaded,
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def test_everybody_can_use_the_main_pages(chromium: str, live_server: Any, settings: Any) -> None:
    settings.DEMO = True
    known = known_arguments()
    asked = []
    for number, (name, who, address) in enumerate(MAIN_PAGES):
        language = ("zh-hans", "en")[number % 2]
        asked.append(Asked(name, live_server.url + address.format(**known), _cookies(who, language)))
    found = judge(chromium, asked, ["accessibility"])
    assert [urlsplit(each.url).path for each in found] == [urlsplit(each.url).path for each in asked]
    low = {each.name: (each.scores, each.faults) for each in found if each.scores["accessibility"] < SCORE_MIN}
    assert not low


def _cookies(who: str, language: str) -> dict[str, str]:
    """A language, and the session of whoever opens the page."""
    cookies = {django_settings.LANGUAGE_COOKIE_NAME: language}
    if who:
        client = Client()
        client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
        cookies[django_settings.SESSION_COOKIE_NAME] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    return cookies
