"""shell · directory · tests: sheets as people keep them: heads said once, faults marked, sent again."""

from __future__ import annotations

import base64
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.ground.people import queries as people
from lianfang.ground.people import queries_names
from lianfang.ground.people.actions import register_person
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.places.queries import place as known
from lianfang.kernel import scope
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.shell.directory.homes import home_of, home_said
from lianfang.shell.directory.tests.test_pages import at
from lianfang.shell.documents.read import read_workbook
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.cells import several_in
from tests.support.ods import ods

pytestmark = pytest.mark.django_db
LOOK = {"hx-request": "true"}


def sent(client: Any, which: str, name: str, body: bytes, headers: Any = None, **more: str) -> Any:
    return client.post(at(f"{which}-import"), {"sheet": SimpleUploadedFile(name, body), **more}, headers=headers or {})


def untidy() -> bytes:
    """A title over all columns, a head in two rows, numbers as text and as figures, full width, an empty row."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    first["A1"] = "本表由后勤填报，请勿外传"
    sheet = book.create_sheet("花名册")
    for row in (
        ("后勤中心2020年8月人员花名册（合成）",), (),
        ("序号", "员工", "联系方式", None, "所在部门"),
        (None, "姓名", "电话", "紧急联系人", None),
        (1, "孙一", 13800138001, "家属甲", "后勤"),
        ("2", "周　二", "１３８００１３８００２", None, "T161-LOG"),
        (3, "吴三", "1.38E+10", None, "后勤"),
        (), (4, "郑四", None, None, "没有的部门"),
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("C3:D3")
    sheet.merge_cells("E3:E4")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_an_untidy_workbook_is_read_and_comes_back_with_its_faults_marked(
    browser: Any, world: Any, system: Actor
) -> None:
    client = browser("admin", "T161")
    answer = sent(client, "people", "花名册.xlsx", untidy())
    report = answer.context["report"]
    assert (report.rows, report.accepted, report.unread) == (4, 2, ("序号", "联系方式 · 紧急联系人"))
    wrong = {(each.number, each.code): each.says.zh for each in report.bad if each.number}
    assert set(wrong) == {(7, "phone"), (9, "unit")}
    assert "末尾几位已丢失" in wrong[7, "phone"]
    marked = openpyxl.load_workbook(
        io.BytesIO(base64.b64decode(answer.context["marked"]["href"].partition("base64,")[2]))
    )
    sheet = marked["花名册"]
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:E1", "C3:D3", "E3:E4"}, "the layout is kept"
    commented = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert set(commented) == {"C7", "E9"}
    assert "请把该列设为“文本”" in commented["C7"]
    assert sheet["C7"].fill.start_color.rgb == "FFFFC7CE"
    # Corrected where it is marked and brought again: good rows are not doubled, marks are gone.
    sheet["C7"], sheet["E9"] = "13800138003", "后勤"
    held = io.BytesIO()
    marked.save(held)
    again = sent(client, "people", "花名册.xlsx", held.getvalue()).context["report"]
    assert (again.accepted, again.duplicate, [each for each in again.bad if each.number]) == (2, 2, [])
    download = sent(client, "people", "花名册.xlsx", held.getvalue(), marked="1")
    assert download["Content-Disposition"].startswith("attachment")
    clean = openpyxl.load_workbook(io.BytesIO(download.content))["花名册"]
    assert not [cell for row in clean for cell in row if cell.comment]
    with scope.acting(system):
        assert people.headcount(system, "T161-LOG") == 5


HEADS = "工号,称呼,归属\n"
ROWS = ("A1,孙一,后勤\n", "A2,周二,物业公司\n")


def test_heads_that_nobody_knows_are_said_once_and_known_by_their_words(
    browser: Any, world: Any, system: Actor
) -> None:
    client = browser("admin", "T161")
    refused = sent(client, "people", "人员.csv", (HEADS + ROWS[0]).encode(), LOOK)
    assert refused.status_code == 200
    page = refused.content.decode()
    assert "没有找到表头" in page
    assert 'name="head.name"' in page
    assert "<option>称呼</option>" in page
    said = {"heads_said": "1", "head.name": "称呼", "head.unit": "归属", "all.residency": "常住"}
    seen = sent(client, "people", "人员.csv", (HEADS + ROWS[0]).encode(), LOOK, **said).content.decode()
    assert "<option selected>称呼</option>" in seen
    assert "可以记录的行：1" in seen
    report = sent(client, "people", "人员.csv", (HEADS + ROWS[0]).encode(), **said).context["report"]
    assert (report.accepted, report.bad, report.unread) == (1, [], ("工号",))
    moved = "归属\t工号\t称呼\n" + "物业公司\tA2\t周二\n"
    part = sent(client, "people", "人员.tsv", moved.encode("utf-16"), LOOK).content.decode()
    assert "保存的列名对应读取" in part
    assert "列的位置与上次不同" in part
    assert sent(client, "people", "人员.tsv", moved.encode("utf-16")).context["report"].accepted == 1
    with scope.acting(system):
        who = people.listed(system, under="T161-PROP")
    assert [each.residency for each in who] == ["resident"]
    other = browser("reporter", "T161-LOG")
    assert "没有找到表头" in sent(other, "people", "x.csv", HEADS.encode(), LOOK).content.decode(), (
        "another unit's word"
    )
    pairs = sent(client, "people", "x.csv", "姓名,电话,电话\n孙九,1,2\n".encode(), LOOK).content.decode()
    assert "<option>电话 #2</option>" in pairs, "two heads alike are asked about"


def test_an_ods_is_a_sheet_as_any_other(browser: Any, world: Any) -> None:
    rows = {"甲": [("单位一览",)], "乙": [("单位名称", "类别"), ("第十三项目部", "野外项目部"), ("机修班", "车间")]}
    client = browser("admin", "T161")
    answer = sent(client, "units", "单位.ods", ods(rows))
    report = answer.context["report"]
    assert (report.rows, report.accepted) == (2, 1)
    marked = base64.b64decode(answer.context["marked"]["href"].partition("base64,")[2])
    assert [row[:2] for row in read_workbook(marked)[1].rows][2] == ["机修班", "车间"]
    formula = '<table:table-row><table:table-cell table:formula="of:=1" office:value-type="float"/></table:table-row>'
    many = (
        '<table:table-row table:number-rows-repeated="99999"><table:table-cell table:number-columns-repeated="999" '
        'office:value-type="string"/></table:table-row>'
    )
    for more, code in ((formula, "workbook_formulas"), (many, "workbook_too_large")):
        with pytest.raises(Refused, match=code):
            read_workbook(ods(rows, more))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("王强、李娟，赵刚", ["王强", "李娟", "赵刚"]), ("王强 李娟\n赵刚", ["王强", "李娟", "赵刚"]),
        ("Anna Berg/Li Wei; Anna Berg", ["Anna Berg", "Li Wei"]), ("阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("王 强", ["王 强"]),
    ],
)  # fmt: skip
def test_several_people_stand_in_one_cell(said: str, names: list[str]) -> None:
    assert several_in(said) == names


def test_households_come_by_their_doors_and_their_people_join_them(browser: Any, world: Any, system: Actor) -> None:
    client = browser("reporter", "C161")
    body = (
        "楼号,房号,户主,户籍\n3号楼,2单元301,王建国,\n3号楼,2-302,,外来\n三号楼,101,,\n,3-1-401,李秀英 赵不在,\n"
        ",C区,,\n3,1-402,,\n"
    )
    report = sent(client, "households", "住户.csv", body.encode("gb18030")).context["report"]
    wrong = {(each.number, each.code): each.says.zh for each in report.bad}
    assert set(wrong) == {(4, "home"), (5, "members"), (6, "home")}
    assert "没有找到楼栋“三号楼”" in wrong[4, "home"]
    assert "赵不在" in wrong[5, "members"]
    assert "3号楼2单元301" in wrong[6, "home"]
    assert (report.accepted, report.duplicate) == (2, 2)
    with scope.acting(system):
        made = {each.code: each for each in people.households(system, under="C161", limit=99)}
        assert {"C161-B03-1-401", "C161-B03-1-402"} <= set(made)
        home = made["C161-B03-1-402"]
        assert (home.place, home.entrance, home.floor, home.door, home.unit) == ("C161-B03", 1, 4, "402", "C161")
        assert {each.household for each in people.listed(system, under="C161")} == {"C161-B03-2-301", "C161-B03-1-401"}
    again = sent(client, "households", "住户.csv", body.encode("gb18030")).context["report"]
    assert again.accepted == 0
    joined = sent(client, "people", "人.csv", "姓名,住址\n钱一,3号楼1单元402室\n孙二,9-9-909\n".encode()).context[
        "report"
    ]
    assert (joined.accepted, [each.code for each in joined.bad]) == (1, ["household"])


@pytest.mark.parametrize(
    ("said", "home"),
    [
        ("3-2-301", ("3", 2, 3, "301")), ("3号楼2单元301室", ("3", 2, 3, "301")),
        ("12栋1503", ("12", None, 15, "1503")),
        ("A座3层302", ("A", None, 3, "302")), ("Building 5, entrance 2, door 101", ("5", 2, 1, "101")),
        ("５＃２＃３０１", ("5", 2, 3, "301")), ("5号楼101a", ("5", None, None, "101a")),
        ("03-02-0501", ("03", 2, 5, "501")), ("A座3层02", ("A", None, 3, "302")),
    ],
)  # fmt: skip
def test_a_home_is_told_by_its_door(said: str, home: Any) -> None:
    found = home_said(said)
    assert (found.building, found.entrance, found.floor, found.door) == home


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("3", "2", "3", "02"), "B03-2-302"), (("3", "2", "3", "302"), "B03-2-302"),
        (("3", "2", None, "0302"), "B03-2-302"), (("3", None, "3", "302a"), "B03-302A"),
        (("3", None, "12", "3"), "B03-1203"), (("3", None, "4", "302"), "B03-4F-302"),
    ],
)  # fmt: skip
def test_a_floor_that_is_said_tells_two_homes_apart_and_zeros_before_a_number_do_not(said: Any, code: str) -> None:
    assert home_of(*said).code("B03") == code


def test_a_building_is_the_units_own_and_of_several_it_is_asked(browser: Any, world: Any, system: Actor) -> None:
    with scope.acting(system):
        places.open_places(
            system,
            [
                PlaceSpec("", "building", unit, name, name)
                for unit, name in (
                    ("T161-LOG", "17号楼"),
                    ("T161-PROP", "17栋"),
                    ("T161-PROP", "18号楼"),
                    ("T161-LOG", "18栋"),
                )
            ],
        )
    client = browser("admin", "T161")
    body = "房号,管理单位\n017-0501,物业公司\n17-501,物业公司\n17-501,后勤\n18-2-201,\n"
    report = sent(client, "households", "住户.csv", body.encode()).context["report"]
    assert (report.accepted, report.duplicate, [(each.number, each.code) for each in report.bad]) == (
        2,
        1,
        [(5, "home")],
    )
    assert "不止一个" in report.bad[0].says.zh
    with scope.acting(system):
        made = {each.unit: each for each in people.households(system, under="T161", limit=99) if each.door == "501"}
        assert {unit: known(system, each.place).unit for unit, each in made.items()} == {
            "T161-PROP": "T161-PROP", "T161-LOG": "T161-LOG",
        }  # fmt: skip


def test_what_stands_against_one_register_costs_no_other(
    browser: Any, world: Any, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(actor: Actor, unit: str, persons: Any) -> Any:
        if unit == "T161-LOG":
            raise Refused(NOT_FOUND)
        return belonging(actor, unit, persons)

    belonging = queries_names.belonging
    monkeypatch.setattr(queries_names, "belonging", half)
    body = "房号,成员,所在单位,管理单位\n3-1-501,张三,后勤,C161\n3-1-502,王建国,C161,C161\n"
    report = sent(browser("admin", "T161"), "households", "住户.csv", body.encode()).context["report"]
    assert [each.number for each in report.bad] == [2]
    with scope.acting(system):
        assert {each.household for each in people.listed(system, under="C161") if each.household} >= {"C161-B03-1-502"}


def test_who_is_listed_in_two_homes_joins_neither_and_both_rows_are_told(
    browser: Any, world: Any, system: Actor
) -> None:
    body = "房号,成员,单位,管理单位\n3-1-501,张三、王建国,T161-LOG,C161\n3-1-502,13800000003,T161-LOG,C161\n"
    body += "3-1-503,李秀英,C161,C161\n3-1-503,李秀英,C161,C161\n"
    report = sent(browser("admin", "T161"), "households", "住户.csv", body.encode()).context["report"]
    wrong = {(each.number, each.says.zh) for each in report.bad}
    assert {(2, "“张三”在第 3 行又住另一户"), (3, "“13800000003”在第 2 行又住另一户")} <= wrong
    with scope.acting(system):
        assert people.person(system, world.clerk).household is None
        lives = {each.household for each in people.listed(system, under="C161")}
        assert "C161-B03-1-503" in lives, "who stands twice in one home lives there"
        assert {"501", "502"} <= {each.door for each in people.households(system, under="C161", limit=99)}


def test_somebody_is_called_by_a_passport(browser: Any, world: Any, system: Actor) -> None:
    with scope.acting(system):
        guest = register_person(system, unit="T161-LOG", name="Anna Berg", id_number="护照 E12345678")
        names = Names(system)
        assert {names.person(said, "T161-LOG") for said in ("E12345678", "ｅ12345678", "护照 E12345678")} == {guest}
        with pytest.raises(Unclear, match="E87654321"):
            names.person("E87654321", "T161-LOG")


@pytest.mark.parametrize(("which", "unit"), [("accounts", "T161-LOG"), ("households", "C161")])
def test_rows_that_the_template_began_are_no_faults_until_somebody_fills_them_in(
    browser: Any, world: Any, which: str, unit: str
) -> None:
    client = browser("admin", unit)
    book = openpyxl.load_workbook(io.BytesIO(client.get(at(f"{which}-template")).content))
    held = io.BytesIO()
    book.save(held)
    answer = sent(client, which, "模板.xlsx", held.getvalue())
    report = answer.context["report"]
    assert (report.rows, report.bad) == (0, [])
    assert report.begun > 0
    assert f"模板里没有填写的行（未记录）：{report.begun}" in answer.content.decode()
    sheet = book.worksheets[0]
    heads = next(row for row in sheet.iter_rows() if any(cell.value in ("name", "home") for cell in row))
    column = next(cell.column for cell in heads if cell.value in ("name", "home"))
    sheet.cell(sheet.max_row, column).value = "不认识"
    held = io.BytesIO()
    book.save(held)
    again = sent(client, which, "模板.xlsx", held.getvalue()).context["report"]
    assert (again.rows, len(again.bad), again.begun) == (1, 1, report.begun - 1)


def test_a_column_that_seems_to_say_the_unit_is_not_passed_over_in_silence(
    browser: Any, world: Any, system: Actor
) -> None:
    """Else everybody would be registered at the unit of whoever hands the sheet in."""
    client = browser("admin", "T161")
    body = "姓名,去处,籍贯\n孙一,后勤,乌鲁木齐\n周二,T161-PROP,喀什\n郑四,没有的部门,后勤\n".encode()
    report = sent(client, "people", "a.csv", body).context["report"]
    assert report.accepted == 0
    assert [(each.number, each.says.zh) for each in report.bad] == [
        (n, "“去处”一列像是这一项，却没有读取：请在“列名对应”中选它，或选“没有这一列”") for n in (2, 3, 4)
    ]
    said = {"heads_said": "1", "head.name": "姓名"}
    report = sent(client, "people", "a.csv", body, **said, **{"head.unit": "去处"}).context["report"]
    assert (report.accepted, len(report.bad)) == (2, 1)
    report = sent(client, "people", "b.csv", body, **said, **{"head.unit": "-"}).context["report"]
    assert report.accepted == 3, "who hands it in said so: they are the own unit's"
    body = "机构,属性,归属\n第12项目部,野外项目部,后勤\n第13项目部,野外项目部,第12项目部\n".encode()
    report = sent(client, "units", "c.csv", body).context["report"]
    assert (report.accepted, [each.number for each in report.bad]) == (0, [2, 3])
    named = {"heads_said": "1", "head.name": "机构", "head.kind": "属性", "head.parent": "归属"}
    assert sent(client, "units", "c.csv", body, **named).context["report"].accepted == 2


@pytest.mark.parametrize("head", ["科室", "所属部门", "机构", "施工井队", "drilling crew"])
def test_the_units_of_people_stand_under_many_heads(browser: Any, world: Any, system: Actor, head: str) -> None:
    client = browser("admin", "T161")
    report = sent(client, "people", "a.csv", f"姓名,{head}\n孙一,后勤\n".encode()).context["report"]
    assert (report.accepted, report.unread) == (1, ())
    with scope.acting(system):
        assert [each.name for each in people.people_of(system, "T161-LOG")].count("孙**") == 1


def test_a_sheet_of_accounts_is_asked_for_its_units_too(browser: Any, world: Any, system: Actor) -> None:
    client = browser("admin", "T161")
    sent(client, "people", "p.csv", "姓名,单位\n孙一,后勤\n".encode())
    assert (
        sent(client, "accounts", "a.csv", "姓名,去处,角色\n孙一,后勤,填报员\n".encode()).context["report"].accepted == 0
    )
    assert (
        sent(client, "accounts", "b.csv", "姓名,科室,角色\n孙一,后勤,填报员\n".encode()).context["report"].accepted == 1
    )
