"""shell · directory: the one box finds people, homes, units, places and pages, within the scope and without a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.ground.people import actions as people
from lianfang.ground.people import queries, queries_doors, queries_search
from lianfang.ground.people.actions import PersonSpec
from lianfang.ground.people.rules import DoorMeant, door_meant
from lianfang.kernel import clock, scope
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import w
from lianfang.shell.directory.tests.stage import World
from lianfang.shell.finding import box

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
Browser = Callable[..., Client]
HOME = "/directory/homes/C161-B03-2-301/"
QUERIES_MOST = 20


def asked(client: Client, q: str, **headers: str) -> str:
    """What the box answers, as a person reads it."""
    answer = client.post("/find/", {"q": q}, headers={"x-lianfang-box": "1", **headers})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


DOORS = (
    "3栋2单元301", "3号楼2单元301室", "3栋 2单元 301", "3-2-301", "B03-2-301", "C161-B03-2-301", "c161-b03-2-301",
    "３－２－３０１", "building 3 entrance 2 301", "3#2单元301",
)  # fmt: skip


def test_a_home_is_found_as_people_say_its_door(browser: Browser) -> None:
    client = browser("grid", "C161")
    for said in DOORS:
        html = asked(client, said)
        assert f'href="{HOME}"' in html, said
        assert html.count('role="option"') == 1, said
    html = asked(client, "301")
    assert "/directory/homes/C161-B03-1-301/" in html
    assert HOME in html


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("3栋301", DoorMeant("3", None, "301")), ("12-301", DoorMeant("12", None, "301")),
        ("101室", DoorMeant(None, None, "101")), ("2单元301", DoorMeant(None, 2, "301")),
        ("王伟", None), ("13800000001", None), ("D04", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_door_is(said: str, meant: DoorMeant | None) -> None:
    assert door_meant(said) == meant


def test_somebody_is_found_and_not_named_while_one_types(world: World, browser: Browser, system: Any) -> None:
    client = browser("grid", "C161")
    for said in (
        "王",
        "王建国",
        "建国",
        "wangjianguo",
        "wjg",
        "wa",
        "wangj",
        "wangjiangu",
        "0001",
        "002X",
        "13800000001",
    ):
        html = asked(client, said)
        assert f"/directory/people/{world.living}/" in html, said
        assert "王**" in html, said
        assert "王建国" not in html, said
    with scope.acting(system):
        assert queries.views(system, person=world.living) == [], "nothing was uncovered, so nothing is noted"


def test_nobody_outside_the_scope_and_for_nobody_without_the_verb(world: World, browser: Browser) -> None:
    assert str(world.living) not in asked(browser("reporter", "T161-LOG"), "王")
    assert str(world.clerk) not in asked(browser("grid", "C161"), "0003")
    assert str(world.living) not in asked(browser("gate", "C161"), "王")
    client = browser("officer", "T161")
    assert 'href="/directory/units/C161/"' in asked(client, "c161")
    assert 'href="/directory/places/C161-B03-LIFT1/"' in asked(client, "电梯")
    assert "/directory/places/MANAN-OFFICE/" not in asked(client, "值班室")
    for said, leads in (("单位", "/directory/units/"), ("units", "/directory/units/"), ("ledger", "/ledger/")):
        assert f'href="{leads}"' in asked(client, said)


def test_somebody_whom_another_unit_counts_is_found_where_he_lives(world: World, browser: Browser, system: Any) -> None:
    with scope.acting(system):
        people.change_membership(
            system, person=world.clerk, unit="C161", counts=False, household="C161-B03-1-201",
            at=clock.current(),
        )  # fmt: skip
    for said in ("张三", "zhangsan", "0003"):
        assert f"/directory/people/{world.clerk}/" in asked(browser("grid", "C161"), said)


def test_one_character_is_answered_with_what_begins_so_and_too_much_is_cut(browser: Browser) -> None:
    client = browser("officer", "T161")
    html = asked(client, "3")
    assert "只打了一个字" in html
    assert "3号楼" in html
    assert "/directory/homes/" not in html
    html = asked(client, "查" * 10_000)
    assert "只查前 200 个字" in html
    assert "没有查到" in html
    for odd in ("\0", "%", "_", "\\", "'; --", "\u202e王", "  ", "\n\n"):
        asked(client, odd)


def test_by_an_address_people_are_not_looked_for(world: World, browser: Browser) -> None:
    """A name or number in an address stands in logs and in the browser's history."""
    page = browser("grid", "C161").get("/find/?q=%E7%8E%8B").content.decode()
    assert str(world.living) not in page
    assert "人员未查" in page
    assert HOME in browser("grid", "C161").get("/find/?q=3-2-301").content.decode()


def test_without_scripts_the_same_is_a_page(world: World, browser: Browser) -> None:
    client = browser("grid", "C161", language="en")
    assert "What you can search for" in client.get("/find/").content.decode()
    page = client.post("/find/", {"q": "wjg"}).content.decode()
    assert f"/directory/people/{world.living}/" in page
    assert 'role="option"' not in page
    assert Client().get("/find/").status_code == 302


