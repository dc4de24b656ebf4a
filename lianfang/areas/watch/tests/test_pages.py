"""watch · pages: who is on, the log in three taps, the week in one form, two signatures, calls; in both languages."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from lianfang.areas.watch import actions, actions_handover, queries, queries_log
from lianfang.areas.watch.actions import Plan
from lianfang.areas.watch.tests.room import PEOPLE, TODAY, UNIT, ZONE, acting, at, how, logged, opened, plan, shift
from lianfang.ground.access.models import User
from lianfang.kernel import clock
from tests.support import pages

pytestmark = pytest.mark.django_db
_MOST_QUERIES = 20
_OF_ALL_AREAS = 30  # the handover asks each area what it has open
NOW = at(16, 40)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


def browser(login: str, lang: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["lianfang_language"] = lang
    return client


def pdf_text(pdf: bytes) -> str:
    """What a PDF says, without the spaces that typesetting puts between figures and characters."""
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return said.replace(" ", "")


def later(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(moment))


@pytest.mark.usefixtures("staffed")
def test_the_page_says_who_is_on_in_its_title_in_both_languages() -> None:
    assert pages.title(browser("one").get("/watch/")) == "一六一队白班：leader带班，one值班，至 20:00"
    english = pages.title(browser("bureau", "en").get("/watch/"))
    assert english == "Team 161, Day shift: leader in charge, one on duty, until 20:00"
    said = pages.text(browser("one").get("/watch/?unit=T161"))
    assert "0991-3300161" in said
    assert "8月10日夜班" in said


@pytest.mark.usefixtures("staffed")
def test_nobody_on_duty_stands_in_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, at(21, day=11))
    assert pages.title(browser("one").get("/watch/")) == "一六一队：夜班无人值守"
    assert "缺带班领导、值班员1名" in pages.text(browser("bureau").get("/watch/"))


@pytest.mark.usefixtures("room")
def test_a_unit_without_a_watch_can_open_one() -> None:
    assert pages.title(browser("clerk").get("/watch/")) == "一六一队没有设立值守"
    assert "/watch/T161/post/" not in pages.text(browser("clerk").get("/watch/"))
    leader = browser("leader")
    assert "/watch/T161/post/" in pages.text(leader.get("/watch/"))
    assert leader.post("/watch/T161/post/", {"phone": "1234"}).status_code == 302
    assert pages.title(leader.get("/watch/")) == "一六一队：白班无人值守"
    assert "/post/close/" not in pages.text(leader.get("/watch/")), "not beside what is pressed every day"
    close = "/watch/T161/post/close/"
    assert close in pages.text(leader.get("/watch/T161/roster/2020-08-10/"))
    assert "24 小时值守从现在起停止" in pages.text(leader.get(close))
    assert browser("one").post(close, {"why": "恢复常态", "sure": "on"}).status_code == 403, "an officer does not"
    for left in ({"why": "", "sure": "on"}, {"why": "恢复常态"}):
        assert leader.post(close, left).status_code == 422
    assert leader.post(close, {"why": "恢复常态", "sure": "on"}).status_code == 302
    assert pages.title(leader.get("/watch/")) == "一六一队没有设立值守"
    assert browser("clerk").get("/watch/T161/post/").status_code == 403


@pytest.mark.usefixtures("staffed")
def test_a_line_is_written_from_the_page_and_sent_twice_is_one() -> None:
    one = browser("one")
    form = one.get("/watch/").context["form"]
    sent = {"entry": form["entry"].value(), "what": "order_received", "text": "局里要求 18 点前报人数", "open": "on"}
    assert one.post("/watch/T161/log/new/", sent).status_code == 302
    assert one.post("/watch/T161/log/new/", sent).status_code == 302
    with acting("one") as actor:
        assert [line.what for line in queries_log.open_items(actor, [UNIT])] == ["order_received"]
    page = pages.text(one.get("/watch/"))
    assert page.count("局里要求 18 点前报人数") == 2, "among the open items and in the log"
    assert "局里要求" in pages.text(one.post("/watch/T161/log/new/", {**sent, "what": "gossip"}), 422)
    assert browser("checker").post("/watch/T161/log/new/", sent).status_code == 403
    assert browser("stranger").post("/watch/T161/log/new/", sent).status_code == 404


@pytest.mark.usefixtures("staffed")
def test_an_open_item_is_closed_on_its_page() -> None:
    kept = logged("等局里回电", at(10), open=True, due_at=at(12))
    one = browser("one")
    assert "逾期" in pages.text(one.get("/watch/"))
    assert pages.title(one.get(f"/watch/items/{kept.id}/")) == "等局里回电"
    assert one.post(f"/watch/items/{kept.id}/", {"how": ""}).status_code == 422
    assert one.post(f"/watch/items/{kept.id}/", {"how": "已回"}).status_code == 302
    assert "已经办结" in pages.text(one.post(f"/watch/items/{kept.id}/", {"how": "已回"}), 409)


@pytest.mark.usefixtures("staffed")
def test_the_log_of_a_day_is_narrowed_and_its_paper_says_the_same() -> None:
    logged("社区来电：=1+1 要口罩", at(9), other="马南社区", open=True)
    logged("巡查楼道", at(10), what="check")
    one = browser("one")
    page = pages.text(one.get("/watch/T161/log/"))
    assert "巡查楼道" in page
    assert "社区来电" in page
    assert one.get("/watch/T161/log/").context["day_control"].words.zh == "8月10日 08:00 至次日 08:00", "by its shifts"
    narrowed = pages.text(one.get("/watch/T161/log/?day=2020-08-10&what=check"))
    assert "社区来电" not in narrowed
    assert "没有符合条件的记录" in pages.text(one.get("/watch/T161/log/?day=2020-08-08"))
    answer = one.get("/watch/T161/log/2020-08-10/log.pdf")
    said = pdf_text(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for words in ("值班记录", "社区来电：=1+1要口罩", "未办事项", "leader", "20:00接班"):
        assert words in said, said
    english = pdf_text(browser("one", "en").get("/watch/T161/log/2020-08-10/log.pdf").content)
    assert "Logofthewatch" in english
    assert one.get("/watch/T161/log/2020-13-45/log.pdf").status_code == 404


@pytest.mark.usefixtures("staffed")
def test_a_week_is_filled_from_the_week_before_and_saved_in_one_form() -> None:
    leader = browser("leader")
    page = leader.get("/watch/T161/roster/2020-08-17/?copy=1")
    form = page.context["form"]
    assert "尚未保存" in pages.text(page)
    assert form["2020-08-17.day-leader"].value() == "leader"
    with acting("leader") as actor:
        assert queries.staffing(actor, UNIT, shift("day", day=17)).number == 0
    sent = {name: form[name].value() or "" for name in form.fields}
    sent["2020-08-18.night-officer1"] = "clerk"
    assert leader.post("/watch/T161/roster/2020-08-17/", sent).status_code == 302
    with acting("leader") as actor:
        assert queries.staffing(actor, UNIT, shift("day", day=17)).people == ("leader", "one")
        assert queries.staffing(actor, UNIT, shift("night", day=18)).people == ("clerk",)
    moved = {**sent, "2020-08-17.day-leader": "deputy"}
    assert "刚刚有人改过" in pages.text(leader.post("/watch/T161/roster/2020-08-17/", moved), 409)
    assert "缺" in pages.text(leader.get("/watch/T161/roster/2020-08-17/"))
    said = pdf_text(leader.get("/watch/T161/roster/2020-08-17/roster.pdf").content)
    assert "值班表" in said
    assert "8月18日夜班" in said
    assert "clerk" in said


@pytest.mark.usefixtures("staffed")
def test_who_does_not_plan_reads_the_roster() -> None:
    page = browser("clerk", "en").get("/watch/T161/roster/2020-08-10/")
    assert page.context["form"] is None
    assert "day shift of 10 Aug" in pages.text(page)
    assert browser("stranger").get("/watch/T161/roster/2020-08-10/").status_code == 404
    assert browser("one").get("/watch/T161/roster/monday/").status_code == 404


@pytest.mark.usefixtures("staffed")
def test_a_swap_is_asked_for_and_answered_on_pages() -> None:
    clerk = browser("clerk")
    assert "（选填）" in pages.text(clerk.get("/watch/T161/swaps/new/"))
    plan("night", "deputy", "clerk", moment=at(12))
    given = f"{TODAY}.night.clerk"
    assert clerk.post("/watch/T161/swaps/new/", {"given": given, "other": "two", "why": ""}).status_code == 422
    sent = {"given": given, "other": "two", "why": "发热就诊"}
    assert clerk.post("/watch/T161/swaps/new/", sent).status_code == 302
    with acting("two") as two:
        (ask,) = queries.waiting_asks(two, [UNIT], NOW)
    href = f"/watch/swaps/{ask.stream}/"
    assert href in pages.text(browser("two").get("/watch/"))
    assert pages.title(browser("two").get(href)) == "clerk 请 two 接替 8月10日夜班"
    assert browser("two").post(href, {"answer": "yes"}).status_code == 302
    assert "已有结果" in pages.text(browser("two").post(href, {"answer": "no"}), 409)
    with acting("two") as two:
        assert queries.staffing(two, UNIT, shift("night")).officers == ("two",)
    leader = browser("leader")
    decided = {"given": f"{TODAY}.night.two", "other": "three", "taken": "2020-08-11.day", "why": "调整"}
    assert leader.post("/watch/T161/swaps/new/", decided).status_code == 302
    with acting("two") as two:
        assert queries.staffing(two, UNIT, shift("day", day=11)).officers == ("two",)


@pytest.mark.usefixtures("staffed")
def test_both_sides_sign_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with acting("three") as three:
        offered = actions_handover.offer_handover(three, unit=UNIT, change_at=at(8), how=how(at(7, 50)))
    with acting("one") as one:
        actions_handover.sign_handover(one, unit=UNIT, change_at=at(8), offered=offered.id, how=how(at(8, 1)))
    logged("等局里回电", at(10), open=True)
    page = browser("one").get("/watch/T161/handover/")
    assert pages.title(page) == "8月10日 20:00换班：白班交给夜班", "never the finished one"
    assert "19:00 起可以签字" in pages.text(page)
    assert "交接已完成" in pages.text(browser("one").get("/watch/T161/handover/?at=2020-08-10T08:00:00%2B08:00"))
    later(monkeypatch, at(19, 55))
    page = pages.text(browser("one").get("/watch/T161/handover/"))
    assert "等局里回电" in page
    assert browser("one").post("/watch/T161/handover/", {"note": "钥匙在抽屉"}).status_code == 302
    assert "只有交班人签字" in pages.text(browser("auditor").get("/watch/T161/handover/"))
    two = browser("two")
    sent = {"offered": str(two.get("/watch/T161/handover/").context["sign_form"].entry)}
    assert two.get("/watch/T161/handover/").context["offer_form"] is None
    assert "不能由同一人签字" in pages.text(browser("one").post("/watch/T161/handover/", sent), 409)
    assert two.post("/watch/T161/handover/", sent).status_code == 302
    said = pages.text(browser("two", "en").get("/watch/T161/handover/"))
    assert "signed by both" in said


@pytest.mark.usefixtures("room")
def test_a_shift_that_takes_over_from_nobody_has_no_handover_yet() -> None:
    opened(at(9))
    said = pages.text(browser("one", "en").get("/watch/T161/handover/"))
    assert "Change of 10 Aug 20:00: Day shift to Night shift" in said


@pytest.mark.usefixtures("staffed")
def test_a_spot_call_goes_out_and_is_answered_with_one_tap(monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = browser("bureau")
    assert bureau.post("/watch/T161/spot/", {"how": "page"}).status_code == 302
    later(monkeypatch, at(16, 46))
    assert "未应答" in pages.text(bureau.get("/watch/T161/spot/"))
    with acting("one") as one:
        (call,) = queries.waiting_calls(one, at(0))
    href = f"/watch/calls/{call.stream}/answer/"
    assert href in pages.text(browser("one").get("/watch/T161/spot/"))
    assert "不在" in pages.text(browser("two").post(href), 403)
    assert browser("one").post(href).status_code == 302
    assert "6:00" in pages.text(bureau.get("/watch/T161/spot/"))
    assert browser("one").get(href).status_code == 404
    assert "超时应答" in pages.text(browser("one").get("/watch/T161/spot/"))


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/watch/T161/roster/0001-01-01/", 404),
        ("/watch/T161/roster/9999-12-31/", 404),
        ("/watch/T161/log/9999-12-31/log.pdf", 404),
        ("/watch/T161/log/?day=9999-12-31", 404),
        ("/watch/T161/log/?what=zz&day=soon", 422),
        ("/watch/T161/log/?cursor=a~b", 422),
        ("/watch/T161/spot/?cursor=zz", 422),
        ("/watch/?unit=%00", 404),
        ("/watch/items/00000000-0000-7000-8000-000000000000/", 404),
    ],
)
def test_an_address_that_makes_no_sense_is_answered_plainly(address: str, status: int) -> None:
    assert browser("leader").get(address).status_code == status


@pytest.mark.usefixtures("staffed")
def test_the_pages_ask_few_questions(django_assert_max_num_queries: Any) -> None:
    opened(unit="T161-LOG")
    for login in ("leader", "bureau"):
        client = browser(login)
        for address in (
            "/watch/", "/watch/T161/roster/2020-08-10/", "/watch/T161/log/", "/watch/T161/handover/",
            "/watch/T161/spot/",
        ):  # fmt: skip
            client.get(address)
            most = _OF_ALL_AREAS if "handover" in address else _MOST_QUERIES
            with django_assert_max_num_queries(most):
                pages.text(client.get(address))


@pytest.mark.usefixtures("staffed")
def test_who_has_no_business_here_is_told_so() -> None:
    assert Client().get("/watch/").status_code == 302
    assert set(PEOPLE) >= {"stranger"}
    assert pages.title(browser("stranger").get("/watch/")) == "马南社区没有设立值守"
    assert browser("stranger").get("/watch/?unit=T161").status_code == 404


@pytest.mark.usefixtures("room")
def test_the_last_night_of_the_playbook_is_stood_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last shift runs past midnight, by the limits of the day on which it began; after it there is no watch."""
    night = Plan(date(2020, 12, 31), "night", "leader", ["one"])
    opened()
    with acting("leader") as leader:
        actions.roster(leader, unit=UNIT, plans=[night], how=how(datetime(2020, 12, 30, 9, tzinfo=ZONE)))
    later(monkeypatch, datetime(2021, 1, 1, 3, tzinfo=ZONE))
    assert "夜班：leader带班" in pages.title(browser("one").get("/watch/"))
    for login, page in (
        ("one", "/"),
        ("leader", "/"),
        ("one", "/watch/T161/handover/"),
        ("leader", "/watch/T161/spot/"),
    ):
        assert browser(login).get(page).status_code == 200
    later(monkeypatch, datetime(2021, 1, 1, 9, tzinfo=ZONE))
    assert pages.title(browser("one").get("/watch/")) == "一六一队没有值守规则"
    said = pages.text(browser("one").get("/watch/T161/handover/"))
    assert "现行防控方案没有值守规则" in said
    assert "None" not in said
