"""shell · the day of a page: read as it is typed, refused where nobody can mean it, shown and kept by the frame."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import RequestFactory

from lianfang.ground.units import actions as units
from lianfang.ground.units import queries as units_seen
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope, typed
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.playbook import current
from lianfang.shell.day_asked import DayAsked, OfADay, read_day
from lianfang.shell.day_control import DayControl
from lianfang.shell.problems import UNIT_NOT_THEN

pytestmark = pytest.mark.django_db
TODAY = date(2020, 8, 11)  # it runs from 10 August, 16:00
EVENING = datetime(2020, 8, 10, 9, 6, tzinfo=UTC)  # 17:06 of the wall clock


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2020-08-09", date(2020, 8, 9)),
        ("2020年8月9日", date(2020, 8, 9)),
        ("8月9日", date(2020, 8, 9)),
        ("８月９号", date(2020, 8, 9)),
        ("8/9", date(2020, 8, 9)),
        ("9 Aug", date(2020, 8, 9)),
        ("9 August 2020", date(2020, 8, 9)),
        ("12月31日", date(2019, 12, 31)),
        ("8月12日", date(2020, 8, 12)),
        ("2月29日", date(2020, 2, 29)),
        ("今天", date(2020, 8, 11)),
        ("yesterday", date(2020, 8, 10)),
    ],
)
def test_a_day_is_read_as_people_type_it(said: str, day: date) -> None:
    assert read_day(said, TODAY) == day


@pytest.mark.parametrize("said", ["garbage", "2020-99-99", "13月1日", "2月30日", "08-09-20", "\0", "31 Feb", "9 Foo"])
def test_what_is_no_day_is_unclear(said: str) -> None:
    with pytest.raises(typed.Unclear):
        read_day(said, TODAY)


@pytest.fixture
def browser(browser_of: Any, stage: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(EVENING))
    return browser_of("own")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("day=garbage", 422, "day_unclear"),
        ("day=%00", 422, "day_unclear"),
        ("day=2020-99-99", 422, "day_unclear"),
        ("day=1999-01-01", 404, "day_before"),
        ("day=2020-03-06", 404, "day_before"),
        ("day=2020-08-13", 404, "day_not_yet"),
        ("day=9999-01-01", 404, "day_not_yet"),
    ],
)
def test_a_day_that_nobody_can_mean_is_refused_with_the_way_back(
    browser: Any, query: str, status: int, code: str
) -> None:
    answer = browser.get(f"/ledger/?kind=x&{query}")
    said = answer.content.decode()
    assert answer.status_code == status
    assert code in said
    assert 'href="/ledger/?kind=x"' in said
    assert "回到今天" in said


def test_what_is_typed_is_brought_into_one_form(browser: Any) -> None:
    answer = browser.get("/ledger/", {"day": "8月9日", "kind": "x", "cursor": "y"})
    assert (answer.status_code, answer["Location"]) == (302, "/ledger/?kind=x&day=2020-08-09")


def test_a_list_shows_all_days_and_can_be_narrowed_to_one(browser: Any) -> None:
    control = browser.get("/ledger/").context["day_control"]
    assert (control.words.zh, control.previous, control.next, control.back) == (
        "全部日期", "/ledger/?day=2020-08-11", "", "",
    )  # fmt: skip
    control = browser.get("/ledger/?day=2020-08-10&unit=T161-LOG").context["day_control"]
    assert control.words.zh == "8月9日 16:00 至次日 16:00"
    assert control.standing.zh == "8月10日报告日 · 已截止"
    assert control.previous == "/ledger/?unit=T161-LOG&day=2020-08-09"
    assert control.next == "/ledger/?unit=T161-LOG&day=2020-08-11"
    assert (control.back, control.back_words.zh) == ("/ledger/?unit=T161-LOG", "全部日期")
    assert control.kept == [("unit", "T161-LOG")]


@pytest.mark.parametrize(
    ("hour", "minute", "shown"), [(16, 0, True), (16, 40, True), (18, 0, True), (18, 1, False), (9, 0, False)]
)
def test_while_the_reports_of_the_closed_day_are_filed_every_page_of_a_day_offers_it(
    browser: Any, monkeypatch: pytest.MonkeyPatch, hour: int, minute: int, shown: bool
) -> None:
    moment = datetime(2020, 8, 10, hour, minute, tzinfo=clock.zone())
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(moment))
    closed = (clock.day_of(moment).date - timedelta(days=1)).isoformat()
    for address in ("/duties/", "/screening/", "/command/"):
        page = browser.get(address)
        assert page.context["day_control"].begun == (f"{address}?day={closed}" if shown else ""), address
        assert ("这个报告日刚开始" in page.content.decode()) is shown, address
    for address in ("/ledger/", f"/duties/?day={closed}"):
        assert browser.get(address).context["day_control"].begun == "", "all days, or another"


def test_the_calendar_opens_what_there_is_and_can_be_leafed_through(browser: Any) -> None:
    month = browser.get("/ledger/").context["day_control"].month
    days = {each.number: each for week in month.weeks for each in week if each}
    assert (month.words, len(days), month.before, month.after) == ("2020年8月", 31, "/ledger/?month=2020-07", "")
    assert days[11].today
    assert (days[9].href, days[9].title) == ("/ledger/?day=2020-08-09", "8月8日 16:00 至次日 16:00")
    assert days[12].href == ""
    request = RequestFactory().get("/ledger/?month=2020-03")
    march = DayControl(request, DayAsked(None, TODAY, False, OfADay(every=True))).month
    known = {each.number: each.href for week in march.weeks for each in week if each}
    assert (known[6], bool(known[7]), march.before) == ("", True, "")
    for month_said in ("nonsense", "2020-13", "%00", "9999-99", "0001-01"):
        assert browser.get(f"/ledger/?month={month_said}").status_code == 200


def test_a_page_that_speaks_of_no_day_shows_no_control(browser: Any) -> None:
    for address in ("/ledger/seals/", "/directory/units/"):
        page = browser.get(address)
        assert page.status_code == 200
        assert 'id="lf-day"' not in page.content.decode(), address


def test_a_page_that_is_refused_shows_no_control(browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise Refused(NOT_ALLOWED, verb="ledger.see")

    assert 'id="lf-day"' in browser.get("/ledger/?day=2020-08-10").content.decode()
    monkeypatch.setattr("lianfang.shell.ledger.pages.may_see_ledger", refused)
    answer = browser.get("/ledger/?day=2020-08-10")
    assert (answer.status_code, 'id="lf-day"' in answer.content.decode()) == (403, False)


def test_a_day_on_which_the_unit_did_not_stand_does_not_go_along(browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise Refused(UNIT_NOT_THEN, unit="T161", day="8月5日", opened="8月6日")

    kept = re.compile(r'href="[^"]*day=2020-08-05')
    assert kept.search(browser.get("/ledger/?day=2020-08-05").content.decode())
    monkeypatch.setattr("lianfang.shell.ledger.pages.may_see_ledger", refused)
    answer = browser.get("/ledger/?day=2020-08-05")
    assert (answer.status_code, kept.findall(answer.content.decode())) == (404, [])
    assert 'href="/ledger/"' in answer.content.decode(), "the way back to today"


def test_the_frame_knows_when_the_one_unit_of_a_reader_was_opened(browser: Any) -> None:
    answer = browser.get("/ledger/")
    assert answer.context["who"].since == answer.context["day_control"].first == date(2020, 7, 20)


def test_the_calendar_of_a_page_begins_when_its_unit_was_opened(browser: Any) -> None:
    """Wherever the address names the unit; of one that the reader does not see, nothing is known."""
    with scope.acting(scope.system_actor()) as system:
        units.open_units(system, [UnitSpec("T161-NEW", "logistics", "新队", "New crew", "T161-LOG")])
        opened = units_seen.unit(system, "T161-NEW").opened_on
    for address in ("/ledger/?unit=T161-NEW", f"/missing/T161-NEW/{opened}/H1/"):
        control = browser.get(address).context["day_control"]
        assert control.first == opened, address
        days = {each.number: each.href for week in control.month.weeks for each in week if each}
        assert days[opened.day - 1] == "", address
        before = browser.get(f"/ledger/?unit=T161-NEW&day={opened}").context["day_control"]
        assert before.previous == ""
    elsewhere = browser.get("/ledger/?unit=NOWHERE")
    assert elsewhere.status_code == 404 or elsewhere.context["day_control"].first == date(2020, 7, 20)


def test_the_calendar_begins_when_the_one_unit_of_its_reader_was_opened() -> None:
    request = RequestFactory().get("/ledger/?day=2020-08-05")
    asked = DayAsked(date(2020, 8, 5), TODAY, True, OfADay())
    control = DayControl(request, asked, date(2020, 8, 5))
    days = {each.number: each.href for week in control.month.weeks for each in week if each}
    assert (control.previous, control.month.before, days[4], bool(days[5])) == ("", "", "", True)
    older = DayControl(request, asked, date(2019, 1, 1))
    assert older.first == current().meta.valid_from, "not before the playbook's first day"
    assert older.previous == "/ledger/?day=2020-08-04"
    assert DayControl(request, asked, date(2020, 9, 1)).first == TODAY, "today can always be opened"
