"""shell · directory · tests: people and places of a sheet are known by the ids that another system gave them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.roles import Role
from lianfang.ground.people import queries_names
from lianfang.ground.people.actions import erase_person
from lianfang.ground.places import queries as places
from lianfang.ground.sheets.models import SheetSource
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import actions as unit_actions
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.problems import NOT_ALLOWED
from lianfang.kernel.scope import Actor
from lianfang.shell.directory.tests.test_pages import at

pytestmark = pytest.mark.django_db
PEOPLE = "来源编号,姓名,单位,电话\n"


def sent(client: Any, which: str, body: str, **more: str) -> tuple[int, int, list[str]]:
    sheet = SimpleUploadedFile("a.csv", body.encode())
    report = client.post(at(f"{which}-import"), {"sheet": sheet, **more}).context["report"]
    return report.accepted, report.duplicate, [each.says.zh for each in report.bad]


def refs(system: Actor) -> list[str]:
    with scope.acting(system):
        return sorted(SheetSource.objects.values_list("ref", flat=True))


def test_a_person_who_comes_again_is_known_by_the_id(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    body = "HR-1,孙一,后勤,13800138001\nHR-2,周二,后勤,\n"
    assert sent(client, "people", PEOPLE + body) == (2, 0, [])
    assert sent(client, "people", PEOPLE + "HR-1,孙一,后勤,13900139009\nHR-3,吴三,后勤,\n") == (1, 1, [])
    assert sent(client, "people", PEOPLE + "HR-1,郑五,后勤,\n") == (0, 0, ["来源编号“HR-1”在本系统属于另一个名称"])
    assert sent(client, "people", PEOPLE + "HR-9,冯六,后勤,\nHR-9,陈七,后勤,\n") == (
        1, 0, ["来源编号“HR-9”在第 2 行已出现"],
    )  # fmt: skip
    assert refs(system) == ["HR-1", "HR-2", "HR-3", "HR-9"]


def test_two_of_one_name_are_two_by_their_ids(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    assert sent(client, "people", PEOPLE + "HR-1,孙一,后勤,\nHR-2,孙一,后勤,\n") == (2, 0, [])
    assert sent(client, "people", PEOPLE + "HR-2,孙一,后勤,\nHR-1,孙一,后勤,\n") == (0, 2, [])


def test_the_id_stands_on_the_persons_page_and_goes_when_the_person_is_erased(
    browser: Any, world: Any, system: Actor
) -> None:
    client = browser("admin", "T161")
    sent(client, "people", PEOPLE + "HR-77,孙一,后勤,\n")
    with scope.acting(system):
        (person,) = queries_names.meant(system, "T161-LOG", ["孙一"])["孙一"]
    assert "HR-77" in client.get(at("person", person)).content.decode()
    with scope.acting(system):
        erase_person(system, person=person)
    assert refs(system) == []
    assert client.get(at("person", person)).status_code == 200


def test_an_own_head_is_taken_for_it_when_somebody_says_so(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    body = "工号,姓名,单位\n0042,孙一,后勤\n"
    assert sent(client, "people", body, heads_said="1", **{"head.source_ref": "工号"}) == (1, 0, [])
    assert refs(system) == ["0042"]


def test_places_and_units_keep_theirs(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    assert sent(client, "places", "来源编号,名称,类别,负责单位\nB-9,9号楼,楼栋,T161\n") == (1, 0, [])
    assert sent(client, "places", "来源编号,名称,类别,负责单位\nB-9,9号楼,楼栋,T161\n") == (0, 1, [])
    assert sent(client, "places", "来源编号,名称,类别,负责单位\nB-9,10号楼,楼栋,T161\n")[2] == [
        "来源编号“B-9”在本系统属于另一个名称"
    ]
    with scope.acting(system):
        (place,) = places.called(system, ["9号楼"])["9号楼"]
    assert "B-9" in client.get(at("place", place.code)).content.decode()
    assert sent(client, "units", "来源编号,单位名称,类型\nORG-7,第12项目部,野外项目部\n") == (1, 0, [])
    with scope.acting(system):
        (unit,) = units.called(system, ["ORG-7"])["ORG-7"]
    assert unit.zh == "第12项目部", "a unit is found by it from then on"


UNITS = "来源编号,单位名称,类型,上级\n"


def test_an_id_of_another_unit_is_given_to_no_second_one(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    assert sent(client, "units", UNITS + "ORG-7,第12项目部,野外项目部,\n") == (1, 0, [])
    body = "ORG-7,第13项目部,野外项目部,\nORG-8,第14项目部,野外项目部,\nORG-8,第15项目部,野外项目部,\n"
    assert sent(client, "units", UNITS + body) == (
        1, 0, ["来源编号“ORG-7”在本系统属于另一个名称", "来源编号“ORG-8”在第 3 行已出现"],
    )  # fmt: skip
    assert sent(client, "units", UNITS + "T161-LOG,第16项目部,野外项目部,\n")[2] == [
        "来源编号“T161-LOG”在本系统属于另一个名称"
    ], "nor what is the code of another"
    assert sent(client, "units", UNITS + "org-7,第12项目部,野外项目部,后勤\n") == (0, 1, []), "known wherever it stands"
    with scope.acting(system):
        assert [each.zh for each in units.called(system, ["ORG-7"])["ORG-7"]] == ["第12项目部"]


def test_who_may_not_register_at_one_unit_has_only_its_rows_refused(browser: Any, world: Any, system: Actor) -> None:
    assert sent(browser("admin", "T161"), "people", PEOPLE + "HR-1,孙一,后勤,\n") == (1, 0, [])
    client = browser("commander", "T161")
    with scope.acting(system):
        access.give_grant(
            system, login="commander-t161", role=Role.ADMIN, unit="T161-PROP", at=FixedClock(OPENED_AT)
        )  # fmt: skip
    access_queries.forget()
    body = PEOPLE + "HR-1,孙一,后勤,\nHR-2,周二,物业公司,\n"
    sheet = SimpleUploadedFile("a.csv", body.encode())
    answer = client.post(at("people-import") + "?unit=T161-PROP", {"sheet": sheet})
    assert answer.status_code == 200
    report = answer.context["report"]
    assert (report.accepted, [(each.number, each.says.zh) for each in report.bad]) == (
        1,
        [(2, NOT_ALLOWED.says.fill(verb="people.register").zh)],
    )


def test_who_is_known_by_name_is_given_the_id_of_a_later_sheet(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    sent(client, "people", "姓名,单位\n孙一,后勤\n周二,后勤\n")
    sent(client, "places", "名称,类别,负责单位\n9号楼,楼栋,T161\n")
    sheet = SimpleUploadedFile("a.csv", (PEOPLE + "HR-1,孙一,后勤,\nHR-2,周二,后勤,\n").encode())
    answer = client.post(at("people-import"), {"sheet": sheet})
    report = answer.context["report"]
    assert (report.accepted, report.duplicate, report.named) == (0, 2, 2)
    assert "已在册，现补上来源编号" in answer.content.decode()
    assert sent(client, "places", "来源编号,名称,类别,负责单位\nB-9,9号楼,楼栋,T161\n") == (0, 1, [])
    assert refs(system) == ["B-9", "HR-1", "HR-2"]
    assert sent(client, "people", PEOPLE + "HR-1,吴三,后勤,\n")[2] == ["来源编号“HR-1”在本系统属于另一个名称"]
    assert sent(client, "people", PEOPLE + "HR-9,孙一,后勤,\n") == (0, 1, [])
    assert refs(system) == ["B-9", "HR-1", "HR-2"], "who has one keeps it"


def test_of_two_of_one_name_none_is_given_an_id(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    body = "姓名,单位,电话\n孙一,后勤,13800138001\n孙一,后勤,13800138002\n"
    assert sent(client, "people", body) == (2, 0, [])
    assert sent(client, "people", PEOPLE + "HR-1,孙一,后勤,\n") == (0, 1, [])
    assert refs(system) == []


def test_an_id_that_is_only_looked_at_is_not_kept(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    sent(client, "people", "姓名,单位\n孙一,后勤\n")
    sheet = SimpleUploadedFile("a.csv", (PEOPLE + "HR-1,孙一,后勤,\n").encode())
    client.post(at("people-import"), {"sheet": sheet}, headers={"hx-request": "true"})
    assert refs(system) == []


def test_a_unit_that_is_known_by_name_is_given_the_id_of_a_later_sheet(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    assert sent(client, "units", "单位名称,类型\n第12项目部,野外项目部\n第13项目部,野外项目部\n") == (2, 0, [])
    sheet = SimpleUploadedFile("a.csv", (UNITS + "ORG-7,第12项目部,野外项目部,\n").encode())
    answer = client.post(at("units-import"), {"sheet": sheet})
    report = answer.context["report"]
    assert (report.accepted, report.duplicate, report.named) == (0, 1, 1)
    assert sent(client, "units", UNITS + "ORG-7,第12项目部,野外项目部,\n") == (0, 1, []), "and has it once"
    with scope.acting(system):
        (unit,) = units.called(system, ["ORG-7"])["ORG-7"]
        assert (unit.zh, len(units.history(system, unit.code))) == ("第12项目部", 2)
        later = FixedClock(clock.current().now() + timedelta(seconds=1))
        unit_actions.rename_unit(system, code=unit.code, zh="钻探项目部", en="Drilling", at=later)
    assert sent(client, "units", UNITS + "ORG-7,钻探项目部,野外项目部,\n") == (0, 1, []), "known by it from then on"
    assert sent(client, "units", UNITS + "ORG-7,别的项目部,野外项目部,\n")[2] == [
        "来源编号“ORG-7”在本系统属于另一个名称"
    ]


def test_whose_an_id_is_is_asked_where_it_may_be_of_several_units(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    with scope.acting(system):
        twins = [
            unit_actions.open_unit(system, code="", kind="project_dept", zh="第12项目部", en="P12", parent="T161")
            for _ in range(2)
        ]
        alone = unit_actions.open_unit(system, code="", kind="project_dept", zh="第13项目部", en="P13", parent="T161")
    codes = "、".join(sorted(each.code for each in twins))
    body = "ORG-7,第12项目部,野外项目部,\nORG-8,第13项目部,野外项目部,\nORG-9,第13项目部,野外项目部,\n"
    assert sent(client, "units", UNITS + body) == (0, 0, [
        f"不能确定来源编号“ORG-7”属于哪一个“第12项目部”（{codes}）",
        f"不能确定来源编号“ORG-8”属于哪一个“第13项目部”（{alone.code}）",
        f"不能确定来源编号“ORG-9”属于哪一个“第13项目部”（{alone.code}）",
    ])  # fmt: skip
    with scope.acting(system):
        assert units.called(system, ["ORG-7", "ORG-8", "ORG-9"]) == {}
