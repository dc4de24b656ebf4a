"""screening · the pad on a phone without a network holds: it goes on from row to row, and nothing that was tapped is
lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from lianfang.areas.screening.tests.crew import CREW, MANY, PAD, Hour, readings
from lianfang.ground.access.roles import Role
from lianfang.ground.people import actions as people
from lianfang.kernel import scope
from lianfang.kernel.scope import Actor
from tests.support import pages, thumb

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
WORDS = {
    "zh-hans": ("条待发送", "待发送", "条已发出并记录", "18 / 18，都做了"),
    "en": ("waiting to send", "waiting to send", "sent and recorded", "18 / 18, all done"),
}


def key(page: Page, celsius: str) -> None:
    page.get_by_role("button", name=celsius, exact=True).click()


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_a_crew_is_measured_without_a_network_and_sent_when_it_is_back(
    browser: Browser, live_server: Any, crew: list[UUID], system: Actor, hour: Hour, lang: str
) -> None:
    waiting, unsent, sent, whole = WORDS[lang]
    page = thumb.phone(browser, live_server.url, system, Role.REPORTER, CREW, lang=lang)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}{PAD}?unit={CREW}")
    key(page, "36.3")
    expect(page.locator("#lf-pad-who")).to_contain_text("赵02")
    page.context.set_offline(True)
    for n in range(1, MANY):
        expect(page.locator("#lf-pad-who")).to_contain_text(f"赵{n + 1:02d}")
        key(page, "36.5")
    expect(page.locator("#lf-outbox")).to_contain_text(re.compile(rf"17\s*{waiting}"))
    expect(page.locator(".lf-pad-rows li.is-unsent")).to_have_count(MANY - 1)
    expect(page.locator(".lf-pad-rows li").nth(5)).to_contain_text(f"36.5 {unsent}")
    assert thumb.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert len(readings(system)) == 1, "nothing that waits is recorded"
    page.context.set_offline(False)
    expect(page.locator("#lf-outbox")).to_contain_text(re.compile(rf"17\s*{sent}"), timeout=60_000)
    expect(page.locator("h1")).to_contain_text(whole)
    expect(page.locator(".lf-pad-rows li.is-unsent")).to_have_count(0)
    assert {each.person for each in readings(system)} == set(crew)
    assert len(readings(system)) == MANY
    assert thumb.taps(page) == MANY
    assert complaints == []
    page.context.close()


def test_what_waits_survives_the_tab_and_is_sent_from_any_page(
    browser: Browser, live_server: Any, crew: list[UUID], system: Actor, hour: Hour
) -> None:
    page = thumb.phone(browser, live_server.url, system, Role.REPORTER, CREW)
    page.goto(f"{live_server.url}{PAD}?unit={CREW}")
    page.context.set_offline(True)
    key(page, "36.5")
    expect(page.locator("#lf-pad-who")).to_contain_text("赵02")
    page.locator(".lf-pad-row").nth(8).click()
    expect(page.locator("#lf-pad-who")).to_contain_text("赵09")
    page.locator("#lf-pad-typed").fill("55")
    page.locator("#lf-pad-typed").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("应是这个范围内的数")
    page.locator("#lf-pad-typed").fill("366")
    page.locator("#lf-pad-typed").press("Enter")
    expect(page.locator("#lf-pad-who")).to_contain_text("赵10")
    page.get_by_role("button", name="没见到").click()
    expect(page.locator("#lf-pad-who")).to_contain_text("赵11")
    expect(page.locator("#lf-outbox")).to_contain_text(re.compile(r"3\s*条待发送"))
    page.close()
    other = page.context.new_page()
    page.context.set_offline(False)
    other.goto(live_server.url)
    expect(other.locator("#lf-outbox")).to_contain_text(re.compile(r"3\s*条已发出并记录"))
    assert sorted(str(each.celsius) for each in readings(system)) == ["36.5", "36.6"]
    other.goto(f"{live_server.url}{PAD}?unit={CREW}")
    expect(other.locator(".lf-pad-rows li.is-gone")).to_have_count(1)
    page.context.close()


def test_what_waits_is_changed_or_taken_back_before_it_is_sent(
    browser: Browser, live_server: Any, crew: list[UUID], system: Actor, hour: Hour
) -> None:
    page = thumb.phone(browser, live_server.url, system, Role.REPORTER, CREW)
    page.goto(f"{live_server.url}{PAD}?unit={CREW}")
    page.context.set_offline(True)
    key(page, "36.5")
    expect(page.locator("#lf-pad-who")).to_contain_text("赵02")
    key(page, "36.6")
    expect(page.locator("#lf-pad-who")).to_contain_text("赵03")
    page.locator(".lf-pad-row").nth(0).click()
    expect(page.locator(".lf-pad-keys")).to_contain_text("36.5 · 待发送")
    key(page, "36.9")
    expect(page.locator(".lf-pad-rows li").nth(0)).to_contain_text("36.9 待发送")
    page.locator(".lf-pad-row").nth(1).click()
    page.get_by_role("button", name="撤回，不发送").click()
    expect(page.locator(".lf-pad-rows li.is-unsent")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator("h1")).to_contain_text("1 / 18")
    assert [(each.person, str(each.celsius)) for each in readings(system)] == [(crew[0], "36.9")]
    page.context.close()


def test_two_phones_without_a_network_and_somebody_who_moved_are_answered_after_the_sync(
    browser: Browser, live_server: Any, crew: list[UUID], system: Actor, hour: Hour
) -> None:
    page = thumb.phone(browser, live_server.url, system, Role.OFFICER, "T161")
    page.goto(f"{live_server.url}{PAD}?unit={CREW}")
    first, moves = (page.locator(".lf-pad-rows li").nth(n).get_attribute("id") for n in (0, 1))
    assert first
    assert moves
    first, moves = first.removeprefix("row-"), moves.removeprefix("row-")
    page.context.set_offline(True)
    for n in range(3):
        key(page, "36.5")
        expect(page.locator(".lf-pad-rows li.is-unsent")).to_have_count(n + 1)
    other = pages.browser(system, Role.GRID, CREW)
    on_other = other.get(f"{PAD}?unit={CREW}").context
    said = {"subject": first, "entry_id": str(on_other["keys"]["entry_id"]), "once.site": "forehead"}
    other.post(PAD + on_other["action"], {**said, "step": "celsius", "value": "36.8"})
    with scope.acting(system):
        people.transfer_person(system, person=UUID(moves), from_unit=CREW, to_unit="T161-OFFICE")
    hour.at += timedelta(minutes=3)
    page.context.set_offline(False)
    box = page.locator("#lf-outbox")
    expect(box).to_contain_text("此前已有 36.8 ℃")
    expect(box).to_contain_text("已转到")
    expect(box).to_contain_text(re.compile(r"2\s*条已发出并记录"))
    assert len(readings(system)) == 3
    assert thumb.faults(page) == []
    box.get_by_role("button", name="记到 机关").click()
    expect(box).to_contain_text(re.compile(r"3\s*条已发出并记录"))
    expect(box.locator("li", has_text="已转到")).to_have_count(0)
    assert {(each.unit, each.person) for each in readings(system)} >= {("T161-OFFICE", UUID(moves))}
    assert len(readings(system)) == 4
    page.context.close()


def test_a_fever_without_a_network_asks_for_its_second_reading_once_it_is_sent(
    browser: Browser, live_server: Any, crew: list[UUID], system: Actor, hour: Hour
) -> None:
    page = thumb.phone(browser, live_server.url, system, Role.REPORTER, CREW)
    page.goto(f"{live_server.url}{PAD}?unit={CREW}")
    page.context.set_offline(True)
    page.locator("summary", has_text="37.3").click()
    key(page, "37.8")
    expect(page.locator(".lf-pad-told")).to_contain_text("还要再记一次")
    page.context.set_offline(False)
    expect(page.locator("#lf-pad-who")).to_contain_text("复测 赵01")
    key(page, "36.7")
    expect(page.locator("#lf-pad-who")).to_contain_text("赵02")
    assert [each.remeasure for each in readings(system)] == [False, True]
    page.context.close()
