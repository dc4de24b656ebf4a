"""tests · house: what the one box offers each role in the campaign opens for it, and it asks few questions."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.ground.access.models import User
from lianfang.kernel import clock
from tests.support.campaign import EVENING

pytestmark = [pytest.mark.django_db, pytest.mark.loaded, pytest.mark.timeout(300)]
CAST = ("superior", "officer", "reporter-log", "keeper", "property", "grid", "site-d01", "editor", "auditor")
TYPED = (
    "样",
    "3-2-301",
    "D04",
    "口罩",
    "发热",
    "消毒",
    "催报",
    "入库 口罩",
    "盘点",
    "交班",
    "测温 样本",
    "通知",
    "日报 D04",
)
QUERIES_MOST = 20
_OFFERED = re.compile(r'role="option"[^>]* href="([^"]+)"')
_OF_A_SORT = 1  # of what one source found, as many are opened
# What must be found, and by whom: (login, typed) → part of an address.
FOUND = {
    ("officer", "催报"): "/reporting/board/?unit=", ("officer", "交班"): "/watch/T161/handover/",
    ("officer", "发热"): "/incidents/", ("keeper", "入库 口罩"): "/supplies/stock/T161-LOG/mask/receive/",
    ("keeper", "盘点"): "/supplies/stock/T161-LOG/", ("grid", "3-2-301"): "/directory/homes/C161-B03-2-301/",
    ("officer", "D04"): "/directory/units/T161-D04/", ("officer", "日报 D04"): "/reporting/T161-D04/",
    ("officer", "通知"): "/governance/directives/", ("keeper", "口罩"): "/supplies/stock/T161-LOG/mask/",
}  # fmt: skip


def test_whatever_the_box_offers_opens(settings: Any) -> None:
    settings.DEMO = True  # the campaign's logins are those of the demonstration
    with clock.standing_at(EVENING):
        for login in CAST:
            client = Client()
            client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
            _asked(client, "-")  # what is read once in a process is read
            _walk(login, client)


def _walk(login: str, client: Client) -> None:
    opened: set[str] = set()
    for typed in TYPED:
        with CaptureQueriesContext(connection) as made:
            offered = _asked(client, typed)
        assert len(made) <= QUERIES_MOST, (typed, [each["sql"][:80] for each in made])
        if part := FOUND.get((login, typed)):
            assert any(part in each for each in offered), (login, typed, offered)
        for href in _some(offered):
            if href not in opened:
                assert client.get(href, follow=True).status_code == 200, (login, typed, href)
                opened.add(href)


def _asked(client: Client, typed: str) -> list[str]:
    answer = client.post("/find/", {"q": typed}, headers={"x-lianfang-box": "1"})
    assert answer.status_code == 200
    return [unescape(each) for each in _OFFERED.findall(answer.content.decode())]


def _some(offered: list[str]) -> list[str]:
    """A few of each sort, told apart by how their addresses begin."""
    kept: dict[str, list[str]] = {}
    for href in offered:
        kept.setdefault("/".join(href.split("/")[:3]), []).append(href)
    return [each for found in kept.values() for each in found[:_OF_A_SORT]]
