"""screening · tests of a crew's temperatures in a sheet: who is meant is found by name, or asked for."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianfang.ground.access.roles import Role
from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import PersonSpec
from lianfang.ground.testing import NOW, OPENED_AT, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
from lianfang.kernel.scope import Actor
from tests.support import entries, pages

pytestmark = pytest.mark.django_db
CREW = [
    f"{family}{given}"
    for family in ("王", "李", "阿依古丽·玉苏甫", "张", "刘", "陈")
    for given in ("建国", "秀英", "军")
]
LIST = "/screening/temperature-check/"


@pytest.fixture
def officer(cast: Cast, system: Actor, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The duty officer of a crew of 18, in the afternoon."""
    at = clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        people.register_people(system, [PersonSpec("T161-D01", name) for name in CREW], at=at)
        units.rename_unit(system, code="T161-D01", zh="一号井队", en="Crew 1", aliases=("一队",), at=at)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    return pages.browser(system, Role.OFFICER, "T161-D01")


def _template(client: Client) -> Any:
    answer = client.get(f"{LIST}template.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def _sent(client: Client, name: str, body: bytes) -> str:
    answer = client.post(f"{LIST}import/", {"sheet": SimpleUploadedFile(name, body)})
    return pages.text(answer)


def _filled(book: Any) -> tuple[Any, int, dict[str, int]]:
    """The first sheet, its row of codes, and the column of each code."""
    sheet = book.worksheets[0]
    row = next(at for at in range(1, 20) if "occurred_at" in [cell.value for cell in sheet[at]])
    return sheet, row, {cell.value: cell.column for cell in sheet[row] if cell.value}


def _measured(sheet: Any, codes: int, at: dict[str, int]) -> None:
    for row in range(codes + 1, codes + 1 + len(CREW)):
        sheet.cell(row, at["data.celsius"], "36。5℃")
        sheet.cell(row, at["data.site"], "额温")


def _bytes(book: Any) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_the_filled_template_comes_back_whole(officer: Client, system: Actor) -> None:
    book = _template(officer)
    sheet, codes, at = _filled(book)
    names = [sheet.cell(row, at["person"]).value for row in range(codes + 1, codes + 1 + len(CREW))]
    assert sorted(names) == sorted(CREW), "the crew stands there by name"
    assert sheet.cell(codes + 1, at["unit"]).value == "一号井队"
    untouched = _sent(officer, "体温.xlsx", _bytes(book))
    assert "表里没有填写任何行" in untouched, "who was not measured is no fault of the sheet"
    assert "模板里没有填写的行（未记录）：18" in untouched
    _measured(sheet, codes, at)
    body = _bytes(book)
    assert "18 行全部记录" in _sent(officer, "体温.xlsx", body)
    assert "18 行全部记录" in _sent(officer, "体温.xlsx", body), "again, and nothing doubles"
    with scope.acting(system):
        assert entries.rows("SELECT count(*), count(DISTINCT person) FROM screening_temperature_check") == [(18, 18)]


@pytest.mark.case(14)
def test_a_typing_error_and_a_stranger_are_asked_for_and_the_others_taken(officer: Client, system: Actor) -> None:
    book = _template(officer)
    sheet, codes, at = _filled(book)
    _measured(sheet, codes, at)
    said = [sheet.cell(row, at["person"]).value for row in range(codes + 1, codes + 1 + len(CREW))][::-1]
    for row, name in enumerate(said, codes + 1):
        sheet.cell(row, at["person"], {"王建国": "王建囯国", "陈军": "外来人"}.get(name, name))
    page = _sent(officer, "体温.xlsx", _bytes(book))
    assert "已记录 16 行，2 行未记录" in page
    assert "一号井队的名册上没有“王建囯国”" in page
    assert "一号井队的名册上没有“外来人”" in page


@pytest.mark.case(39)
def test_a_sheet_of_ones_own_is_read_by_its_heads(officer: Client) -> None:
    lines = [
        "部门,姓名,测量时间,体温（℃）,部位",
        "一队,阿依古丽．玉苏甫军,2020/8/10 8:05,３６．５,forehead",
        "一号井队,阿依古丽玉苏甫秀英,2020年8月10日 下午1:20,36.4,额温",
        "T161-d01,李军,9/8/2020 8:05,36.4,额温",
    ]
    page = _sent(officer, "体温.csv", "\n".join(lines).encode("gb18030"))
    assert "已记录 2 行，1 行未记录" in page
    again = _sent(officer, "体温.tsv", "\n".join(lines).replace(",", "\t").encode("utf-16"))
    assert "已有记录" in again
    assert "已记录 0 行，1 行未记录" in again
    assert "“9/8/2020 8:05”分不清年月日的先后，请写成 2020-08-09" in page


@pytest.mark.case(15)
def test_what_a_sheet_is_read_as_is_shown_before_anything_is_recorded(officer: Client, system: Actor) -> None:
    body = "单位,姓名,时间,体温,部位,复测\n一队,李军,2020年8月9日 下午3:05,36。5℃,额温,\n一队,李军,8/9,热,额温,"
    sheet = SimpleUploadedFile("x.csv", body.encode())
    part = pages.text(officer.post(f"{LIST}import/", {"sheet": sheet}, headers={"hx-request": "true"}))
    for said in ("一号井队", "李军", "36.5 ℃", "8月9日 15:05", "还没有记录", "“8/9”缺年份"):
        assert said in part, said
    with scope.acting(system):
        assert entries.rows("SELECT count(*) FROM screening_temperature_check") == [(0,)]
    nothing = pages.text(officer.post(f"{LIST}import/", {}, headers={"hx-request": "true"}))
    assert "请选择文件" in nothing


@pytest.mark.case(12)
def test_all_that_is_wrong_with_a_row_is_said_at_once(officer: Client) -> None:
    body = "单位,人员,时间,体温,部位,复测\n一号井队,李军,8月9日,热,,也许\n一号井队,李军,2020-08-10 8:05,365,额温,"
    page = _sent(officer, "x.csv", body.encode())
    for said in ("“8月9日”缺年份", "“热”不是数字", "看不出是或否", "必填", "不能大于"):
        assert said in page, said
    assert "2 行未记录" in page


def test_two_of_one_name_are_told_apart_by_a_number(officer: Client, system: Actor) -> None:
    with scope.acting(system):
        for number in ("110105199001010010", "110105199102020022"):
            at = clock.FixedClock(OPENED_AT)
            people.register_person(system, unit="T161-D01", name="赵敏", id_number=_whole(number), at=at)
    head = "单位,人员,时间,体温,部位\n一号井队,"
    assert "有几个“赵敏”" in _sent(officer, "x.csv", f"{head}赵敏,2020-08-10 8:05,36.4,额温".encode())
    numbered = f"{head}{_whole('110105199001010010')},2020-08-10 8:05,36.4,额温"
    assert "1 行全部记录" in _sent(officer, "x.csv", numbered.encode())


def _whole(seventeen: str) -> str:
    """A resident's number with its check digit."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=False))
    return seventeen[:17] + "10X98765432"[total % 11]
