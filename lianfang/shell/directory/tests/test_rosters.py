"""shell · directory · tests: units, people and places come from sheets as people keep them, and the same sheet once."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.ground.access import actions as access
from lianfang.ground.people import actions
from lianfang.ground.people import queries as people
from lianfang.ground.people.actions import register_person
from lianfang.ground.places import queries as places
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import queries as units
from lianfang.kernel import scope
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import Actor
from lianfang.shell.directory import rosters
from lianfang.shell.directory.tests.test_pages import at

pytestmark = pytest.mark.django_db


def _book(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _sent(client: Any, which: str, name: str, body: bytes, **headers: str) -> Any:
    answer = client.post(at(f"{which}-import"), {"sheet": SimpleUploadedFile(name, body)}, headers=headers)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer


UNITS = _book(
    ("161队下属单位一览表（合成）",),
    (),
    ("序号", "单位名称", "类型", "上级"),
    (1, "第12项目部", "野外项目部", None),
    (2, "物业二公司", "下属公司", "T161"),
    (3, "保洁班", "机关办公室", "物业二公司"),
    (4, "机修班", "车间", None),
    (5, "保安班", "机关办公室", "没有的单位"),
)


def test_units_come_with_those_below_them_and_the_same_sheet_doubles_nothing(
    browser: Any, world: Any, system: Actor
) -> None:
    client = browser("admin", "T161")
    part = _sent(client, "units", "单位.xlsx", UNITS, **{"hx-request": "true"}).content.decode()
    assert "还没有记录任何内容" in part
    with scope.acting(system):
        assert "第12项目部" not in {each.zh for each in units.tree(system, "T161")}, "it was only looked at"
    report = _sent(client, "units", "单位.xlsx", UNITS).context["report"]
    assert (report.rows, report.accepted, len(report.bad)) == (5, 3, 2)
    assert "“车间”不可填，须为以下之一" in report.bad[0].says.zh
    assert "没有找到单位“没有的单位”" in report.bad[1].says.zh
    with scope.acting(system):
        there = {each.zh: each for each in units.tree(system, "T161")}
        assert there["第12项目部"].path == "XJCG/T161/T161-D12XMB/"
        assert there["保洁班"].parent == there["物业二公司"].code
    again = _sent(client, "units", "单位.xlsx", UNITS).context["report"]
    assert (again.accepted, again.duplicate, len(again.bad)) == (0, 3, 2)


def test_people_come_by_the_names_of_their_units(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    with scope.acting(system):
        before = people.headcount(system, "T161-LOG")
    body = (
        "姓名,部门,身份证号,手机\n孙一,后勤,110105199001010010,１３８００１３８００１\n周二,T161-log,,\n孙三,后勤,110105199001010015,\n"
        "周二,后勤,,\n吴四,不存在的单位,,\n郑五,,,\n"
    )
    report = _sent(client, "people", "人员.csv", body.encode("gb18030")).context["report"]
    said = {each.number: each.says.zh for each in report.bad}
    assert report.accepted == 3
    assert set(said) == {4, 5, 6}
    assert "校验位不符" in said[4]
    assert "第 3 行已有同名" in said[5]
    assert "没有找到单位" in said[6]
    with scope.acting(system):
        assert people.headcount(system, "T161-LOG") == before + 2
        assert people.headcount(system, "T161") == 1, "who names no unit is of the reader's own"
    again = _sent(client, "people", "人员.csv", body.encode("gb18030")).context["report"]
    assert (again.accepted, again.duplicate) == (0, 4)


def test_places_come_with_what_they_are_part_of(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    body = (
        "名称,类别,负责单位,所属地点\n9号楼,楼栋,后勤,\n电梯,电梯,后勤,9号楼\n电梯,电梯,后勤,9号楼\n垃圾点,喷泉,后勤,\n"
    )
    report = _sent(client, "places", "地点.csv", body.encode()).context["report"]
    assert (report.accepted, [each.number for each in report.bad]) == (2, [4, 5])
    with scope.acting(system):
        codes = {each.code for each in places.places_of(system, "T161-LOG")}
        assert {"T161-LOG-9HL", "T161-LOG-9HL-DT"} <= codes


@pytest.mark.parametrize("which", ["units", "people", "places"])
def test_the_template_is_taken_back_and_who_may_not_gets_none(browser: Any, world: Any, which: str) -> None:
    client = browser("admin", "T161")
    answer = client.get(at(f"{which}-template"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.worksheets) == 2
    assert _sent(client, which, "空.xlsx", answer.content).context["report"].rows == 0
    assert client.get(at(f"{which}-import")).status_code == 200
    nothing = client.post(at(f"{which}-import"), {"sheet": SimpleUploadedFile("x.csv", "甲,乙\n1,2".encode())})
    assert nothing.status_code == 422
    assert "没有找到表头" in nothing.content.decode()
    assert browser("auditor", "T161").get(at(f"{which}-import")).status_code == 403


NUMBER = "110105199001010010"


def test_nothing_of_a_file_is_lost_without_a_word(browser: Any, world: Any) -> None:
    book = openpyxl.Workbook()
    for name, rows in {
        "名册": (("序号", "姓名", "部门", "备注"), (1, "孙一", "后勤", "夜班")),
        "手记": (("明天", "再说"),),
        "藏": (("姓名",), ("孙二",)),
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book["藏"].sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    answer = _sent(browser("admin", "T161"), "people", "人员.xlsx", held.getvalue())
    report = answer.context["report"]
    assert (report.rows, report.accepted, report.unread) == (1, 1, ("序号", "备注"))
    assert "没有读取的列：序号、备注" in answer.content.decode()
    said = {(each.sheet, each.number): each.says.zh for each in report.bad}
    assert "“手记”有内容但没有表头" in said["手记", 0]
    assert "隐藏的工作表“藏”" in said["藏", 0]


@pytest.mark.case(29)
def test_who_is_registered_elsewhere_or_may_be_the_same_is_told_and_not_passed_over(
    browser: Any, world: Any, system: Actor
) -> None:
    with scope.acting(system):
        register_person(system, unit="T161-PROP", name="孙一", id_number=NUMBER)
        register_person(system, unit="T161-LOG", name="周二")
        before = people.headcount(system, "T161-LOG")
    body = f"姓名,部门,身份证号\n孙一,后勤,{NUMBER}\n周二,后勤,110105199001010037\n周二,后勤,\n"
    report = _sent(browser("admin", "T161"), "people", "人员.csv", body.encode()).context["report"]
    assert (report.accepted, report.duplicate) == (0, 1)
    said = {each.number: each.says.zh for each in report.bad}
    assert "已登记在册" in said[2], "another unit has him: a transfer, and not the same"
    assert "已有同名的人" in said[3], "somebody without a number has that name"
    with scope.acting(system):
        assert people.headcount(system, "T161-LOG") == before
    own = f"姓名,部门,身份证号\n孙一,物业公司,{NUMBER}\n"
    again = _sent(browser("admin", "T161"), "people", "人员.csv", own.encode()).context["report"]
    assert (again.accepted, again.duplicate, again.bad) == (0, 1, [])


def test_a_row_for_a_unit_that_is_not_ones_own_costs_no_other(browser: Any, world: Any, system: Actor) -> None:
    client = browser("reporter", "T161-LOG")
    with scope.acting(system):
        access.give_grant(system, login="reporter-t161-log", role="inspector", unit="T161", at=FixedClock(OPENED_AT))
    body = "姓名,部门\n郑五,后勤\n王六,物业公司\n"
    report = _sent(client, "people", "人员.csv", body.encode()).context["report"]
    assert report.accepted == 1
    (bad,) = report.bad
    assert (bad.number, "您的角色不能做这件事" in bad.says.zh) == (3, True)


def test_a_long_sheet_of_people_is_taken_in_parts_and_the_page_says_how_many_are_there(
    browser: Any, world: Any, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rosters, "_AT_ONCE", 2)
    client = browser("admin", "T161")
    way = client.get(at("people-import")).context["way"]
    told: list[str] = []
    register = actions.register_people

    def watched(actor: Actor, specs: Any, **more: Any) -> Any:
        told.append(client.get(at("people-import"), {"way": way}).content.decode())
        with scope.acting(actor):  # the page that looked has left
            return register(actor, specs, **more)

    monkeypatch.setattr(actions, "register_people", watched)
    names = ("孙一", "周二", "吴三", "郑四", "冯五")
    body = "姓名,部门\n" + "".join(f"{name},后勤\n" for name in names)
    sheet = SimpleUploadedFile("人员.csv", body.encode())
    report = client.post(at("people-import"), {"sheet": sheet, "way": way}).context["report"]
    assert (report.accepted, report.bad) == (5, [])
    assert told[0] == "", "as long as nothing is there, nothing is said"
    assert [each.partition("，")[0] for each in told[1:]] == ["已登记 2 行", "已登记 4 行"]
    other = browser("reporter", "T161-LOG").get(at("people-import"), {"way": way})
    assert other.status_code == 204, "how far another's sheet is, nobody learns"
