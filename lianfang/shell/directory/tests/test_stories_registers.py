"""shell · directory: stories of registers: places, homes, pages of lists, and faults said at their field."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from lianfang.kernel import scope
from lianfang.shell.directory.tests.stage import World, post, shown
from lianfang.shell.directory.tests.test_pages import at

Browser = Callable[..., Client]


def test_what_does_not_hold_is_said_at_its_field(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    answer = post(admin, at("unit-new"), parent="T161", kind="drill_crew", code="T161-LOG", zh="后勤", en="Logistics")
    assert answer.status_code == 409
    assert 'href="#id_code"' in shown(answer)
    assert "代码不重复使用" in shown(answer)
    empty = shown(post(admin, at("place-new"), unit="T161-LOG"))
    for field in ("kind", "zh"):
        assert f'href="#id_{field}"' in empty
    assert 'href="#id_code"' not in empty, "it is derived from the name"
    wrong = post(admin, at("person-new"), unit="T161-LOG", name="孙三", id_number="110105194912310021", phone="12")
    assert wrong.status_code == 422
    assert 'href="#id_id_number"' in shown(wrong)
    assert 'href="#id_phone"' in shown(wrong)
    permit = {"unit": "T161-LOG", "name": "孙三", "id_number": "H01234567"}
    asked = post(admin, at("person-new"), **permit)
    assert asked.status_code == 422
    assert "回乡证 H01234567" in shown(asked), "what is asked, and how it is answered"
    assert 'value="H01234567"' in shown(asked), "what was typed stays"
    assert post(admin, at("person-new"), **permit, document="hk_macao").status_code == 302
    twice = post(admin, at("person-new"), unit="T161-LOG", name="孙四", id_number="11010519491231002X")
    assert 'href="#id_id_number"' in shown(twice)
    assert 'href="#id_login"' in shown(
        post(admin, at("grant-new"), login="nobody", role="reporter", unit="T161", note="x")
    )
    assert 'href="#id_until"' in shown(
        post(admin, at("grant-new"), login="own", role="grid", unit="T161", note="x", until="2020-08-01")
    )


def test_a_scanned_code_leads_to_its_place(browser: Browser, world: World) -> None:
    guard = browser("gate", "C161")
    assert "也可以记录" in shown(guard.get("/at/c161-gate1"))
    page = shown(guard.get(at("place", "C161-GATE1")))
    assert "<svg" in page
    stranger = Client().get("/at/C161-GATE1")
    assert stranger["Location"] == "/accounts/login/?next=/at/C161-GATE1"


def test_a_place_is_closed_from_a_day_that_has_not_begun(browser: Browser, world: World) -> None:
    officer = browser("officer")
    url = at("place-close", "C161-GATE1")
    assert 'href="#id_from_day"' in shown(post(officer, url, from_day="2020-08-11"))
    assert post(officer, url, from_day="2020-08-12").status_code == 302
    assert "自 2020-08-12 起停用" in shown(officer.get(at("place", "C161-GATE1")))


def test_a_building_shows_its_homes_by_floor_and_door(browser: Browser, world: World) -> None:
    grid = browser("grid", "C161")
    page = shown(grid.get(at("building", "C161-B03")))
    assert page.count('class="lf-c lf-door') == 12
    assert page.count("is-empty") == 10
    assert page.count("is-away") == 1
    assert "3号楼：12 户，在册 2 人" in page
    assert "在册 1 人" in shown(grid.get(at("household", "C161-B03-2-301")))
    made = post(
        grid, at("household-new"), unit="C161", place="C161-B03", entrance="1", floor="4", door="401",
        code="C161-B03-1-401", residency="resident",
    )  # fmt: skip
    assert made["Location"] == at("household", "C161-B03-1-401")


def test_lists_go_on_page_by_page_and_back(browser: Browser, world: World, system: scope.Actor) -> None:
    from lianfang.ground.places import actions as places
    from lianfang.ground.places.actions import PlaceSpec

    with scope.acting(system):
        places.open_places(
            system, [PlaceSpec(f"H{n:03}", "hotel", "T161-LAUNDRY", f"酒店{n}", f"Hotel {n}") for n in range(1, 121)]
        )
    officer = browser("officer")
    seen, url = [], at("places", kind="hotel")
    while url:
        page = shown(officer.get(url))
        seen += re.findall(r"<td[^>]*>(H\d{3})<", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        url = at("places") + onward.group(1).replace("&amp;", "&") if onward else ""
    assert seen == [f"H{n:03}" for n in range(1, 121)]
    back = re.search(r'rel="prev" href="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert "H051" in shown(officer.get(at("places") + back.replace("&amp;", "&")))
    assert officer.get(at("places", cursor="%00~nonsense")).status_code == 422
    assert officer.get(at("people", cursor="nonsense")).status_code == 422
