"""watch · tests: two months of a duty roster come from a sheet, three names in a cell, and the same sheet again."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianfang.areas.watch import policy, queries
from lianfang.areas.watch.tests.room import UNIT, acting, opened, plan
from lianfang.areas.watch.tests.test_pages import NOW, browser
from lianfang.ground.access.models import User
from lianfang.kernel import clock, scope

pytestmark = pytest.mark.django_db
NAMED = {"leader": "王强", "one": "李娟", "two": "赵刚", "three": "阿依古丽·买买提"}
PAGE = reverse("shell:directory:sheet-import", args=["watch.roster"])


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


def book(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (("公共值班表（合成）",), *rows):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    held = io.BytesIO()
    made.save(held)
    return SimpleUploadedFile("值班表.xlsx", held.getvalue())


@pytest.mark.usefixtures("room")
@pytest.mark.case(38)
def test_sixty_days_with_three_names_in_a_cell(system: Any) -> None:
    with scope.acting(system):
        for login, name in NAMED.items():
            User.objects.filter(username=login).update(title=name)
    opened()
    first = date(2020, 8, 11)
    rows: list[tuple[object, ...]] = [("日期", "带班", "值班人员")]
    for n in range(60):
        day = first + timedelta(days=n)
        text = f"{day.year}年{day.month}月{day.day}日" if n % 2 else day
        rows.append((text, "王强", ("李娟、赵刚", "阿依古丽买买提\n李娟", "赵刚 李娟")[n % 3]))
    rows[-1] = (rows[-1][0], "王强", "李娟、赵刚、没来")
    planner = browser("leader")
    asked = planner.post(PAGE, {"sheet": book(*rows)}).context["report"]
    assert (asked.accepted, asked.bad[0].says.zh) == (0, "当天有几个班次：白班、夜班；请写班次，或写“每班”")
    said = {"heads_said": "1", "all.shift": "每班"}
    report = planner.post(PAGE, {"sheet": book(*rows), **said}).context["report"]
    assert (report.rows, report.accepted) == (60, 59)
    assert [(each.number, each.code) for each in report.bad] == [(62, "officers")] * 2
    assert "“没来”在本单位没有可值班的账号" in report.bad[0].says.zh
    again = planner.post(PAGE, {"sheet": book(*rows)}).context["report"]
    assert (again.accepted, again.duplicate) == (0, 59), "what was said of the heads is kept"
    with acting("leader") as actor:
        night = queries.staffing(actor, UNIT, policy.shift_of(first + timedelta(days=1), "night"))
        assert (night.leader, night.officers) == ("leader", ("three", "one"))
    by_shift = book(
        ("日期", "班长", "白班", "夜班"), ("2020-08-09", "", "李娟", "赵刚"), ("2020-08-11", "", "赵刚", "李娟")
    )
    over = planner.post(PAGE, {"sheet": by_shift}).context["report"]
    assert (over.accepted, [each.number for each in over.bad]) == (1, [3]), "what is over is not planned"
    assert browser("clerk").get(PAGE).status_code == 403


@pytest.mark.usefixtures("room")
def test_the_template_begins_with_who_stands_already() -> None:
    opened()
    plan("day", "leader", "one", day=11)
    answer = browser("leader").get(reverse("shell:directory:sheet-template", args=["watch.roster"]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["2020-08-11", "白班", "leader", "one"] in [row[:4] for row in rows]
    again = browser("leader").post(PAGE, {"sheet": SimpleUploadedFile("t.xlsx", answer.content)}).context["report"]
    assert (again.duplicate, again.accepted) == (1, 0)


def _stands(day: int, code: str = "day") -> tuple[str | None, tuple[str, ...]]:
    with acting("leader") as actor:
        found = queries.staffing(actor, UNIT, policy.shift_of(date(2020, 8, day), code))
    return found.leader, found.officers


@pytest.mark.usefixtures("room")
def test_of_whom_a_sheet_has_no_column_nothing_is_said() -> None:
    opened()
    for day in (11, 12, 13):
        plan("day", "leader", "one", day=day)
    planner = browser("leader")

    def sent(*rows: tuple[object, ...], **more: str) -> Any:
        return planner.post(PAGE, {"sheet": book(*rows), **more}).context["report"]

    officers_alone = sent(("日期", "班次", "值班人员"), ("2020-08-11", "白班", "two"), ("2020-08-14", "白班", "two"))
    assert officers_alone.accepted == 2
    assert _stands(11) == ("leader", ("two",)), "who leads the shift still does"
    assert _stands(14) == (None, ("two",))
    assert sent(("日期", "白班"), ("2020-08-12", "two")).accepted == 1
    assert _stands(12) == ("leader", ("two",))
    assert sent(("日期", "班次", "带班领导"), ("2020-08-14", "白班", "leader")).accepted == 1
    assert _stands(14) == ("leader", ("two",)), "who stands the shift still does"
    emptied = sent(("日期", "班次", "带班领导", "值班人员"), ("2020-08-13", "白班", "", "two"))
    assert emptied.accepted == 1
    assert _stands(13) == (None, ("two",)), "an empty cell below the head says that nobody leads"
