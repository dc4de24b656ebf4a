"""shell · directory: stories of people: somebody is registered, found, looked up, moves, leaves, and is erased."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client

from lianfang.ground.people import queries as people
from lianfang.kernel import clock, scope
from lianfang.shell.directory.tests.stage import World, post, shown
from lianfang.shell.directory.tests.test_pages import at

Browser = Callable[..., Client]


def test_names_are_concealed_until_asked_for_and_each_look_is_noted(browser: Browser, world: World) -> None:
    officer, auditor = browser("officer"), browser("auditor", "XJCG")
    page = shown(officer.get(at("person", world.living)))
    assert "王**" in page
    assert "王建国" not in page
    assert "officer-t161" not in shown(auditor.get(at("people-views")))
    assert "王建国" not in shown(post(officer, at("person", world.living))), "without saying what for"
    told = shown(post(officer, at("person", world.living), purpose="contact"))
    assert "11010519491231002X" in told
    assert "王建国" in told
    assert "officer-t161" in shown(auditor.get(at("people-views")))
    assert post(browser("gate"), at("person", world.living), purpose="contact").status_code == 403
    listed = at("people", unit="T161")
    assert "王建国" not in shown(officer.get(listed))
    asked = post(officer, "/preferences/names/", purpose="handle", next=listed)
    assert "王建国" in shown(officer.get(asked["Location"])), "the names of one page, for ten minutes"
    assert "处置、核实" in shown(auditor.get(at("people-views")))
    assert "王建国" not in shown(officer.get("/ledger/")), "another page asks again"
    post(officer, "/preferences/names/", next=listed)
    assert "王建国" not in shown(officer.get(listed))


def test_a_person_is_given_a_copy_of_everything(browser: Browser, world: World) -> None:
    officer, page = browser("officer"), at("person-copy", world.living)
    assert page in shown(officer.get(at("person", world.living)))
    assert post(officer, page).status_code == 422, "what for is asked"
    made = post(officer, page, purpose="request")
    with zipfile.ZipFile(io.BytesIO(b"".join(made.streaming_content))) as archive:
        told = json.loads(archive.read("person.json"))
        book = openpyxl.load_workbook(io.BytesIO(archive.read("person.xlsx")))
    assert told["identity"]["name"] == "王建国"
    assert [each["kind"] for each in told["entries"]][:1] == ["people.person_registered"]
    assert told["entries_elsewhere"] == 0
    assert {each["purpose"] for each in told["looked_at"]} == {"copy", "request"}
    assert book.sheetnames == ["本人与隶属", "记录", "谁看过"]
    assert "王建国" in str([[cell.value for cell in row] for row in book.worksheets[0].rows])
    assert "导出本人资料" in shown(browser("auditor", "XJCG").get(at("people-views")))
    assert browser("grid").get(page).status_code == 403
    assert browser("officer", "MANAN").get(page).status_code == 404


def test_people_are_found_by_number_and_by_name_without_an_address(browser: Browser, world: World) -> None:
    officer = browser("officer")
    for said in ("11010519491231002x", "138 0000 0001", "王建国", "建国", "wjg"):
        page = shown(post(officer, at("people-search"), q=said))
        assert str(world.living) in page, said
        assert ("王建国" in page.replace(f'value="{said}"', "")) is (said not in ("建国", "wjg")), said
        assert "/preferences/names/" not in page, "one cannot come back to what was sent"
    assert "没有查到" in shown(post(officer, at("people-search"), q="110105194912310"))
    assert officer.get(at("people-search")).status_code == 405
    assert post(browser("gate"), at("people-search"), q="王建国").status_code == 403
    assert "没有查到" in shown(post(browser("officer", "MANAN"), at("people-search"), q="王建国"))


def test_who_is_erased_leaves_counts_and_says_so(browser: Browser, world: World) -> None:
    officer = browser("officer")
    before = shown(officer.get(at("person-erase", world.living)))
    assert "将保留" in before
    assert post(officer, at("person-erase", world.living), note="本人申请").status_code == 422
    done = post(officer, at("person-erase", world.living), note="本人申请", understood="on")
    assert done["Location"] == at("person", world.living)
    after = shown(officer.get(at("person", world.living)))
    assert "个人信息已删除" in after
    assert "留下的只有这些" in after
    assert "王" not in after.replace("王**", "")
    assert officer.get(at("person-change", world.living)).status_code == 410


def test_a_person_goes_to_another_unit(browser: Browser, world: World) -> None:
    officer = browser("officer")
    url = at("person-change", world.clerk)
    assert 'href="#id_to_unit"' in shown(post(officer, url, way="transfer"))
    assert post(officer, url, way="transfer", to_unit="T161-PROP").status_code == 302
    actor = world.cast.commander
    with scope.acting(actor):
        assert people.headcount(actor, "T161-LOG") == 0
        assert people.headcount(actor, "T161-PROP") == 1


def test_a_person_leaves_the_register(browser: Browser, world: World) -> None:
    officer = browser("officer")
    assert post(officer, at("person-change", world.clerk), way="leave").status_code == 302
    actor = world.cast.commander
    with scope.acting(actor):
        assert people.headcount(actor, "T161-LOG") == 0
    assert str(world.clerk) not in shown(officer.get(at("people", unit="T161-LOG")))


def test_two_of_one_name_are_registered_only_when_somebody_says_so(browser: Browser, world: World) -> None:
    admin = browser("admin", "T161")
    said = {"unit": "T161-LOG", "name": "欧阳建国·小", "counts": "on"}
    assert post(admin, at("person-new"), **said).status_code == 302
    asked = post(admin, at("person-new"), **{**said, "name": "欧阳建国•小"})
    assert asked.status_code == 409
    assert "已有同名的人" in shown(asked)
    assert 'name="another"' in shown(asked)
    assert post(admin, at("person-new"), **said, another="").status_code == 409
    assert post(admin, at("person-new"), **said, another="on").status_code == 302
    assert post(admin, at("person-new"), **{**said, "unit": "T161-PROP"}).status_code == 302, "elsewhere it is nobody's"


@pytest.mark.case(31)
def test_who_moved_two_days_ago_is_counted_there_from_that_day(browser: Browser, world: World) -> None:
    officer, page = browser("officer"), at("person-change", world.clerk)
    today = clock.day_of(clock.current().now()).date
    moved = today - timedelta(days=2)
    sent = {"way": "transfer", "to_unit": "T161-PROP", "from_day": (today + timedelta(days=2)).isoformat()}
    assert post(officer, page, **sent).status_code == 422, "not before it happened"
    assert post(officer, page, **{**sent, "from_day": f"{moved:%Y/%-m/%-d}"}).status_code == 302
    with scope.acting(scope.system_actor()) as system:
        counted = [people.headcount(system, "T161-PROP", moved + timedelta(days=n)) for n in (-1, 0, 2)]
    assert counted[1] == counted[2] == counted[0] + 1
