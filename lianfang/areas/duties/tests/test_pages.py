"""duties · tests of the pages and of the API: what is due, a grid with its proof, acts of a commander, and who may."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.duties import console, console_acts
from lianfang.areas.duties.tests import scene
from lianfang.areas.duties.tests.scene import DAY, at, derived, slots
from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.places import labels
from lianfang.ground.testing import enlist
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Proof
from tests.support import entries, pages

pytestmark = pytest.mark.django_db
LIFT = "C161-B01-LIFT1"
_MOST_QUERIES = 20
_FORM = {
    "zh": "电梯检查", "en": "Lift check", "duty": "lift_check", "role": "property",
    "kind": "sanitation.waste_clearance", "sort": "place", "kinds": "lift", "windows": "08:00 10:00 12:00 上午",
    "days": "every", "because": "例会要求",
    "from_day": DAY.isoformat(),
}  # fmt: skip


@pytest.fixture
def done(estate: Any, system: Any) -> Any:
    """Today's slots, with one morning round of a lift scanned."""
    derived(DAY, DAY + timedelta(days=1))
    with scope.acting(system):
        label = labels.labels_of(system, labels.PLACE, [LIFT])[LIFT].token
    made = entries.draft(
        "sanitation.disinfection", {"object": "lift", "agent": "84"}, unit="T161-PROP", place=LIFT, at=at(8),
        evidence="scanned", proof=Proof(label),
    )  # fmt: skip
    entries.accepted(system, made, at=at(15, 40))
    return made


def _asked(client: Client, address: str) -> str:
    with CaptureQueriesContext(connection) as asked:
        said = pages.text(client.get(address))
    assert len(asked) <= _MOST_QUERIES, "\n".join(each["sql"][:120] for each in asked)
    return said


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/duties/", "/duties/?unit=T161-PROP", "/duties/slots/?state=missed", "/duties/list/", "/duties/modes/",
        "/duties/burden/", "/duties/new/", "/duties/of/disinfection/", "/duties/of/disinfection/?days=7",
        "/duties/of/daily_report/", "/duties/of/disinfection/excuse/", "/duties/?day=2020-03-08",
        f"/duties/slots/disinfection/2020-08-10/1/{LIFT}/", f"/duties/slots/disinfection/2020-08-10/2/{LIFT}/",
    ],
)  # fmt: skip
def test_each_page_answers_in_few_queries(done: Any, system: Any, address: str, lang: str) -> None:
    assert "<h1>" in _asked(pages.browser(system, Role.COMMANDER, "T161", lang=lang), address)


def test_the_articles_clause_and_the_houses_hours_have_each_a_mark(done: Any, system: Any) -> None:
    page = pages.text(pages.browser(system, Role.COMMANDER, "T161").get("/duties/list/"))
    line = page.split("公共场所消毒")[1]
    assert "S · 《党建引领践初心" in line
    assert "已核实；时段与截止：H · 本系统默认值" in line
    assert "项目部（井队）负责人" in line


def test_two_clicks_lead_from_the_grid_to_the_record(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.COMMANDER, "T161")
    grid = _asked(client, "/duties/of/disinfection/?unit=T161-PROP&day=2020-08-10")
    slot = f"/duties/slots/disinfection/2020-08-10/1/{LIFT}/"
    assert slot in grid
    assert "扫码" in grid
    assert f"/{done.id}/" in _asked(client, slot)


def test_an_open_slot_leads_to_its_row_of_the_list_that_fulfils_it(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.PROPERTY, "T161-PROP")
    said = pages.text(client.get(f"/duties/slots/disinfection/2020-08-10/2/{LIFT}/"))
    assert "去记录" in said
    assert f"/sanitation/disinfection/pad/?unit=T161-PROP&amp;at={LIFT}" in said


def test_a_day_that_was_never_derived_says_so(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.COMMANDER, "T161")
    assert "没有生成应做项" in _asked(client, "/duties/?day=2020-08-01")