def test_what_has_something_open_comes_first(
    world: World, browser: Browser, system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope.acting(system):
        made = people.register_people(
            system, [PersonSpec("C161", f"王建国{n}") for n in "一二三四五六七八"], at=clock.current()
        )
    ill = made[-1]
    card = replace(REGISTRY.cards["incidents"], opens=lambda actor, now: {("person", str(ill)): w("发热", "fever")})
    monkeypatch.setitem(REGISTRY.cards, "incidents", card)
    html = asked(browser("grid", "C161"), "wjg")
    first = html.split('role="option"')[1]
    assert str(ill) in first
    assert "发热" in first
    assert "更多人员" in html, "six are shown, and that there are more is said"


def test_a_record_is_begun_with_the_person_it_is_about(world: World, browser: Browser) -> None:
    html = asked(browser("reporter", "C161"), "测温 wjg")
    assert f"person={world.living}" in html
    assert "测温：王**" in html


def test_a_record_that_is_begun_by_somebody_above_counts_for_the_persons_own_unit(
    world: World, browser: Browser
) -> None:
    officer = browser("officer", "T161")
    html = asked(officer, "测温 zs")
    [address] = re.findall(r'href="(/screening/temperature-check/new/[^"]*)"', html)
    assert address.replace("&amp;", "&").endswith(f"?unit=T161-LOG&person={world.clerk}")
    form = officer.get(address.replace("&amp;", "&")).context["form"]
    assert form["unit"].value() == "T161-LOG"


def test_an_entry_is_found_by_its_last_six(world: World, browser: Browser, system: Any) -> None:
    with scope.acting(system):
        entry = queries.history(system, world.living)[0]
    html = asked(browser("officer", "T161"), str(entry)[-6:].upper())
    assert str(entry) in html
    assert str(entry) in asked(browser("officer", "T161"), str(entry))
    assert str(entry) not in asked(browser("reporter", "T161-LOG"), str(entry)[-6:])


def test_the_search_of_people_goes_on_page_by_page(browser: Browser, world: World, system: Any) -> None:
    """“查到 50 人” was said where there were more."""
    with scope.acting(system):
        made = people.register_people(
            system, [PersonSpec("C161", f"王某{n:03d}") for n in range(60)], at=clock.current()
        )
    client = browser("grid", "C161")
    first = client.post("/directory/people/search/", {"q": "王某"}).content.decode()
    assert "查到 50 人以上" in first
    cursor = unescape(first.split('name="cursor" value="')[1].split('"')[0])
    second = client.post("/directory/people/search/", {"q": "王某", "cursor": cursor}).content.decode()
    assert "续查到 10 人" in second
    shown = [{who for who in made if str(who) in page} for page in (first, second)]
    assert [len(each) for each in shown] == [50, 10]
    assert not shown[0] & shown[1]
    assert client.post("/directory/people/search/", {"q": "王某", "cursor": "x"}).status_code == 422


def test_a_search_goes_by_the_index_of_part_and_path(world: World, system: Any) -> None:
    """Of a million people, those of the page are read and no others."""
    with scope.acting(system), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "EXPLAIN " + queries_search.AT_HOME.format(rest=""),
            {"leads": [b"x" * 12, b"y" * 12], "rest": [], "lows": ["T161/"], "highs": ["T1610"], "path": "", "limit": 7,
             "person": world.living},
        )  # fmt: skip
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "people_gram_path" in plan, plan
    lead = plan.split("people_gram_path")[1]
    assert "Index Cond" in lead, plan
    assert "gram =" in lead, plan
    assert "path >=" in lead, plan


def _plan(database: str, sql: str) -> str:
    with connections[database].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_home_is_found_by_the_index_of_its_code(world: World, system: Any) -> None:
    """Under a policy no index serves LIKE: every home was read."""
    with scope.acting(system):
        with CaptureQueriesContext(connection) as sent:
            assert queries_doors.said(system, "C161-B03-2")
        plan = _plan("default", sent[-1]["sql"])
    assert re.search(r"Index Cond: .*code ~?>=~? 'C161-B03-2'", plan), plan


@pytest.mark.usefixtures("world")
def test_an_entry_is_found_by_the_index_of_its_last_six() -> None:
    """Under a policy no index serves a function of a column: the whole ledger was read."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'ledger_ending_in'")
        body = cursor.fetchone()[0]
    plan = _plan("owner", body.replace("= tail", "= '3fa9c1'").replace("LIMIT most", "LIMIT 7"))
    assert re.search(r"Index Cond: .*right.* = '3fa9c1'", plan), plan


def test_the_box_asks_few_questions(browser: Browser) -> None:
    client = browser("officer", "T161")
    asked(client, "王")
    for said in ("王", "3-2-301", "催报", "C161", "口罩", "测温 王"):
        with CaptureQueriesContext(connection) as made:
            asked(client, said)
        assert len(made) <= QUERIES_MOST, (said, [each["sql"][:90] for each in made])


def test_every_act_and_source_has_an_address(browser: Browser) -> None:
    assert all(source.find and source.words.en for source in REGISTRY.finds())
    assert {each.code for each in REGISTRY.finds()} >= {"people", "households", "units", "places", "entries", "pages"}
    assert box.read("  Ｄ04\u3000 王 ") == ("D04 王", False)
