"""incidents · the story in a real browser: from the gate reading to the close on a phone, and the pages looked over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from lianfang.areas.incidents import actions, actions_drills
from lianfang.areas.incidents.tests.town import UNIT, as_role, at, listed, only, reading, say
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, scope
from lianfang.kernel.recording import Recording
from tests.support import pages

AXE = Path(django_settings.BASE_DIR, "web", "node_modules", "axe-core", "axe.min.js")
PICTURES = Path(django_settings.BASE_DIR, "test-results", "incidents")
_RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def tab(browser: Browser, url: str, role: Role, *, width: int = 390, lang: str = "zh-hans") -> Page:
    client: Client = pages.browser(scope.system_actor(), role, "T161")
    context = browser.new_context(viewport={"width": width, "height": 844})
    session = django_settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [
            {"name": session, "value": client.cookies[session].value, "url": url},
            {"name": django_settings.LANGUAGE_COOKIE_NAME, "value": lang, "url": url},
        ]
    )
    return context.new_page()


def tick(patch: pytest.MonkeyPatch, minutes: int) -> None:
    moment = at(minutes)
    patch.setattr(clock, "current", lambda: moment)


@pytest.mark.parametrize("exercise", [False, True])
def test_a_fever_is_run_from_the_reading_to_the_close_on_a_phone(
    browser: Browser, live_server: Any, people: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch, exercise: bool
) -> None:
    say(reading(people[0], 38.2, exercise=exercise))
    page = tab(browser, live_server.url, Role.OFFICER)
    tick(monkeypatch, 2)
    page.goto(f"{live_server.url}/incidents/{'exercises/' if exercise else ''}")
    page.get_by_role("link", name="发热或症状").click()
    expect(page.locator("[data-exercise]")).to_have_count(int(exercise))
    with page.expect_navigation():
        page.get_by_role("button", name="受理", exact=True).click()
    say(reading(people[0], 38.0, minutes=6, remeasure=True, exercise=exercise), minutes=6)
    tick(monkeypatch, 8)
    page.reload()
    following = page.locator("#next")
    for code in ("引导到隔离区", "报告带班领导"):
        expect(following).to_contain_text(code)
        following.get_by_role("button", name="已办").click()  # one tap
    expect(following).to_contain_text("送发热门诊")
    following.get_by_role("button", name="120 救护车").click()
    expect(following).to_contain_text("列接触人员清单")
    following.get_by_role("button", name="已办").click()
    expect(following).to_contain_text("终末消毒")
    page.locator("#step-disinfect").get_by_role("link", name="跳过").click()
    page.get_by_label("理由").fill("只在门外停留")
    with page.expect_navigation():
        page.get_by_role("button", name="跳过这一步").click()
    tick(monkeypatch, 300)
    page.reload()
    following.get_by_role("button", name="阴性或排除").click()
    expect(following).to_contain_text("复盘并办结")
    page.get_by_role("button", name="由记录生成书面报告").click()
    expect(following).not_to_contain_text("还要书面报告")
    page.get_by_label("复盘").fill("各步在时限内")
    page.get_by_role("button", name="办理并办结").click()
    expect(page.locator("h1")).to_have_text(
        f"已办结：{'【演练】' if exercise else ''}发热或症状 · 一六一队小区 张**，用时 5 小时"
    )
    expect(page.locator("[data-exercise]")).to_have_count(int(exercise))
    assert only(exercise=exercise).brief.state == "closed"
    assert listed(exercise=not exercise) == []
    page.context.close()


def test_a_drill_takes_fifteen_clicks_and_nothing_typed(
    browser: Browser, live_server: Any, people: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    tick(monkeypatch, 0)
    page = tab(browser, live_server.url, Role.OFFICER, width=1440)
    page.goto(f"{live_server.url}/")
    clicks = 0

    def press(target: Locator) -> None:
        nonlocal clicks
        target.click()
        clicks += 1

    press(page.get_by_role("navigation", name="主导航").get_by_role("link", name="突发情况", exact=True))
    press(page.get_by_role("link", name="开始演练"))
    press(page.get_by_role("button", name="开始", exact=True))
    press(page.get_by_role("button", name="注入", exact=True))
    press(page.get_by_role("button", name="受理", exact=True))
    following = page.locator("#next")
    for words, name in (
        ("复测", "已办"), ("隔离区", "已办"), ("报告带班领导", "已办"), ("送发热门诊", "120 救护车"),
        ("接触人员", "已办"), ("终末消毒", "已办"), ("跟踪结果", "阴性或排除"),
    ):  # fmt: skip
        expect(following).to_contain_text(words)
        press(following.get_by_role("button", name=name))
    expect(following).to_contain_text("复盘并办结")
    press(page.get_by_role("button", name="由记录生成书面报告"))
    expect(following).not_to_contain_text("还要书面报告")
    press(page.get_by_role("button", name="办理并办结"))
    press(page.get_by_role("button", name="结束演练"))
    expect(page.locator("h1")).to_contain_text("应告知 3 方，3 方在时限内")
    assert clicks <= 15
    assert only(exercise=True).brief.state == "closed"
    assert listed(exercise=False) == []
    page.context.close()


@pytest.mark.soak  # the pages of the whole house are looked at in `make test`, of what the campaign has
def test_every_page_holds_on_desk_and_phone(
    browser: Browser, live_server: Any, people: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = _filled(people)
    tick(monkeypatch, 40)
    PICTURES.mkdir(parents=True, exist_ok=True)
    faults = []
    for width, lang in ((1440, "zh-hans"), (390, "en")):
        page = tab(browser, live_server.url, Role.COMMANDER, width=width, lang=lang)
        for name, address in addresses.items():
            answer = page.goto(f"{live_server.url}{address}", wait_until="load")
            page.screenshot(path=PICTURES / f"{name}-{width}-{lang}.png", full_page=True)
            assert answer is not None
            assert answer.status == 200, address
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{address} is wider than {width}")
            page.evaluate(AXE.read_text("utf-8"))
            found = page.evaluate(f"axe.run(document, {{runOnly: {_RULES}}})")
            faults += [f"{address} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]
        page.context.close()
    assert faults == []


def _filled(people: tuple[UUID, UUID]) -> dict[str, str]:
    """One thing of each sort, and the pages that show it."""
    say(reading(people[0], 38.2), reading(people[1], 37.8, minutes=20), minutes=20)
    first = next(each for each in listed() if each.brief.person == people[0])
    waiting = next(each for each in listed() if each.brief.person == people[1])
    how = Recording(at(21))
    with as_role(Role.COMMANDER) as commander:
        actions.open_incident(commander, incident=first.id, how=how)
        actions.do_step(commander, incident=first.id, step="isolate", text="一号观察室", how=how)
        actions.skip_step(commander, incident=first.id, step="disinfect", reason="只在门外停留", how=how)
        actions.tell(commander, incident=first.id, to="community", whom="社区值班室", by="phone", how=how)
        actions.link(commander, incident=first.id, role="contact", person=people[1], how=how)
        actions.report(commander, incident=first.id, sort="initial", to="局防控办", note="已送隔离室", how=how)
        from lianfang.areas.incidents import actions_plans

        actions_plans.make_first(commander, unit="T161", plan="contingency", how=how)
        drill = actions_drills.start_drill(
            commander, unit=UNIT, code="E12", title="消毒剂混用演练", scenario="配药间有人混用药剂，出现刺激气味",
            participants="物业、值班员、库管", how=how,
        )  # fmt: skip
        actions_drills.inject_event(commander, drill=drill.id, what="配药间有刺激气味", how=how)
        actions_drills.hand_on(
            commander, drill=drill.id, unit=UNIT, what="洗眼器缺失", owner="property",
            due_on=(at(0).at + timedelta(days=7)).date(), how=how,
        )  # fmt: skip
    drilled = only(exercise=True).id
    return {
        "list": "/incidents/", "open": f"/incidents/{first.id}/", "proposed": f"/incidents/{waiting.id}/",
        "step": f"/incidents/{first.id}/steps/transfer/", "tell": f"/incidents/{first.id}/tell/",
        "link": f"/incidents/{first.id}/link/", "report": f"/incidents/{first.id}/reports/1/", "new": "/incidents/new/",
        "drills": "/incidents/drills/", "drill": f"/incidents/drills/{drill.id}/",
        "inject": f"/incidents/drills/{drill.id}/inject/", "debrief": f"/incidents/drills/{drill.id}/debrief/",
        "drilled": f"/incidents/{drilled}/", "plans": "/incidents/plans/", "plan": "/incidents/plans/T161/contingency/",
        "plan-edit": "/incidents/plans/T161/contingency/edit/", "procedures": "/incidents/procedures/",
        "procedure": "/incidents/procedures/E01/",
    }  # fmt: skip
