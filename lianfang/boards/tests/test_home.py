"""boards · home: each role finds what waits for it, the first thing first, and what is fine folded away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.boards.home.areas import said_once
from lianfang.boards.tests.scene import FILED, NOON, NOW, Scene
from lianfang.ground.access import actions as access
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.frame import Fold, Waiting
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.words import w
from tests.support import entries, pages

pytestmark = pytest.mark.django_db
Stand = Callable[[datetime], None]
HELD = {
    Role.SUPERIOR: "XJCG", Role.COMMANDER: "T161", Role.OFFICER: "T161", Role.REPORTER: "T161-LOG", Role.GRID: "C161",
    Role.GATE: "C161", Role.KEEPER: "T161-LOG", Role.PROPERTY: "T161-PROP", Role.SITE: "T161-D01",
    Role.LAUNDRY: "T161-PROP", Role.EDITOR: "T161", Role.INSPECTOR: "T161", Role.AUDITOR: "XJCG", Role.ADMIN: "XJCG",
}  # fmt: skip


def test_a_stranger_is_led_to_the_sign_in(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_every_role_has_duties() -> None:
    assert {role for part in REGISTRY.home() for role in part.roles} == set(Role) == set(HELD)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_answered_in_both_languages(told: Scene, role: Role, lang: str) -> None:
    said = pages.text(told.reader(role, HELD[role], lang=lang).get("/"))
    assert "<h1>" in said
    assert 'href=""' not in said
    for empty in ("coming soon", "敬请期待", "None", "{n}", "{unit}"):
        assert empty not in said.split("<main", 1)[1], empty


def test_the_officer_sees_what_is_missing_first_then_what_is_due(told: Scene) -> None:
    answer = told.reader(Role.OFFICER, "T161").get("/")
    said = pages.text(answer)
    words = ("一号井队 8月10日日报未报", "份 8月10日日报待接收", "8月10日日报待确认")
    order = [said.index(each) for each in words]
    assert order == sorted(order)
    looks = [each for each in answer.context["needs"] if "官方渠道尚未查看" in str(each.words)]
    assert [f"{clock.local(each.due_at):%d %H:%M}" for each in looks] == ["10 12:00", "11 12:00"], "missed, and due"
    assert "离截止还有 50 分钟" in said  # the team files by 18:00
    (waits,) = (each for each in answer.context["mine"].needs if "待接收" in str(each.words.zh))
    assert f"{clock.local(waits.due_at):%H:%M}" == "17:30"  # and has reviewed by then what its units filed


def test_the_look_at_the_channel_is_gone_from_the_list_once_it_was_made(told: Scene) -> None:
    looked = {"channel": "卫健委网站", "checked_for": ["confirmed", "suspected", "asymptomatic"], "found": "none"}
    told.record("tracing.channel_check", looked, "T161", NOON)
    said = pages.text(told.reader(Role.OFFICER, "T161").get("/"))
    assert "8月10日 12:00 已查看官方渠道" in said
    assert "时限 <time" in said


def test_a_fever_that_awaits_its_second_reading_stands_before_everything_in_time(told: Scene) -> None:
    told.warm("T161-LOG", 1, 37.8, at=NOW - timedelta(minutes=20))
    said = pages.text(told.reader(Role.OFFICER, "T161").get("/"))
    assert "37.8" in said
    assert said.index("37.8") < said.index("8月10日日报待确认")


def test_the_reporter_has_one_button_and_a_countdown(scene: Scene, standing: Stand) -> None:
    standing(FILED)
    scene.warm("T161-LOG", 2)
    answer = scene.reader(Role.REPORTER, "T161-LOG").get("/")
    assert pages.title(answer) == "8月10日日报待确认"
    said = pages.text(answer)
    assert "离截止还有 40 分钟" in said
    assert 'btn btn-primary" href="/reporting/T161-LOG/2020-08-10/"' in said
    scene.confirm("T161-LOG")
    after = pages.text(scene.reader(Role.REPORTER, "T161-LOG").get("/"))
    assert "8月10日日报 16:20 已报，待接收" in after
    assert "待确认" not in after


def test_a_returned_report_says_why(told: Scene) -> None:
    answer = told.reader(Role.REPORTER, "T161-OFFICE").get("/")
    assert pages.title(answer) == "8月10日日报被退回"
    assert "测温人数不对" in pages.text(answer)


def test_records_that_came_after_the_filing_ask_for_an_amendment(told: Scene) -> None:
    assert "8月10日日报报送后有" in pages.title(told.reader(Role.REPORTER, "T161-PROP").get("/"))


def test_the_property_worker_taps_the_place_that_is_due(told: Scene) -> None:
    answer = told.reader(Role.PROPERTY, "T161-PROP").get("/")
    said = pages.text(answer)
    assert "今天 16:00—22:00 待消毒 3 处" in said
    assert 'href="/sanitation/places/LIFT1/"' in said
    assert "待清运垃圾 1 处" in said
    assert "一号垃圾站 今天 11:00—15:00未做" in said  # WASTE1 was left out at noon
    told.record("sanitation.disinfection", {"object": "lift", "agent": "84"}, "T161-PROP",
                NOW - timedelta(minutes=10), place="LIFT1")  # fmt: skip
    after = pages.text(told.reader(Role.PROPERTY, "T161-PROP").get("/"))
    assert "今天 16:00—22:00 待消毒 2 处" in after
    assert "今天 16:00—22:00 已消毒 1/3 处" in after


def test_the_site_is_asked_for_its_status_until_it_said_so(scene: Scene) -> None:
    said = pages.text(scene.reader(Role.SITE, "T161-D01").get("/"))
    assert said.count(">驻地状态未报<") == 2, "of the day that closed, and of the one that runs"
    status = {"mode": "working", "crew_present": 3, "crew_listed": 3}
    scene.record("resumption.site_status", status, "T161-D01", NOON)
    after = pages.text(scene.reader(Role.SITE, "T161-D01").get("/"))
    assert after.count(">驻地状态未报<") == 1
    assert "在岗 3/3" in after


def test_the_gate_opens_its_keypad_at_once(told: Scene) -> None:
    said = pages.text(told.reader(Role.GATE, "C161").get("/"))
    assert 'href="/screening/gate/?gate=GATE1"' in said
    assert "1号门岗：本报告日已登记 0 人次" in said


def test_the_keeper_sees_what_runs_out(told: Scene) -> None:
    said = pages.text(told.reader(Role.KEEPER, "T161-LOG").get("/"))
    assert "护目镜可用" in said
    assert "低于储备线" in said
    assert "没有盘点" in said


def test_the_auditor_sees_seals_and_what_was_set_aside(told: Scene) -> None:
    said = pages.text(told.reader(Role.AUDITOR, "XJCG").get("/"))
    assert "8月10日还没有封存" in said
    assert "/ledger/set-aside/" in said


def test_several_roles_make_one_list_in_which_units_are_named(told: Scene, system: Any) -> None:
    reader = told.reader(Role.REPORTER, "T161-OFFICE")
    with scope.acting(system):
        access.give_grant(
            system, login="reporter-t161-office", role=Role.PROPERTY, unit="T161-PROP", at=clock.FixedClock(OPENED_AT)
        )
    said = pages.text(reader.get("/"))
    assert "队机关：8月10日日报被退回" in said
    assert "物业公司：今天 16:00—22:00 待消毒 3 处" in said


def test_nothing_of_another_unit_is_on_the_page(told: Scene) -> None:
    said = pages.text(told.reader(Role.REPORTER, "T161-LOG").get("/"))
    for foreign in ("物业公司", "队机关", "一号井队", "一号电梯"):
        assert foreign not in said
    stranger = pages.text(told.reader(Role.REPORTER, "MANAN").get("/"))
    assert "一六一队" not in stranger


@pytest.mark.parametrize(
    ("role", "most"),
    [(role, 20) for role in (Role.SUPERIOR, Role.OFFICER, Role.COMMANDER, Role.REPORTER, Role.PROPERTY, Role.KEEPER)],
)
def test_homes_ask_a_bounded_number_of_questions(told: Scene, role: Role, most: int) -> None:
    reader = told.reader(role, HELD[role])
    reader.get("/")
    with CaptureQueriesContext(connection) as asked:
        pages.text(reader.get("/"))
    assert len(asked) <= most


def test_an_old_entry_does_not_count_for_today(scene: Scene) -> None:
    draft = entries.draft("resumption.site_status", {"mode": "working", "crew_present": 3, "crew_listed": 3},
                          unit="T161-D01", at=NOON - timedelta(days=3))  # fmt: skip
    entries.accepted(scene.system, draft, at=NOON)
    assert pages.text(scene.reader(Role.SITE, "T161-D01").get("/")).count(">驻地状态未报<") == 2


def test_what_waits_in_an_area_is_listed_because_its_card_says_so(told: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Waiting(w("病区待查房", "A ward waits"), "/wards/1/", w("去查房", "Visit it"), late=True)]
    monkeypatch.setitem(REGISTRY.cards, "wards", Card("wards", waiting=lambda actor, now: found))
    said = pages.text(told.reader(Role.GATE, "C161").get("/"))
    assert "病区待查房" in said
    assert 'href="/wards/1/"' in said


def test_one_thing_is_one_line_and_what_folds_is_counted() -> None:
    fold = Fold(w("{n} 条提醒", "Alerts: {n}"), "/alerts/", w("去处置", "Answer them"))
    fever = Waiting(w("发热", "Fever"), "/incidents/1/#step-a", w("去办理", "Open task"))
    alerts = [
        Waiting(w(name, name), f"/alerts/{name}/", w("看", "See"), fold=fold, thing=thing, late=late)
        for name, thing, late in (("a", "/incidents/1/", True), ("b", "/x/", False), ("c", "/y/", False))
    ]
    first, counted = said_once([fever, *alerts])
    assert first == fever
    assert (counted.words.zh, counted.href, counted.late) == ("2 条提醒", "/alerts/", False)
    assert said_once([fever, alerts[0]]) == [fever]


def test_what_a_roles_own_part_tells_is_not_said_twice(told: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned = Waiting(w("待消毒", "To disinfect"), "/d/", w("去办理", "Open task"), about="sanitation.disinfection")
    monkeypatch.setitem(REGISTRY.cards, "wards", Card("wards", waiting=lambda actor, now: [cleaned]))
    assert 'href="/d/"' not in pages.text(told.reader(Role.PROPERTY, "T161-PROP").get("/"))
    assert 'href="/d/"' in pages.text(told.reader(Role.KEEPER, "T161-LOG").get("/")), "nobody else tells the keeper"


def test_a_page_on_which_nothing_waits_says_how_much_waits_elsewhere(told: Scene) -> None:
    """“现在没有等您办理的事” stood on the pages of areas while the home page said seven."""
    officer = told.reader(Role.OFFICER, "T161")
    page = pages.text(officer.get("/alerts/"))
    assert "这里没有等您办理的事" in page
    assert 'hx-get="/waiting/"' in page
    waiting = officer.get("/").context["mine"].needs
    line = pages.text(officer.get("/waiting/"))
    assert f"另有 {len(waiting)} 件等您办理" in line
    assert "别处也没有" in pages.text(told.reader(Role.EDITOR, "T161").get("/waiting/"))