def test_what_waits_for_me_stands_on_top(done: Any, system: Any) -> None:
    said = _asked(pages.browser(system, Role.PROPERTY, "T161-PROP"), "/duties/")
    assert "去办理" in said
    assert "逾期" in said
    assert "/sanitation/disinfection/pad/?unit=T161-PROP" in said, "one step to where it is done"


def test_a_duty_is_previewed_and_set(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.COMMANDER, "T161")
    said = pages.text(client.post("/duties/new/", {**_FORM, "preview": "1"}))
    assert "会产生 1 个应做项" in said
    assert not slots("lift_check")
    assert client.post("/duties/new/", {**_FORM, "set": "1"}).status_code == 302
    assert list(slots("lift_check")) == [(LIFT, 1)]
    assert (
        client.post("/duties/of/lift_check/end/", {"because": "不再需要", "from_day": DAY.isoformat()}).status_code
        == 302
    )
    assert not slots("lift_check")


def test_past_the_playbooks_last_day_a_duty_would_make_nothing(
    done: Any, system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = clock.FixedClock(datetime(2021, 1, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    monkeypatch.setattr(clock, "current", lambda: over)
    form = {**_FORM, "from_day": "2021-01-06", "preview": "1"}
    said = pages.text(pages.browser(system, Role.COMMANDER, "T161").post("/duties/new/", form))
    assert "会产生 0 个应做项" in said


def test_a_window_that_is_none_is_told(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.COMMANDER, "T161")
    said = pages.text(client.post("/duties/new/", {**_FORM, "windows": "上午", "preview": "1"}), 422)
    assert "不是一个时段" in said
    overlapping = {**_FORM, "windows": "08:00 10:00 12:00 a\n11:00 11:30 13:00 b", "preview": "1"}
    assert "重叠" in pages.text(client.post("/duties/new/", overlapping), 422)


def test_several_are_excused_at_once(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.OFFICER, "T161")
    said = {
        "targets": ["C161-B01-COR", "C161-WASTE1"], "from_day": "2020-08-10", "until_day": "2020-08-11",
        "because": "楼道粉刷",
    }  # fmt: skip
    assert client.post("/duties/of/disinfection/excuse/?unit=T161-PROP", said).status_code == 302
    for day in (DAY, DAY + timedelta(days=1)):
        excused = {key[0] for key, slot in slots("disinfection", day).items() if slot["excuse"]}
        assert excused == {"C161-B01-COR", "C161-WASTE1"}


def test_an_excuse_is_taken_back_and_the_slot_is_due_again(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.OFFICER, "T161")
    said = {"targets": ["C161-B01-COR"], "from_day": "2020-08-10", "until_day": "2020-08-10", "because": "楼道粉刷"}
    client.post("/duties/of/disinfection/excuse/?unit=T161-PROP", said)
    excuse = slots("disinfection")["C161-B01-COR", 2]["excuse"]
    slot = pages.text(client.get("/duties/slots/disinfection/2020-08-10/2/C161-B01-COR/"))
    back = f"/duties/take-back/{excuse}/"
    assert back in slot
    assert "楼道粉刷" in pages.text(client.get(back))
    reporter = pages.browser(system, Role.REPORTER, "T161-PROP")
    assert reporter.get(back).status_code in (403, 404)
    assert client.post(back, {"because": "改期"}).status_code == 302
    assert slots("disinfection")["C161-B01-COR", 2]["excuse"] is None
    assert client.get(back).status_code == 404
    stood = scene.table()
    assert scene.from_nothing() == stood


def test_the_mode_is_set_and_seen(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.COMMANDER, "T161")
    said = {"mode": "closed", "response_level": "I", "because": "通报", "from_day": "2020-08-10"}
    assert client.post("/duties/modes/", said).status_code == 302
    assert "封闭" in pages.title(client.get("/duties/modes/"))


def _onward(answer: Any) -> dict[str, str]:
    """What the address of the page that follows says."""
    return {"cursor": answer.context["page"].next}


def test_modes_and_who_typed_how_much_go_on_over_pages(done: Any, system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_acts, "MODES_SHOWN", 1)
    monkeypatch.setattr(console, "PAGE", 1)
    client = pages.browser(system, Role.COMMANDER, "T161")
    for mode, because in (("closed", "通报甲"), ("normal", "通报乙")):
        said = {"mode": mode, "response_level": "", "because": because, "from_day": "2020-08-10"}
        assert client.post("/duties/modes/", said).status_code == 302
    first = client.get("/duties/modes/")
    second = client.get("/duties/modes/", _onward(first))
    read = [each.because for answer in (first, second) for each in answer.context["table"].rows]
    assert sorted(read) == ["通报乙", "通报甲"]
    assert second.context["page"].next is None
    enlist(system, {"hand": (Role.PROPERTY, "T161-PROP")})
    hand = access.actor_of(User.objects.get(username="hand"))
    for hour in (9, 10):
        draft = entries.draft(
            "sanitation.disinfection", {"object": "lift", "agent": "84"}, unit="T161-PROP", place=LIFT, at=at(hour)
        )
        with scope.acting(hand):
            entries.accepted(hand, draft, at=at(15, 40 + hour))
    typed, seen = client.get("/duties/burden/"), []
    while True:
        seen += [(each.login, each.entries) for each in typed.context["table"].rows]
        if typed.context["page"].next is None:
            break
        typed = client.get("/duties/burden/", _onward(typed))
        assert "最多 2 条" in pages.title(typed), "of all pages"
    assert [n for _, n in seen] == sorted((n for _, n in seen), reverse=True)
    assert ("hand", 2) in seen
    assert len(seen) == len(set(seen)) >= 2
    assert "system" not in {login for login, _ in seen}, "nobody's hands"
    assert client.get("/duties/burden/?cursor=many~2020-08-10~x").status_code == 422


def test_a_reporter_may_not_command(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.REPORTER, "T161-PROP")
    assert client.post("/duties/new/", {**_FORM, "set": "1"}).status_code == 403
    assert client.get("/duties/of/disinfection/excuse/").status_code == 403
    assert client.get("/duties/of/disinfection/?unit=T161-LOG").status_code == 404
    assert client.get("/duties/burden/").status_code == 403
    assert (
        client.post("/duties/modes/", {"mode": "closed", "because": "通报", "from_day": "2020-08-10"}).status_code
        == 200
    )


def test_the_api_gives_the_slots_page_by_page(done: Any, system: Any) -> None:
    client = pages.browser(system, Role.COMMANDER, "T161")
    first = client.get("/api/v1/slots?date=2020-08-10&duty=disinfection&unit=T161-PROP&size=4").json()
    rest = client.get(
        f"/api/v1/slots?date=2020-08-10&duty=disinfection&unit=T161-PROP&size=500&cursor={first['next']}"
    ).json()
    every = first["slots"] + rest["slots"]
    assert len(every) == 9
    assert rest["next"] is None
    by_state = {each["state"] for each in every}
    assert {"done", "missed"} <= by_state
    (lift,) = [each for each in every if each["entry"]]
    assert (lift["entry"], lift["evidence"], lift["window"]) == (str(done.id), "scanned", 1)
    assert client.get("/api/v1/slots?date=2020-01-01").status_code == 404
    assert client.get("/api/v1/slots?date=2020-08-10&unit=MANAN").status_code == 404


def test_what_waits_is_told_by_role_and_unit(done: Any, system: Any) -> None:
    from lianfang.areas.duties import queries

    who = scope.Actor("p", 9, (scope.Held("property", frozenset({"duties.see"}), "T161-PROP", (scene_path(),)),))
    with scope.acting(who):
        found = queries.mine(who, at(15, 40))
    assert [(each.count, str(each.state)) for each in found] == [(3, "overdue"), (1, "overdue")]
    assert all(each.unit == "T161-PROP" for each in found)


def scene_path() -> str:
    """The property company's path."""
    return str(next(iter(scene.slots("disinfection").values()))["path"])
