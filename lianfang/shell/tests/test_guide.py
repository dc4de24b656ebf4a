"""shell · tests · guide: a visitor is led from page to page and login to login, and may leave at any step."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from lianfang.ground.access import demo
from lianfang.ground.access.models import User
from lianfang.kernel.words import w
from lianfang.shell.guide import steps as guide
from lianfang.shell.guide.steps import COOKIE, Step

pytestmark = pytest.mark.django_db

STEPS = (
    Step(w("单位", "Units"), w("请看单位", "Look at the units"), "commander", lambda: "/directory/units/",
         "/directory/units/", "main h1"),
    Step(w("人员", "People"), w("请看人员", "Look at the people"), "commander", lambda: "/directory/people/",
         "/directory/people/"),
    Step(w("账", "Ledger"), w("请看台账", "Look at the ledger"), "superior", lambda: "/ledger/", "/ledger/"),
)  # fmt: skip


@pytest.fixture
def led(cast: Any, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.DEMO = True
    monkeypatch.setattr(guide, "_telling", [lambda: STEPS])


def _signed_in(client: Client, login: str) -> None:
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")


def _strip(client: Client, address: str) -> str:
    found = re.search(r'<aside class="lf-guide.*?</aside>', client.get(address).content.decode(), re.DOTALL)
    return found.group() if found else ""


@pytest.mark.usefixtures("led")
def test_a_stranger_begins_at_the_page_to_sign_in_where_the_login_is_marked() -> None:
    client = Client()
    assert "五分钟" in client.get("/accounts/login/").content.decode()
    begun = client.post("/guide/", {"to": "1"})
    assert begun.headers["Location"] == "/accounts/login/?next=%2Fdirectory%2Funits%2F"
    said = _strip(client, begun.headers["Location"])
    assert 'data-mark="[data-login=&#x27;commander&#x27;]"' in said
    assert demo.words_of_login("commander").say() in said


@pytest.mark.usefixtures("led")
def test_who_comes_to_the_next_page_by_himself_has_done_the_step() -> None:
    client = Client()
    _signed_in(client, "commander")
    assert client.post("/guide/", {"to": "1"}).headers["Location"] == "/directory/units/"
    assert "导览 1/3" in _strip(client, "/directory/units/")
    assert "导览 1/3" in _strip(client, "/duties/")
    assert "导览 2/3" in _strip(client, "/directory/people/")
    assert "导览 2/3" in _strip(client, "/duties/"), "and has it done wherever he goes"
    assert 'value="here"' in _strip(client, "/duties/")
    # Another login does the third: the page to sign in comes first, with the way on.
    assert client.post("/guide/", {"to": "3"}).headers["Location"] == "/accounts/login/?next=%2Fledger%2F"
    _signed_in(client, "superior")
    assert 'value="end"' in _strip(client, "/ledger/")


@pytest.mark.usefixtures("led")
def test_the_guide_is_left_at_any_step_and_an_unreadable_place_is_none() -> None:
    client = Client()
    _signed_in(client, "commander")
    client.post("/guide/", {"to": "2"})
    assert client.post("/guide/", {"to": "end"}).headers["Location"] == "/"
    assert _strip(client, "/directory/people/") == ""
    for said in ("x", "99", "-1", "²", "9" * 5000):
        client.cookies[COOKIE] = said
        assert _strip(client, "/directory/people/") == ""
    for said in ("99", "0", "9" * 5000):
        assert client.post("/guide/", {"to": said}).headers["Location"] == "/directory/units/"


@pytest.mark.usefixtures("cast")
def test_there_is_none_outside_a_demonstration() -> None:
    client = Client()
    client.cookies[COOKIE] = "0"
    assert client.post("/guide/", {"to": "1"}).status_code == 404
    assert "lf-guide" not in client.get("/accounts/login/").content.decode()
