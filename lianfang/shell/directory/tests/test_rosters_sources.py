"""shell · directory · tests: people and places of a sheet are known by the ids that another system gave them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.ground.people import queries_names
from lianfang.ground.people.actions import erase_person
from lianfang.ground.places import queries as places
from lianfang.ground.sheets.models import SheetSource
from lianfang.ground.units import queries as units
from lianfang.kernel import scope
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
