"""reporting · tests of reminding: many units at once, each by itself; and the board in the order of need."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, client, confirm, open_tree
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock

pytestmark = pytest.mark.django_db
LATE = WINDOW_CLOSED + timedelta(hours=1)
BOARD, ACT = f"/reporting/board/T161/{DAY}/", f"/reporting/remind/{DAY}/"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch, tree: dict[str, str]) -> Callable[[datetime], None]:
    """Sets the clock by which the pages go."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(moment))

    stand(WINDOW_CLOSED)
    return stand


def html(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def ticked(page: str) -> list[str]:
    return re.findall(r'name="unit" value="([A-Z0-9-]+)" checked', page)


def test_the_missing_are_ticked_and_one_press_reminds_them_all(at: Any) -> None:
    confirm("T161-LOG")
    at(LATE)
    officer = client("officer", "T161")
    page = html(officer, BOARD)
    chosen = ticked(page)
    assert chosen == ["C161", "T161-D01"]
    answer = officer.post(ACT, {"unit": chosen, "next": BOARD}, follow=True).content.decode()
    assert "已催 2 家：小区、一号井队" in answer
    assert ticked(answer) == [], "whoever was asked a moment ago is not ticked again"


def test_pressed_twice_each_is_told_who_was_reminded_and_when_and_the_others_go_through(at: Any) -> None:
    at(LATE)
    officer = client("officer", "T161")
    officer.post(ACT, {"unit": ["C161"], "next": BOARD})
    at(LATE + timedelta(minutes=5))
    twice = officer.post(ACT, {"unit": ["C161", "T161-D01", "T161-D01"], "next": BOARD}, follow=True).content.decode()
    assert "已催 1 家：一号井队" in twice
    assert len(re.findall("小区：officer-t161 已于 08-10 17:20 催报", twice)) == 1
    at(LATE + timedelta(minutes=31))
    assert "已催 1 家：小区" in officer.post(ACT, {"unit": ["C161"], "next": BOARD}, follow=True).content.decode()


def test_whoever_is_reminded_reads_by_whom_and_what_the_report_lacks(at: Any) -> None:
    at(LATE)
    reporter = client("reporter", "T161-D01")
    before = html(reporter, "/")
    assert "8月10日日报待确认" in before
    assert "催报；" not in before
    client("officer", "T161").post(ACT, {"unit": ["T161-D01"], "next": BOARD})
    at(LATE + timedelta(minutes=2))
    home = html(reporter, "/")
    assert re.search(r"officer-t161 \d\d:\d\d 催报；已过截止 [^；]+；还缺：", home)
    assert "项目部井队日状态：1 处未做：一号井队" in home
    confirm("T161-D01")
    assert "催报；" not in html(reporter, "/")


def test_missing_reports_of_further_pages_are_in_the_same_press(at: Any) -> None:
    open_tree([UnitSpec(f"T161-X{n:02d}", "branch", f"支部{n}", f"Branch {n}", "T161") for n in range(60)])
    at(LATE)
    page = html(client("officer", "T161"), BOARD)
    press = page.split('id="lf-bulk"')[1].split("</form>")[0]
    further = re.findall(r'type="hidden" name="unit" value="([A-Z0-9-]+)"', press)
    assert further
    assert not {*further} & {*ticked(page)}
    assert len(further) + len(ticked(page)) == int(re.findall(r"缺(\d+)", page)[0])
    assert f"及后面各页的 {len(further)} 家" in page


def test_what_is_missing_stands_first(at: Any) -> None:
    confirm("C161")
    at(LATE)
    page = html(client("officer", "T161"), BOARD).split("<tbody>")[1]
    order = re.findall(rf"/reporting/([A-Z0-9-]+)/{DAY}/\">", page)
    assert order[:2] == ["T161-D01", "T161-LOG"]
    assert order[-1] == "C161"


def test_whoever_may_not_remind_has_nothing_to_press(at: Any) -> None:
    at(LATE)
    assert "lf-bulk" not in html(client("auditor", "T161"), BOARD)
    assert client("officer", "T161").post(ACT, {"next": BOARD}).status_code == 422
