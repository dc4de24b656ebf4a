"""shell · directory: stories: a new site opens, somebody is looked up and erased, a unit moves, a device is lost."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from lianfang.ground.access import queries as access
from lianfang.ground.people import queries as people
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.shell.directory.tests.stage import World
from lianfang.shell.directory.tests.test_pages import at

Browser = Callable[..., Client]


def _post(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, data)


def _said(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_new_site_opens(browser: Browser, world: World, system: scope.Actor) -> None:
    """The unit, its camp, its crew and its reporter; then the reporter does the first thing there."""
    admin = browser("admin", "XJCG")
    opened = _post(
        admin, at("unit-new"), parent="T161", kind="drill_crew", code="t161-d06", zh="六号井队", en="Drilling crew 6"
    )
    assert opened["Location"] == at("unit", "T161-D06")
    camp = _post(
        admin,
        at("place-new"),
        unit="T161-D06",
        kind="site_camp",
        code="T161-D06-CAMP",
        zh="六号井队驻地",
        en="Camp of crew 6",
    )
    assert camp["Location"] == at("place", "T161-D06-CAMP")
    for name in ("赵一", "钱二"):
        assert _post(admin, at("person-new"), unit="T161-D06", name=name, counts="on").status_code == 302
    made = _post(
        admin, at("user-new"), login="reporter-d06", title="六号井队填报员", unit="T161-D06", language="zh-hans"
    )
    password = re.search(r"lf-secret[^>]*>([^<]+)<", _said(made)).group(1)  # type: ignore[union-attr]
    given = _post(admin, at("grant-new"), login="reporter-d06", role="reporter", unit="T161-D06", note="新井队开钻")
    assert given.status_code == 302
    page = _said(admin.get(at("unit", "T161-D06")))
    assert "六号井队填报员" in page
    assert "填报员" in page
    _first_day_of_the_reporter(password)


def _first_day_of_the_reporter(password: str) -> None:
    access.forget()
    client = Client()
    assert _post(client, "/accounts/login/", login="reporter-d06", password=password).status_code == 302
    led = client.get(at("units"))
    assert led["Location"] == "/accounts/password/change/"  # the password handed over opens this door only
    own = "Six-wells-and-a-river"
    changed = _post(client, led["Location"], oldpassword=password, password1=own, password2=own)
    assert changed.status_code == 302
    roster = _said(client.get(at("people")))
    assert "2 人" in roster
    assert "赵**" in roster
    assert "赵一" not in roster
    assert client.get(at("place", "T161-D06-CAMP")).status_code == 200
    assert client.get(at("unit", "T161-D01")).status_code == 404


def test_what_does_not_hold_is_said_at_its_field(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    answer = _post(admin, at("unit-new"), parent="T161", kind="drill_crew", code="T161-LOG", zh="后勤", en="Logistics")
    assert answer.status_code == 409
    assert 'href="#id_code"' in _said(answer)
    assert "代码不重复使用" in _said(answer)
    empty = _said(_post(admin, at("place-new"), unit="T161-LOG"))
    for field in ("kind", "zh"):
        assert f'href="#id_{field}"' in empty
    assert 'href="#id_code"' not in empty, "it is made of the name"
    wrong = _post(admin, at("person-new"), unit="T161-LOG", name="孙三", id_number="110105194912310021", phone="12")
    assert wrong.status_code == 422
    assert 'href="#id_id_number"' in _said(wrong)
    assert 'href="#id_phone"' in _said(wrong)
    permit = {"unit": "T161-LOG", "name": "孙三", "id_number": "H01234567"}
    asked = _post(admin, at("person-new"), **permit)
    assert asked.status_code == 422
    assert "回乡证 H01234567" in _said(asked), "what is asked, and how it is answered"
    assert 'value="H01234567"' in _said(asked), "what was typed stays"
    assert _post(admin, at("person-new"), **permit, document="hk_macao").status_code == 302
    twice = _post(admin, at("person-new"), unit="T161-LOG", name="孙四", id_number="11010519491231002X")
    assert 'href="#id_id_number"' in _said(twice)
    assert 'href="#id_login"' in _said(
        _post(admin, at("grant-new"), login="nobody", role="reporter", unit="T161", note="x")
    )
    assert 'href="#id_until"' in _said(
        _post(admin, at("grant-new"), login="own", role="grid", unit="T161", note="x", until="2020-08-01")
    )


def test_names_are_concealed_until_asked_for_and_each_look_is_noted(browser: Browser, world: World) -> None:
    officer, auditor = browser("officer"), browser("auditor", "XJCG")
    page = _said(officer.get(at("person", world.living)))
    assert "王**" in page
    assert "王建国" not in page
    assert "officer-t161" not in _said(auditor.get(at("people-views")))
    assert "王建国" not in _said(_post(officer, at("person", world.living))), "without saying what for"
    shown = _said(_post(officer, at("person", world.living), purpose="contact"))
    assert "11010519491231002X" in shown
    assert "王建国" in shown
    assert "officer-t161" in _said(auditor.get(at("people-views")))
    assert _post(browser("gate"), at("person", world.living), purpose="contact").status_code == 403
    listed = at("people", unit="T161")
    assert "王建国" not in _said(officer.get(listed))
    asked = _post(officer, "/preferences/names/", purpose="handle", next=listed)
    assert "王建国" in _said(officer.get(asked["Location"])), "the names of one page, for ten minutes"
    assert "处置、核实" in _said(auditor.get(at("people-views")))
    assert "王建国" not in _said(officer.get("/ledger/")), "another page asks again"
    _post(officer, "/preferences/names/", next=listed)
    assert "王建国" not in _said(officer.get(listed))


def test_a_person_is_given_a_copy_of_everything(browser: Browser, world: World) -> None:
    officer, page = browser("officer"), at("person-copy", world.living)
    assert page in _said(officer.get(at("person", world.living)))
    assert _post(officer, page).status_code == 422, "what for is asked"
    made = _post(officer, page, purpose="request")
    with zipfile.ZipFile(io.BytesIO(b"".join(made.streaming_content))) as archive:
        told = json.loads(archive.read("person.json"))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("person.xlsx")))
    assert told["identity"]["name"] == "王建国"
    assert [each["kind"] for each in told["entries"]][:1] == ["people.person_registered"]
    assert told["entries_elsewhere"] == 0
    assert {each["purpose"] for each in told["looked_at"]} == {"copy", "request"}
    assert book.sheetnames == ["本人与隶属", "记录", "谁看过"]
    assert "王建国" in str([[cell.value for cell in row] for row in book.worksheets[0].rows])
    assert "导出本人资料" in _said(browser("auditor", "XJCG").get(at("people-views")))
    assert browser("grid").get(page).status_code == 403
    assert browser("officer", "MANAN").get(page).status_code == 404


def test_people_are_found_by_number_and_by_name_without_an_address(browser: Browser, world: World) -> None:
    officer = browser("officer")
    for said in ("11010519491231002x", "138 0000 0001", "王建国", "建国", "wjg"):
        page = _said(_post(officer, at("people-search"), q=said))
        assert str(world.living) in page, said
        assert ("王建国" in page.replace(f'value="{said}"', "")) is (said not in ("建国", "wjg")), said
        assert "/preferences/names/" not in page, "one cannot come back to what was sent"
    assert "没有查到" in _said(_post(officer, at("people-search"), q="110105194912310"))
    assert officer.get(at("people-search")).status_code == 405
    assert _post(browser("gate"), at("people-search"), q="王建国").status_code == 403
    assert "没有查到" in _said(_post(browser("officer", "MANAN"), at("people-search"), q="王建国"))


def test_who_is_erased_leaves_counts_and_says_so(browser: Browser, world: World) -> None:
    officer = browser("officer")
    before = _said(officer.get(at("person-erase", world.living)))
    assert "将保留" in before
    assert _post(officer, at("person-erase", world.living), note="本人申请").status_code == 422
    done = _post(officer, at("person-erase", world.living), note="本人申请", understood="on")
    assert done["Location"] == at("person", world.living)
    after = _said(officer.get(at("person", world.living)))
    assert "个人信息已删除" in after
    assert "留下的只有这些" in after
    assert "王" not in after.replace("王**", "")
    assert officer.get(at("person-change", world.living)).status_code == 410


def test_a_person_goes_to_another_unit(browser: Browser, world: World) -> None:
    officer = browser("officer")
    url = at("person-change", world.clerk)
    assert 'href="#id_to_unit"' in _said(_post(officer, url, way="transfer"))
    assert _post(officer, url, way="transfer", to_unit="T161-PROP").status_code == 302
    actor = world.cast.commander
    with scope.acting(actor):
        assert people.headcount(actor, "T161-LOG") == 0
        assert people.headcount(actor, "T161-PROP") == 1


def test_a_person_leaves_the_register(browser: Browser, world: World) -> None:
    officer = browser("officer")
    assert _post(officer, at("person-change", world.clerk), way="leave").status_code == 302
    actor = world.cast.commander
    with scope.acting(actor):
        assert people.headcount(actor, "T161-LOG") == 0
    assert str(world.clerk) not in _said(officer.get(at("people", unit="T161-LOG")))


def test_a_unit_moves_only_after_its_meaning_was_shown(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    url, said = at("unit-move", "T161-D01"), {"parent": "T161-LOG", "from_day": "2020-08-12"}
    shown = _said(_post(admin, url, **said))
    assert "变更的影响" in shown
    assert "一号项目部不再看到此后的记录" in shown
    actor = world.cast.commander
    with scope.acting(actor):
        assert units.unit(actor, "T161-D01").parent == "T161-P01"
    assert 'href="#id_from_day"' in _said(_post(admin, url, parent="T161-LOG", from_day="2020-08-11"))
    assert 'href="#id_parent"' in _said(
        _post(admin, at("unit-move", "T161-P01"), parent="T161-D01", from_day="2020-08-12")
    )
    assert _post(admin, url, **said, confirmed="yes").status_code == 302
    page = _said(admin.get(at("unit", "T161-D01")))
    assert "T161-LOG" in page
    assert "历次隶属" in page


def test_a_unit_closes_after_its_meaning_was_shown(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    below = _said(_post(admin, at("unit-close", "T161-P01"), from_day="2020-08-12"))
    assert "还有 1 个下级单位" in below
    shown = _said(_post(admin, at("unit-close", "T161-LOG"), from_day="2020-08-12"))
    assert "仍有 1 处地点归它负责" in shown
    assert "仍有 1 项授权" in shown
    assert _post(admin, at("unit-close", "T161-LOG"), from_day="2020-08-12", confirmed="yes").status_code == 302
    assert "自 2020-08-12 起撤销" in _said(admin.get(at("unit", "T161-LOG")))


def test_a_renamed_unit_is_found_by_both_names(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    done = _post(admin, at("unit-rename", "T161-PROP"), zh="安居物业", en="Anju Property", aliases="物业\n安居")
    assert done.status_code == 302
    for word in ("安居物业", "物业公司", "ajwy"):
        assert "T161-PROP" in _said(admin.get(at("units", q=word))), word


def test_a_units_local_authority_is_named_and_stands_on_its_page(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    assert _post(admin, at("unit-host", "T161-D01"), locality="", authority="").status_code == 422
    done = _post(admin, at("unit-host", "T161-D01"), locality="甲县", authority="甲县疾控中心", phone="0991-1")
    assert done.status_code == 302
    assert "甲县疾控中心 0991-1" in _said(admin.get(at("unit", "T161-D01")))
    assert 'value="甲县"' in admin.get(at("unit-host", "T161-D01")).content.decode()


def test_a_lost_device_can_do_nothing_more(browser: Browser, world: World) -> None:
    client = browser("gate", "C161")
    made = _said(_post(client, at("token-new", "gate-c161"), device="一号门岗手机", days="30"))
    token = re.search(r"lf_[\w-]+", made).group()  # type: ignore[union-attr]
    headers = {"authorization": f"Bearer {token}"}
    assert Client(headers=headers).get("/api/v1/units").status_code == 200
    page = _said(client.get(at("account")))
    assert "一号门岗手机" in page
    assert token not in page
    revoke = re.search(r'action="(/directory/tokens/[^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert _post(client, revoke).status_code == 302
    assert Client(headers=headers).get("/api/v1/units").status_code == 401
    assert _post(client, at("token-new", "gate-c161"), device="x", days="9999").status_code == 422
    assert client.get(at("token-new", "own")).status_code == 404


def test_a_token_for_another_is_laid_ready_and_taken_by_that_other(browser: Browser, world: World) -> None:
    admin, guard = browser("admin", "XJCG"), browser("gate", "C161")
    laid = _post(admin, at("token-new", "gate-c161"), device="一号门岗手机", days="30")
    assert laid["Location"] == at("user", "gate-c161")
    page = _said(admin.get(at("user", "gate-c161")))
    assert "待本人领取" in page
    assert "/take/" not in page
    take = re.search(r'action="(/directory/tokens/[^"]+/take/)"', _said(guard.get(at("account")))).group(1)  # type: ignore[union-attr]
    assert _post(admin, take).status_code == 404
    token = re.search(r"lf_[\w-]+", _said(_post(guard, take))).group()  # type: ignore[union-attr]
    assert Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/units").status_code == 200
    assert _post(guard, take).status_code == 409


def test_a_commander_is_offered_the_roles_that_he_may_give(browser: Browser, world: World) -> None:
    commander = browser("commander", "T161")
    page = _said(commander.get(at("grant-new")))
    assert 'value="commander"' in page
    assert 'value="auditor"' not in page
    said = {"login": "own", "role": "superior", "unit": "T161", "note": "x"}
    assert _post(commander, at("grant-new"), **said).status_code == 422


def test_two_of_one_name_are_registered_only_when_somebody_says_so(browser: Browser, world: World) -> None:
    admin = browser("admin", "T161")
    said = {"unit": "T161-LOG", "name": "欧阳建国·小", "counts": "on"}
    assert _post(admin, at("person-new"), **said).status_code == 302
    asked = _post(admin, at("person-new"), **{**said, "name": "欧阳建国•小"})
    assert asked.status_code == 409
    assert "已有同名的人" in _said(asked)
    assert 'name="another"' in _said(asked)
    assert _post(admin, at("person-new"), **said, another="").status_code == 409
    assert _post(admin, at("person-new"), **said, another="on").status_code == 302
    assert _post(admin, at("person-new"), **{**said, "unit": "T161-PROP"}).status_code == 302, (
        "elsewhere it is nobody's"
    )


def test_an_account_comes_with_its_role_and_nobody_types_a_login(browser: Browser, world: World) -> None:
    admin = browser("admin", "XJCG")
    asked = {"title": "李梅", "unit": "T161-LOG", "language": "zh-hans", "login": ""}
    made = _said(_post(admin, at("user-new"), **asked, role="reporter"))
    assert "limei" in made
    assert "填报员" in _said(admin.get(at("user", "limei")))
    assert '<option value="limei">李梅（limei）</option>' in _said(admin.get(at("grant-new")))
    refused = _post(browser("commander", "T161"), at("user-new"), **{**asked, "title": "王五"}, role="superior")
    assert refused.status_code == 422
    assert "王五" in _said(refused)
    assert admin.get(at("user", "wangwu")).status_code == 404, "the account comes with its role or not at all"


def test_an_account_is_shut_and_its_grant_ended(browser: Browser, world: World) -> None:
    admin, own = browser("admin", "XJCG"), Client()
    own.force_login(get_user_model().objects.get(username="own"), backend="django.contrib.auth.backends.ModelBackend")
    assert own.get(at("units")).status_code == 200
    assert _post(admin, at("user-active", "own"), active="no").status_code == 302
    assert own.get(at("units")).status_code == 302
    assert _post(admin, at("user-active", "own"), active="yes").status_code == 302
    with scope.acting(world.cast.admin):
        (grant,) = access.grants(world.cast.admin, login="own")
    assert _post(admin, at("grant-end", grant.id)).status_code == 422
    assert _post(admin, at("grant-end", grant.id), note="调离").status_code == 302
    page = _said(admin.get(at("grant", grant.id)))
    assert "已终止" in page
    assert "调离" in page
    assert own.get(at("unit", "T161-LOG")).status_code == 404


def test_an_account_says_who_uses_it(browser: Browser, world: World) -> None:
    admin, own = browser("admin", "XJCG"), Client()
    own.force_login(get_user_model().objects.get(username="own"), backend="django.contrib.auth.backends.ModelBackend")
    assert _post(admin, at("user-person", "own"), name="王建国", phone="0991-1234567").status_code == 302
    page = _said(admin.get(at("user", "own")))
    assert "王建国" in page
    assert "0991-1234567" in page
    assert "王建国" in _said(admin.get(at("users")))
    wrong = _post(own, at("user-person", "own"), name="王建国", phone="十二")
    assert wrong.status_code == 422
    assert "不是电话号码" in _said(wrong)
    assert _post(own, at("user-person", "own"), name="王建国", phone="13800000000").status_code == 302
    assert _post(browser("reporter"), at("user-person", "own"), name="别人").status_code in (403, 404)


def test_the_language_is_kept_with_the_account(browser: Browser, world: World) -> None:
    client = browser("reporter")
    assert _post(client, at("account"), language="en").status_code == 302
    assert "My account" in _said(client.get(at("account")))
    assert get_user_model().objects.get(username="reporter-t161").language == "en"
    assert _post(client, at("account"), language="xx").status_code == 422


def test_a_scanned_code_leads_to_its_place(browser: Browser, world: World) -> None:
    guard = browser("gate", "C161")
    assert "也可以记录" in _said(guard.get("/at/c161-gate1"))
    page = _said(guard.get(at("place", "C161-GATE1")))
    assert "<svg" in page
    stranger = Client().get("/at/C161-GATE1")
    assert stranger["Location"] == "/accounts/login/?next=/at/C161-GATE1"


def test_a_place_is_closed_from_a_day_that_has_not_begun(browser: Browser, world: World) -> None:
    officer = browser("officer")
    url = at("place-close", "C161-GATE1")
    assert 'href="#id_from_day"' in _said(_post(officer, url, from_day="2020-08-11"))
    assert _post(officer, url, from_day="2020-08-12").status_code == 302
    assert "自 2020-08-12 起停用" in _said(officer.get(at("place", "C161-GATE1")))


def test_a_building_shows_its_homes_by_floor_and_door(browser: Browser, world: World) -> None:
    grid = browser("grid", "C161")
    page = _said(grid.get(at("building", "C161-B03")))
    assert page.count('class="lf-c lf-door') == 12
    assert page.count("is-empty") == 10
    assert page.count("is-away") == 1
    assert "3号楼：12 户，在册 2 人" in page
    assert "在册 1 人" in _said(grid.get(at("household", "C161-B03-2-301")))
    made = _post(
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
        page = _said(officer.get(url))
        seen += re.findall(r"<td[^>]*>(H\d{3})<", page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        url = at("places") + onward.group(1).replace("&amp;", "&") if onward else ""
    assert seen == [f"H{n:03}" for n in range(1, 121)]
    back = re.search(r'rel="prev" href="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert "H051" in _said(officer.get(at("places") + back.replace("&amp;", "&")))
    assert officer.get(at("places", cursor="%00~nonsense")).status_code == 422
    assert officer.get(at("people", cursor="nonsense")).status_code == 422


@pytest.mark.case(31)
def test_who_moved_two_days_ago_is_counted_there_from_that_day(browser: Browser, world: World) -> None:
    officer, page = browser("officer"), at("person-change", world.clerk)
    today = clock.day_of(clock.current().now()).date
    moved = today - timedelta(days=2)
    sent = {"way": "transfer", "to_unit": "T161-PROP", "from_day": (today + timedelta(days=2)).isoformat()}
    assert _post(officer, page, **sent).status_code == 422, "not before it happened"
    assert _post(officer, page, **{**sent, "from_day": f"{moved:%Y/%-m/%-d}"}).status_code == 302
    with scope.acting(scope.system_actor()) as system:
        counted = [people.headcount(system, "T161-PROP", moved + timedelta(days=n)) for n in (-1, 0, 2)]
    assert counted[1] == counted[2] == counted[0] + 1
