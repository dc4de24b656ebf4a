"""tests · missing: behind a figure stands by name what is missing, and who may do something about it is asked to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.ground.access.models import User
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from tests.support.campaign import EVENING

pytestmark = [pytest.mark.django_db, pytest.mark.loaded]
DAY = date(2020, 7, 17)  # still open: nobody was measured on it yet
CREW = f"/missing/T161-D01/{DAY}/H1/"
QUERIES_MOST = 20


@pytest.fixture(autouse=True)
def _evening(settings: Any) -> Iterator[None]:
    settings.DEMO = True
    with clock.standing_at(EVENING):
        yield


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["lianfang_language"] = "zh-hans"
    return client


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def rows(page: str) -> list[str]:
    return page.split('<div id="lf-list">')[1].split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]


def test_who_is_missing_stands_by_name_with_what_can_be_done() -> None:
    page = html(signed_in("officer"), CREW)
    found = rows(page)
    checked, expected = map(int, re.findall(r"已查 (\d+) / 应查 (\d+)", page)[0])
    assert len(found) == expected - checked > 0
    assert f"应测体温人数：{expected - checked} 人未测体温" in page
    assert all("/screening/temperature-check/new/?unit=T161-D01&amp;person=" in row for row in found)
    assert all("免予办理" in row for row in found)
    assert found[0].count('type="checkbox"') == 1, "one box for a unit"
    assert "".join(found).count('type="checkbox"') == 1


def test_a_crew_reads_its_own_people_by_name_and_a_unit_above_reads_how_many() -> None:
    """A unit works with its own people; above it the line for the chat group counts whoever is not told there."""
    own = html(signed_in("reporter-d01"), CREW)
    found = rows(own)
    assert all("样本·" in row for row in found)
    chat = own.split('<textarea class="form-control" id="chat"')[1].split("</textarea>")[0]
    assert f"{len(found)} 人未测体温：样本·" in chat
    assert chat.count("样本·") == min(len(found), 10)
    above = html(signed_in("superior"), f"/missing/T161/{DAY}/H1/")
    assert "样" not in "".join(rows(above))
    assert "身份已删除" not in above, "whom one may not see is not said to be erased"
    said = [int(n) for n in re.findall(r'data-label="人数">(\d+)<', "".join(rows(above)))]
    assert sum(said) == int(re.findall(r"(\d+) 人未测体温", above)[0])
    counted = above.split('<textarea class="form-control" id="chat"')[1].split("</textarea>")[0]
    assert re.search(r"人未测体温：\S+ \d+、\S+ \d+、", counted)
    assert "**" not in counted


def test_a_long_list_goes_on_page_by_page_and_leaves_nobody_out() -> None:
    client, page, keys = signed_in("officer"), f"/missing/T161/{DAY}/H1/", set[str]()
    said, address = html(client, page), page
    checked, expected = map(int, re.findall(r"已查 (\d+) / 应查 (\d+)", said)[0])
    assert expected - checked > 100
    while True:
        keys |= set(re.findall(r"person=([0-9a-f-]{36})", said))
        onward = re.search(r'rel="next" href="([^"]*)"', said)
        if onward is None:
            break
        said = html(client, address.partition("?")[0] + onward[1].replace("&amp;", "&"))
    assert len(keys) == expected - checked


def test_whoever_may_not_record_or_remind_reads_the_list_alone() -> None:
    page = html(signed_in("auditor"), CREW)
    assert "checkbox" not in page.split('<div id="lf-list">')[1]
    assert "temperature-check/new" not in page
    assert "不属于" not in page
    assert "缺项名单不在您的查看范围内" in html(signed_in("keeper"), f"/missing/T161-LOG/{DAY}/H1/")


def test_a_figure_of_several_units_opens_what_is_missing_at_all_of_them() -> None:
    """Theirs alone: not what is missing elsewhere under the unit that they have in common."""
    client = signed_in("property")
    page = html(client, f"/sanitation/?day={DAY}")
    (href,) = set(re.findall(r'href="(/missing/[^"/]*\+[^"/]*/[^"/]*/E1/)"', page))
    stated = re.search(rf'<a href="{re.escape(href)}" class="lf-m[^>]* title="[^"]*已查 (\d+) / 应查 (\d+)', page)
    assert stated is not None
    behind = html(client, href)
    assert re.findall(r"已查 (\d+) / 应查 (\d+)", behind)[0] == stated.groups()
    assert len(rows(behind)) == min(50, int(stated[2]) - int(stated[1])) > 0
    units = re.findall(r"/missing/([^/]*)/", href)[0].split("+")
    whole = html(signed_in("officer"), f"/missing/{'+'.join(units)}/{DAY}/E1/")
    assert re.findall(r"已查 (\d+) / 应查 (\d+)", whole)[0] == stated.groups()
    html(client, f"/missing/{'+'.join([*units, 'NOWHERE'])}/{DAY}/E1/", 404)
    html(client, f"/missing/{'+'.join(f'X{n}' for n in range(51))}/{DAY}/E1/", 404)


def test_who_is_on_no_roll_call_is_found_by_name_on_the_list_of_the_unit() -> None:
    """A roll call is one act of a unit: the page names the unit and leads to its people by name."""
    client = signed_in("reporter-d01")
    (row,) = rows(html(client, f"/missing/T161-D01/{DAY}/H4/"))
    (href,) = re.findall(r'href="(/screening/roll/[^"]*)"', row)
    assert "样本·" in html(client, href)


def test_bad_addresses_are_told_what_is_wrong() -> None:
    client = signed_in("officer")
    assert "没有指标 X9" in html(client, f"/missing/T161/{DAY}/X9/", 404)
    assert "还没有开始" in html(client, f"/missing/T161/{DAY + timedelta(days=400)}/H1/", 404)
    assert "早于本次防控" in html(client, "/missing/T161/2001-01-01/H1/", 404)
    html(client, f"/missing/XJCG/{DAY}/H1/", 404)
    slots = f"/missing/T161/{DAY}/slots/"
    assert "时段" in html(client, f"{slots}screening.temperature_check/?window=yesterday", 422)
    assert "没有指标" in html(client, f"{slots}nothing.like_it/", 404)


def test_a_day_before_the_unit_stood_is_told_as_on_every_page() -> None:
    with scope.acting(scope.system_actor()) as system:
        units.open_units(system, [UnitSpec("T161-D99", "drill_crew", "九十九号井队", "Drilling crew 99", "T161")])
    officer, before = signed_in("officer"), DAY - timedelta(days=1)
    for address in (f"/missing/T161-D99/{before}/H1/", f"/command/?unit=T161-D99&day={before}"):
        assert "还没有设立或已撤销" in html(officer, address, 404)
    html(officer, f"/missing/T161-D99/{DAY}/H1/")


def test_a_cell_of_the_grid_opens_its_own_window() -> None:
    client = signed_in("officer")
    grid = html(client, f"/screening/?unit=T161&day={DAY}")
    cells = sorted(set(re.findall(r'href="(/missing/[^"]*/slots/[^"]*window=[^"]*)"', grid)))
    assert cells
    page = html(client, cells[0].replace("&amp;", "&"))
    assert "测温" in page.split("<h1>")[1].split("</h1>")[0]


def test_units_are_reminded_at_once_and_not_twice() -> None:
    officer, act = signed_in("officer"), f"/reporting/remind/{DAY}/"
    said = {"code": "H1", "unit": ["T161-D01", "T161-D02"], "next": CREW}
    first = html_of(officer.post(act, said, follow=True))
    assert "已催 2 家" in first
    again = html_of(officer.post(act, {**said, "unit": ["T161-D01", "T161-D03", "T161-D02"]}, follow=True))
    assert "已催 1 家" in again
    assert len(re.findall("已于 07-16 18:30 催报", again)) == 2, "who was reminded before, and when"
    page = html(officer, CREW)
    assert "已催" in rows(page)[0]
    assert "checked" not in rows(page)[0]
    home = html(signed_in("reporter-d01"), "/")
    assert "人未测体温（" in home
    assert home.split("催）<small>")[1].split("</small>")[0].count("样本·") == 8, "the first of them by name"
    assert f"/missing/T161-D01/{DAY}/H1/" in home


def test_reminders_of_many_figures_cost_the_home_page_one_question() -> None:
    officer, reporter = signed_in("officer"), signed_in("reporter-d01")

    def asked() -> int:
        reporter.get("/")
        with CaptureQueriesContext(connection) as found:
            html(reporter, "/")
        return len(found)

    remind = {"unit": "T161-D01", "next": CREW}
    officer.post(f"/reporting/remind/{DAY}/", {**remind, "code": "H1"})
    of_one = asked()
    for code in ("H3", "H4"):
        officer.post(f"/reporting/remind/{DAY}/", {**remind, "code": code})
    home = html(reporter, "/")
    assert [code for code in ("H1", "H3", "H4") if f"/missing/T161-D01/{DAY}/{code}/" in home] == ["H1", "H3", "H4"]
    assert asked() == of_one


def test_nothing_to_remind_and_nobody_chosen_are_told_so() -> None:
    officer, act = signed_in("officer"), f"/reporting/remind/{DAY}/"
    assert officer.post(act, {"code": "H1"}).status_code == 422
    many = {"code": "H1", "unit": [f"T161-X{n}" for n in range(501)]}
    assert officer.post(act, many).status_code == 422
    stranger = officer.post(act, {"code": "H1", "unit": ["XJCG", "NOWHERE"]}, follow=True)
    assert "没有找到" in html_of(stranger)
    assert signed_in("auditor").post(act, {"code": "H1", "unit": ["T161-D01"]}).status_code == 403


def test_the_pages_ask_the_database_no_more_than_was_committed() -> None:
    client = signed_in("officer")
    for code in ("H1", "H4", "G1", "E1", "I1", "R1", "H5", "W1"):
        address = f"/missing/T161/{DAY}/{code}/"
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= QUERIES_MOST, (code, len(asked), [each["sql"][:90] for each in asked.captured_queries])


def html_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_is_recorded_of_a_day_that_is_over_says_when_it_happened() -> None:
    officer, form = signed_in("officer"), "/screening/temperature-check/new/?unit=T161-D01"
    now, past = html(officer, form), html(officer, f"{form}&past=1")
    when = re.compile(r'<input[^>]*name="occurred_at"[^>]*>')
    assert 'value="' in when.findall(now)[0]
    assert 'value="' not in when.findall(past)[0]
    assert past.index('name="occurred_at"') < past.index('<details class="lf-fold"'), "asked, and not folded away"


def test_slots_stand_in_the_order_of_need() -> None:
    page = html(signed_in("officer"), "/duties/slots/?unit=T161&day=2020-07-16")
    order = ["overdue", "due", "missed", "doubtful", "not_due", "late", "done", "excused", "void"]
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    states = [order.index(each) for each in re.findall(r'class="lf-mark is-(\w+)"', body)]
    assert states == sorted(states)
    assert len(set(states)) > 1 or len(states) == 60
