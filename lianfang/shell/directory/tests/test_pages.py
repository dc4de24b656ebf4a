"""shell · directory: each page for each role: its status, 404 outside the scope, both languages, few queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from lianfang.ground.access.roles import Role
from lianfang.ground.testing import UNITS
from lianfang.shell.directory.tests.stage import HOMES, PLACES, World

Browser = Callable[..., Client]
SPACE = "shell:directory"

LISTS = ("units", "places", "people", "grants", "users", "account", "roles", "people-counts")
NEW = ("unit-new", "place-new", "person-new", "household-new", "grant-new", "user-new")
OF_UNIT = ("unit", "unit-below", "unit-rename", "unit-host", "unit-move", "unit-close")
VERB = {
    "places": "places.see", "people": "people.see", "people-counts": "people.see",
    "grants": "access.see", "users": "access.see", "people-views": "access.see", "unit-new": "units.open",
    "place-new": "places.open", "person-new": "people.register", "household-new": "people.register",
    "grant-new": "access.grant", "user-new": "access.user", "unit-rename": "units.open", "unit-move": "units.move",
    "unit-close": "units.open", "unit-host": "units.open",
}  # fmt: skip


def at(page: str, *args: object, **query: str) -> str:
    found = reverse(f"{SPACE}:{page}", args=args)
    return found + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def verbs(role: Role) -> frozenset[str]:
    from lianfang.ground.access.roles import verbs_of

    return verbs_of(role)


@pytest.mark.parametrize("role", list(Role))
def test_every_page_for_every_role(browser: Browser, world: World, role: Role) -> None:
    client = browser(role)
    for page in (*LISTS, *NEW, "people-views"):
        wanted = 200 if VERB.get(page, "units.see") in verbs(role) else 403
        assert client.get(at(page)).status_code == wanted, page
    for page in OF_UNIT:
        wanted = 200 if VERB.get(page, "units.see") in verbs(role) else 403
        assert client.get(at(page, "T161-D01")).status_code == wanted, page
    for page, arg in (("place", "C161-GATE1"), ("building", "C161-B03"), ("household", "C161-B03-2-301")):
        verb = "places.see" if page == "place" else "people.see"
        wanted = 200 if verb in verbs(role) else 404 if page == "household" else 403
        assert client.get(at(page, arg)).status_code == wanted, page
    assert client.get(at("person", world.living)).status_code == (200 if "people.see" in verbs(role) else 404)


@pytest.mark.parametrize("role", list(Role))
def test_outside_the_scope_nothing_is_there(browser: Browser, world: World, role: Role) -> None:
    client = browser(role, "MANAN")
    places = ("place", "place-close", "building")
    units = (*OF_UNIT,)
    for page in units:
        assert client.get(at(page, "T161-D01")).status_code == 404, page
    for page in places:
        assert client.get(at(page, "C161-B03")).status_code == 404, page
    for page in ("person", "person-change", "person-erase"):
        assert client.get(at(page, world.living)).status_code == 404, page
    assert client.get(at("household", "C161-B03-2-301")).status_code == 404
    assert client.get("/at/C161-GATE1").status_code == 404
    assert client.get(at("user", "own")).status_code == 404
    for page in ("people", "estate", "people-counts"):
        known = "people.see" in verbs(role)
        assert client.get(at(page, unit="T161")).status_code == (404 if known else 403), page


def test_strangers_are_led_to_the_sign_in(world: World) -> None:
    for page in (*LISTS, *NEW):
        answer = Client().get(at(page))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


NAMES = {
    *(each.zh for each in UNITS), *(alias for each in UNITS for alias in each.aliases), *(each.zh for each in PLACES),
    "王建国", "李秀英", "张三", "王**", "李**", "张**", "王", "李", "张",
    "中文",  # the language switch speaks the language that it leads to
    "联",
}  # fmt: skip
HAN = re.compile(r"[\u3400-\u9fff]+")


def _pages(world: World, grant: str) -> list[str]:
    pages = [at(page) for page in (*LISTS, *NEW, "people-views")]
    pages += [at(page, "T161-P01") for page in OF_UNIT]
    pages += [at("units", q="161"), at("units", under="T161"), at("people", unit="C161", names="shown")]
    pages += [at("estate", unit="C161"), at("building", "C161-B03"), at("household", HOMES[0].code)]
    pages += [at("place", "C161-B03"), at("place-close", "C161-B03"), at("person", world.living)]
    pages += [at("person-change", world.living), at("person-erase", world.living), at("people-counts", unit="T161")]
    pages += [at("user", "own"), at("token-new", "own"), at("grant", grant), at("grant-end", grant)]
    return pages


def test_english_pages_speak_english(browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _mighty(browser, monkeypatch, "en")
    for page in _pages(world, _a_grant()):
        answer = client.get(page)
        assert answer.status_code == 200, page
        left = _han(answer.content.decode())
        assert not left, f"{page}: {left}"


def _han(html: str) -> set[str]:
    html = re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)
    html = re.sub(r'lang="zh-Hans">.*?</button>', "", html, flags=re.DOTALL)
    said = strip_tags(html) + " ".join(
        re.findall(r'(?:title|aria-label|data-label|placeholder|data-confirm)="([^"]*)"', html)
    )
    for name in sorted(NAMES, key=len, reverse=True):
        said = said.replace(name, " ")
    return set(HAN.findall(said))


def test_chinese_pages_open(browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _mighty(browser, monkeypatch, "zh-hans")
    for page in _pages(world, _a_grant()):
        assert client.get(page).status_code == 200, page


def test_few_queries_however_much_there_is(
    browser: Browser, world: World, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    client = _mighty(browser, monkeypatch, "zh-hans")
    for page in _pages(world, _a_grant()):
        with django_assert_max_num_queries(20, info=page):
            client.get(page)


def _mighty(browser: Browser, monkeypatch: pytest.MonkeyPatch, language: str) -> Client:
    """A browser of somebody with every verb, so that each page shows everything that it has."""
    from lianfang.ground.access import queries, roles

    every = frozenset().union(*(roles.verbs_of(role) for role in Role))
    monkeypatch.setattr(queries, "verbs_of", lambda role: every)
    client = browser("admin", "XJCG", language=language)
    client.get("/")
    return client


def _a_grant() -> str:
    from lianfang.ground.access import queries
    from lianfang.kernel import scope

    system = scope.system_actor()
    with scope.acting(system):
        return str(queries.grants(system, login="own")[0].id)


def test_every_verb_that_a_role_holds_is_said_in_words() -> None:
    from lianfang.shell.directory import verbs

    assert [each.verb for each in verbs.table() if each.verb in (each.words.zh, each.words.en)] == []
