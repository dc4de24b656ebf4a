"""reporting · tests of the pages: one confirmation, the board, the roll-up; both languages, every role."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.reporting import queries
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.areas.reporting.tests.town import (
    DAY,
    PATHS,
    WINDOW_CLOSED,
    as_role,
    client,
    confirm,
    open_tree,
    say,
)
from lianfang.ground.people.actions import PersonSpec, register_people
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.measures import MeasureState

LATE = WINDOW_CLOSED + timedelta(hours=1)
PAGES = (
    f"/reporting/T161-LOG/{DAY}/",
    f"/reporting/T161/{DAY}/",
    f"/reporting/T161-LOG/{DAY}/H2/",
    "/reporting/board/",
    f"/reporting/board/T161/{DAY}/",
    f"/reporting/rollup/T161/{DAY}/",
    f"/reporting/rollup/T161-LOG/{DAY}/",
    f"/reporting/rollup/T161/{DAY}/?section=work",
)
# Committed: what a page asks of the database, whatever the length of the ledger.
QUERIES = {
    f"/reporting/T161-LOG/{DAY}/": 18,
    f"/reporting/T161/{DAY}/": 26,
    f"/reporting/T161-LOG/{DAY}/H2/": 18,
    "/reporting/board/": 12,
    f"/reporting/rollup/T161/{DAY}/": 18,
}


@pytest.fixture(autouse=True)
def _town(tree: dict[str, str]) -> None:
    """Every test here stands in the town."""


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock by which the pages go."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(moment))

    stand(WINDOW_CLOSED)
    return stand


def html(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def title(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return found[1].strip() if found else ""


def seen_of(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found, "the page carries what was reviewed"
    return found[1]


def test_a_reporter_opens_a_filled_in_report_and_confirms_it_with_one_act(at: Any) -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    reporter = client("reporter", "T161-LOG")
    mine = reporter.get("/reporting/mine/")
    assert mine.headers["Location"] == f"/reporting/T161-LOG/{DAY}/"
    page = html(reporter, mine.headers["Location"])
    assert title(page) == "8月10日日报：待确认，17:00 截止"
    assert 'name="late_reason"' not in page
    answer = reporter.post(f"/reporting/T161-LOG/{DAY}/confirm/", {"seen": seen_of(page), "narrative": ""})
    assert answer.status_code == 302
    page = html(reporter, f"/reporting/T161-LOG/{DAY}/")
    assert title(page) == "8月10日日报：第 1 版已提交"
    assert "已按时提交" in page


@pytest.mark.parametrize(("unit", "most"), [("T161-LOG", 31), ("T161", 36)])
def test_confirming_builds_the_report_once(at: Any, monkeypatch: pytest.MonkeyPatch, unit: str, most: int) -> None:
    say(unit, "H2", 0, 40, 40)
    reporter = client("reporter", unit)
    seen = seen_of(html(reporter, f"/reporting/{unit}/{DAY}/"))
    built = Mock(side_effect=queries.report)
    monkeypatch.setattr(queries, "report", built)
    with CaptureQueriesContext(connection) as asked:
        answer = reporter.post(f"/reporting/{unit}/{DAY}/confirm/", {"seen": seen})
    assert answer.status_code == 302
    assert built.call_count == 1
    once = "ledger_month_stands"  # asked by each process once a month
    assert len([each for each in asked if once not in each["sql"]]) <= most


def test_figures_that_moved_meanwhile_come_back_with_what_was_written(at: Any) -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    reporter = client("reporter", "T161-LOG")
    seen = seen_of(html(reporter, f"/reporting/T161-LOG/{DAY}/"))
    say("T161-LOG", "H2", 1, 40, 40)
    answer = reporter.post(f"/reporting/T161-LOG/{DAY}/confirm/", {"seen": seen, "narrative": "我写的话"})
    page = answer.content.decode()
    assert (answer.status_code, "我写的话" in page, "台账又有变化" in page) == (409, True, True)
    again = reporter.post(f"/reporting/T161-LOG/{DAY}/confirm/", {"seen": seen_of(page), "narrative": "我写的话"})
    assert again.status_code == 302


def test_a_late_report_asks_for_its_reason(at: Any) -> None:
    at(LATE)
    reporter = client("reporter", "T161-LOG")
    page = html(reporter, f"/reporting/T161-LOG/{DAY}/")
    assert 'name="late_reason"' in page
    answer = reporter.post(f"/reporting/T161-LOG/{DAY}/confirm/", {"seen": seen_of(page), "narrative": "说明"})
    assert (answer.status_code, "说明" in answer.content.decode()) == (422, True)
    said = {"seen": seen_of(page), "late_reason": "停电"}
    assert reporter.post(f"/reporting/T161-LOG/{DAY}/confirm/", said).status_code == 302
    assert "停电" in html(reporter, f"/reporting/T161-LOG/{DAY}/")


def test_returned_with_a_reason_amended_and_compared(at: Any) -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    confirm("T161-LOG", narrative="第一版")
    officer, reporter = client("officer", "T161"), client("reporter", "T161-LOG")
    assert officer.post(f"/reporting/T161-LOG/{DAY}/return/", {"why": ""}).status_code == 422
    assert officer.post(f"/reporting/T161-LOG/{DAY}/return/", {"why": "请写明"}).status_code == 302
    assert "被退回" in title(html(reporter, f"/reporting/T161-LOG/{DAY}/"))
    say("T161-LOG", "H2", 1, 40, 40)
    form = html(reporter, f"/reporting/T161-LOG/{DAY}/amend/")
    said = {"seen": seen_of(form), "why": "补报一人", "narrative": "第二版"}
    assert reporter.post(f"/reporting/T161-LOG/{DAY}/amend/", said).status_code == 302
    compared = html(officer, f"/reporting/T161-LOG/{DAY}/history/")
    assert title(compared) == "第 1 版与第 2 版：1 项不同"
    assert "补报一人" in compared
    back = f"/reporting/board/T161/{DAY}/"
    assert officer.post(f"/reporting/T161-LOG/{DAY}/receive/", {"next": back}).headers["Location"] == back


def test_the_boards_title_is_the_answer_and_a_reminder_is_not_doubled(at: Any) -> None:
    confirm("T161-LOG")
    at(LATE)
    officer = client("officer", "T161")
    page = html(officer, f"/reporting/board/T161/{DAY}/")
    assert title(page) == "8月10日 应报4家，按时1，迟0，缺2，待报1（17:20）"
    board = f"/reporting/board/T161/{DAY}/?standing=missing"
    assert "一号井队" in html(officer, board)
    assert "后勤" not in html(officer, board).split("<tbody>")[1]
    act = f"/reporting/T161-D01/{DAY}/remind/"
    assert f'method="post" action="{act}">' in html(officer, board)
    for _ in range(2):
        officer.post(act, {"next": board})
    page = html(officer, board)
    assert "已催1次" in page
    assert "已于 08-10 17:20 催报" in page


@pytest.mark.usefixtures("at")
def test_the_board_of_a_day_that_runs_names_the_one_that_closed_last_and_leads_there() -> None:
    officer = client("officer", "T161")
    answer = officer.get("/reporting/board/")
    assert answer.context["day_control"].words.zh == "8月10日 16:00 至次日 16:00"
    assert "8月11日 应报" in answer.context["title"].zh
    closed = officer.get(f"/reporting/board/?day={DAY}")
    assert "刚截止的 8月10日：应报" in answer.context["lede"].zh
    said = answer.context["lede"].zh.partition("8月10日：")[2]
    assert said
    assert said in closed.context["title"].zh
    assert f"/reporting/board/?unit=T161&amp;day={DAY}" in answer.content.decode()


@pytest.mark.usefixtures("at")
def test_a_board_of_many_units_goes_on_page_by_page() -> None:
    open_tree([UnitSpec(f"T161-X{n:02d}", "branch", f"支部{n}", f"Branch {n}", "T161") for n in range(60)])
    officer = client("officer", "T161")
    first = html(officer, f"/reporting/board/?day={DAY}")
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following
    second = html(officer, "/reporting/board/" + following[1].replace("&amp;", "&"))
    bodies = [page.split("<tbody>")[1] for page in (first, second)]
    rows = [set(re.findall(rf"/reporting/([A-Z0-9-]+)/{DAY}/\"", body)) for body in bodies]
    assert len(rows[0] & rows[1]) == 0
    assert len(rows[0] | rows[1]) == 64


@pytest.mark.usefixtures("at")
def test_the_roll_up_leads_down_and_its_foot_is_the_whole() -> None:
    say("T161-LOG", "H1", 40, 40, 40)
    say("C161", "G1", 120, 6, 6)
    page = html(client("superior", "XJCG"), f"/reporting/rollup/XJCG/{DAY}/?section=health")
    assert f'href="/reporting/rollup/T161/{DAY}/"' in page
    with as_role("superior", "XJCG") as actor:
        whole = rolled_up(actor, clock.reporting_day(DAY), PATHS["XJCG"], now=WINDOW_CLOSED)[""]
    assert whole["H1"].state is MeasureState.PARTIAL
    assert "40" in page.split("<tfoot>")[1]


@pytest.mark.usefixtures("at")
def test_a_figure_with_nothing_behind_it_says_so() -> None:
    page = html(client("reporter", "T161-LOG"), f"/reporting/T161-LOG/{DAY}/H2/")
    assert "没有记录不等于零" in page


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_said_in_both_languages(language: str) -> None:
    say("T161-LOG", "H2", 0, 30, 40)
    confirm("T161-LOG", narrative="正常")
    browser = client("commander", "T161", language)
    for address in PAGES:
        page = html(browser, address)
        assert ("应报" in page or "日报" in page) == (language == "zh-hans"), address


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    ("role", "unit", "status"),
    [
        ("superior", "XJCG", 200), ("commander", "T161", 200), ("officer", "T161", 200), ("inspector", "T161", 200),
        ("auditor", "XJCG", 200), ("admin", "XJCG", 200), ("reporter", "T161-LOG", 200),
        ("reporter", "T161-D01", 404), ("reporter", "T200-LOG", 404), ("grid", "T161", 404), ("gate", "C161", 404),
    ],
)  # fmt: skip
def test_who_may_open_a_report(role: str, unit: str, status: int) -> None:
    browser = client(role, unit)
    for page in ("", "H2/", "report.json"):
        assert browser.get(f"/reporting/T161-LOG/{DAY}/{page}").status_code == status, page
    assert browser.get(f"/api/v1/reports/T161-LOG/{DAY}").status_code == status
    if status == 404:
        assert browser.post(f"/reporting/T161-LOG/{DAY}/confirm/", {}).status_code == 404
        assert browser.post(f"/reporting/T161-LOG/{DAY}/remind/", {}).status_code == 404


@pytest.mark.usefixtures("at")
def test_nobody_who_is_not_signed_in_sees_anything() -> None:
    for page in PAGES:
        assert Client().get(page).status_code == 302
    assert Client().get(f"/api/v1/reports/T161-LOG/{DAY}").status_code == 401


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    "address",
    [
        "/reporting/T161-LOG/2020-02-31/",
        "/reporting/NOPE/2020-08-10/",
        f"/reporting/T161-LOG/{DAY}/Z9/",
        f"/reporting/T161-LOG/{DAY}/report.exe",
        f"/reporting/T161-LOG/{DAY}/H2/?cursor=x",
        f"/reporting/rollup/NOPE/{DAY}/?cursor=%00",
        f"/reporting/board/?unit=NOPE&day={DAY}",
        "/reporting/board/?day=2020-99-99&standing=x&handling=y&cursor=%00",
    ],
)
def test_addresses_that_mean_nothing_get_an_answer_and_no_fault(address: str) -> None:
    assert client("officer", "T161").get(address).status_code in (200, 404, 422)


@pytest.mark.usefixtures("at")
def test_pages_ask_the_database_no_more_than_was_committed() -> None:
    confirm("T161-LOG")
    browser = client("officer", "T161")
    for address, most in QUERIES.items():
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        assert len(asked) <= most, (address, len(asked), [each["sql"][:80] for each in asked.captured_queries])


@pytest.mark.usefixtures("at")
def test_a_roll_up_says_the_same_on_its_page_in_its_workbook_and_in_the_api() -> None:
    for unit, value in (("T161-LOG", 40), ("T161-D01", 18), ("C161", 1950)):
        say(unit, "H1", value, value, value)
        confirm(unit)
    browser = client("superior", "XJCG")
    told = browser.get(f"/api/v1/reporting/rollup/T161/{DAY}").json()
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/reporting/rollup/T161/{DAY}/rollup.xlsx").content))
    page = html(browser, f"/reporting/rollup/T161/{DAY}/")
    by_unit = {each["unit"]["code"]: {m["code"]: m for m in each["measures"]} for each in told["below"]}
    assert [each["itself"] for each in told["below"]] == [True, False, False, False]
    for row in book.worksheets[1].iter_rows(values_only=True):
        if row[0] in by_unit and row[0] != "T161":
            told_h1 = by_unit[row[0]]["H1"]
            assert row[3] == told_h1["value"]
            assert str(row[4]).startswith(f"{told_h1['checked']:,} / {told_h1['expected']:,}")
    whole = {m["code"]: m for m in told["measures"]}["H1"]
    assert (whole["value"], whole["state"]) == (2008, "partial"), "the team itself has not filed"
    assert "2,008" in page.split("<tfoot>")[1]
    totals = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "H1"]
    assert totals[0][2] == 2008
    assert book.worksheets[0].column_dimensions["B"].width > 2 * len(totals[0][1]), "no name is cut off"
    answer = browser.get(f"/reporting/rollup/T161/{DAY}/rollup.pdf")
    assert answer["Content-Type"] == "application/pdf"
    paper = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert all(said in paper for said in ("汇总表", "2,008", "1,950", "部分")), paper
    assert browser.get(f"/reporting/rollup/T161/{DAY}/rollup.docx").status_code == 404


@pytest.mark.usefixtures("at")
def test_the_api_tells_who_has_reported() -> None:
    confirm("T161-LOG")
    officer = client("officer", "T161")
    told = officer.get(f"/api/v1/status/{DAY}?size=2").json()
    assert {key: told[key] for key in ("due", "on_time", "late", "missing", "waiting")} == {
        "due": 4, "on_time": 1, "late": 0, "missing": 0, "waiting": 3,
    }  # fmt: skip
    assert (len(told["units"]), told["next"] is None) == (2, False)
    assert client("reporter", "T200-LOG").get(f"/api/v1/status/{DAY}?unit=T161").status_code == 404
    for asked in (f"status/{DAY}?form=none", "status/0001-01-01", f"reports/T161-LOG/{DAY}?form=none"):
        assert officer.get(f"/api/v1/{asked}").status_code == 404


def test_who_is_left_out_is_said_of_the_lines_about_people(at: Any) -> None:
    say("T161-LOG", "H1", 3, 3, 3)
    with scope.acting(scope.system_actor()) as system:
        register_people(
            system, [PersonSpec("T161-LOG", "李合成", counts=False)], at=clock.FixedClock(OPENED_AT),
            origin=Origin.REPLAY,
        )  # fmt: skip
    page = html(client("reporter", "T161-LOG"), f"/reporting/T161-LOG/{DAY}/")
    assert re.search(r"名册上另有 1 人不列入应查人数，H1、H2、\S+ 不含他们</p>", page)
