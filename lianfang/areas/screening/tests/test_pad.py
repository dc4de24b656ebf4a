"""screening · the pad holds: a crew measured by taps alone, a fever's second reading, and the roll call out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.screening.kinds_roll_call import ROLL_CALL
from lianfang.areas.screening.tests.crew import CREW, MANY, PAD, Hour, readings, tap
from lianfang.ground.access.roles import Role
from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import PersonSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, reading, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor
from tests.support import pages, thumb

_MOST_QUERIES = 20
# Presses the key upwards in the very turn in which somebody is shown, and leaves a mark that it did.
_BACK_AT_ONCE = """who => {
  const seen = new MutationObserver(() => {
    if (!document.getElementById('lf-pad-who').textContent.includes(who)) return;
    seen.disconnect();
    document.body.dataset.back = who;
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
  });
  seen.observe(document.body, { childList: true, subtree: true });
}"""


@pytest.mark.django_db
def test_without_a_script_each_tap_records_and_opens_the_next(crew: list[UUID], system: Actor) -> None:
    site = pages.browser(system, Role.REPORTER, CREW)
    page = site.get(f"{PAD}?unit={CREW}")
    assert pages.title(page) == "后勤 晨间测温：0 / 18，还有 18 人"
    for _ in range(3):
        page = tap(site, page, value="36.5")
    assert pages.title(page) == "后勤 晨间测温：3 / 18，还有 15 人"
    assert {each.person for each in readings(system)} == set(crew[:3])
    assert page.context["row"].target == str(crew[3])


@pytest.mark.django_db
def test_a_crew_costs_a_few_questions_however_many_it_has(
    crew: list[UUID], system: Actor, django_assert_max_num_queries: Any
) -> None:
    site = pages.browser(system, Role.REPORTER, CREW)
    page = tap(site, site.get(f"{PAD}?unit={CREW}"), value="37.6")
    tap(site, page, act="gone")
    with django_assert_max_num_queries(_MOST_QUERIES):
        site.get(f"{PAD}?unit={CREW}")


@pytest.mark.django_db
def test_a_high_reading_opens_the_second_at_once_and_says_what_to_do(
    crew: list[UUID], system: Actor, hour: Hour
) -> None:
    site = pages.browser(system, Role.REPORTER, CREW)
    page = tap(site, site.get(f"{PAD}?unit={CREW}"), value="37.8")
    assert page.context["row"].target == str(crew[0])
    assert "换一支测温仪复测" in pages.text(page)
    assert "08:30 前" in pages.text(page)
    hour.at += timedelta(minutes=4)
    page = tap(site, page, value="36.7")
    assert [(str(each.celsius), each.remeasure) for each in readings(system)] == [("37.8", False), ("36.7", True)]
    assert "复测正常" in pages.text(page)
    assert page.context["row"].target == str(crew[1])


@pytest.mark.django_db
def test_what_two_phones_measure_is_kept_and_told(crew: list[UUID], system: Actor, hour: Hour) -> None:
    one, two = (pages.browser(system, role, CREW) for role in (Role.REPORTER, Role.GRID))
    on_one, on_two = one.get(f"{PAD}?unit={CREW}"), two.get(f"{PAD}?unit={CREW}")
    tap(one, on_one, value="36.4")
    hour.at += timedelta(minutes=1)
    said = pages.text(tap(two, on_two, value="36.6"))
    assert "此前已有 36.4 ℃" in said
    assert "两条都在账上" in said
    assert len(readings(system)) == 2
    assert pages.title(two.get(f"{PAD}?unit={CREW}")).endswith("1 / 18，还有 17 人")


@pytest.mark.django_db
def test_who_moved_is_told_and_recorded_where_he_is_now(crew: list[UUID], system: Actor) -> None:
    officer = pages.browser(system, Role.OFFICER, "T161")
    page = officer.get(f"{PAD}?unit={CREW}")
    with scope.acting(system):
        people.transfer_person(system, person=crew[0], from_unit=CREW, to_unit="T161-OFFICE")
    answer = tap(officer, page, subject=str(crew[0]), value="36.5")
    said = pages.text(answer, 409)
    assert "已转到" in said
    assert not readings(system)
    form = answer.context["elsewhere"]
    officer.post(PAD + answer.context["action"], {**form.value, "as_unit": "T161-OFFICE", "once.site": "forehead"})
    (kept,) = readings(system)
    assert (kept.unit, kept.person) == ("T161-OFFICE", crew[0])


@pytest.mark.django_db
def test_a_slip_is_put_right_or_taken_back(crew: list[UUID], system: Actor) -> None:
    site = pages.browser(system, Role.REPORTER, CREW)
    tap(site, site.get(f"{PAD}?unit={CREW}"), value="36.5")
    page = site.get(f"{PAD}?unit={CREW}&at={crew[0]}")
    corrects = str(page.context["keys"]["corrects"].id)
    page = tap(site, page, value="36.8", corrects=corrects)
    assert [float(each.celsius) for each in readings(system)] == [36.8]
    assert "此前已有" not in pages.text(page)
    page = site.get(f"{PAD}?unit={CREW}&at={crew[0]}")
    tap(site, page, act="withdraw", corrects=str(page.context["keys"]["corrects"].id))
    assert not readings(system)


@pytest.mark.django_db
def test_a_value_out_of_range_and_none_at_all_are_refused_and_nothing_moves(crew: list[UUID], system: Actor) -> None:
    site = pages.browser(system, Role.REPORTER, CREW)
    page = site.get(f"{PAD}?unit={CREW}")
    for typed, says in (("", "没有选体温"), ("hot", "数字"), ("55", "43")):
        answer = tap(site, page, act="typed", typed=typed)
        assert says in pages.text(answer, 422)
        assert answer.context["row"].target == str(crew[0])
    assert not readings(system)


@pytest.mark.django_db
def test_a_roll_call_lists_everybody_of_a_large_unit(tree: dict[str, str], system: Actor, hour: Hour) -> None:
    """Beyond 500 people the list stopped, and the call was recorded with 500 listed."""
    many = 501
    with scope.acting(system):
        specs = [PersonSpec(CREW, f"钱{n:03d}") for n in range(many)]
        people.register_people(system, specs, at=clock.FixedClock(OPENED_AT), origin=Origin.REPLAY)
    site = pages.browser(system, Role.REPORTER, CREW)
    roll = site.get(f"/screening/roll/?unit={CREW}")
    assert pages.title(roll) == f"后勤点名：应到 {many}，已见 0"
    site.post(f"/screening/roll/?unit={CREW}", {"entry_id": str(roll.context["form"]["entry_id"].value()), "rest": "1"})
    with scope.acting(system):
        called = reading.objects(system, ROLL_CALL.model).get()
    assert (called.listed, called.present) == (many, many)


@pytest.mark.django_db
def test_the_roll_call_falls_out_of_the_list(crew: list[UUID], system: Actor) -> None:
    site = pages.browser(system, Role.REPORTER, CREW)
    page = site.get(f"{PAD}?unit={CREW}")
    for _ in range(MANY - 2):
        page = tap(site, page, value="36.5")
    page = tap(site, page, act="gone")
    assert "没见到" in pages.text(page)
    roll = site.get(f"/screening/roll/?unit={CREW}")
    assert pages.title(roll) == "后勤点名：应到 18，已见 16"
    said = {f"person.{crew[-2]}": "excused", f"person.{crew[-1]}": "unexplained"}
    site.post(f"/screening/roll/?unit={CREW}", {"entry_id": str(roll.context["form"]["entry_id"].value()), **said})
    with scope.acting(system):
        (row,) = reading.objects(system, ROLL_CALL.model).all()
    assert (row.listed, row.present, row.excused, row.unexplained) == (18, 16, 1, 1)


in_a_browser = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


class TestByThumb:
    """The crew's eighteen people on a phone of 390 px, every tap counted."""

    pytestmark = in_a_browser

    def test_a_crew_with_a_fever_takes_no_more_than_forty_taps_and_nothing_typed(
        self, browser: Browser, live_server: Any, crew: list[UUID], system: Actor, hour: Hour
    ) -> None:
        page = thumb.phone(browser, live_server.url, system, Role.REPORTER, CREW)
        page.goto(live_server.url)
        page.get_by_role("link", name="逐人测温").first.click()
        for n in range(MANY):
            expect(page.locator("#lf-pad-who")).to_contain_text(f"赵{n + 1:02d}")
            if n == 7:
                page.locator("summary", has_text="37.3").click()
                page.get_by_role("button", name="37.8", exact=True).click()
                expect(page.locator(".lf-pad-keys .lf-countdown")).to_contain_text("前")
                expect(page.locator("#lf-pad-who")).to_contain_text("复测")
            page.get_by_role("button", name="36.5", exact=True).click()
        expect(page.locator("h1")).to_contain_text("18 / 18，都做了")
        assert thumb.taps(page) <= 40  # 18 x 2 and four for the fever: it takes 23
        assert not thumb.keys(page)
        page.get_by_role("link", name="记点名").click()
        page.get_by_role("button", name="记点名").click()
        expect(page.get_by_text("应到 18，实到 18")).to_be_visible()
        assert len(readings(system)) == MANY + 1
        page.context.close()

    @pytest.mark.parametrize(("width", "look"), [(390, "light"), (390, "dark"), (1440, "dark")])
    def test_it_is_accessible_and_nothing_runs_over_by_day_and_by_night(
        self, browser: Browser, live_server: Any, crew: list[UUID], system: Actor, width: int, look: Any
    ) -> None:
        page = thumb.phone(browser, live_server.url, system, Role.REPORTER, CREW, width=width)
        page.emulate_media(color_scheme=look)
        page.goto(f"{live_server.url}{PAD}?unit={CREW}")
        page.locator("summary", has_text="37.3").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert thumb.faults(page) == []
        page.context.close()

    def test_on_the_desk_it_goes_by_keys_alone(
        self, browser: Browser, live_server: Any, crew: list[UUID], system: Actor
    ) -> None:
        """The row lives as soon as it is shown: a key pressed at that very moment loads no page again."""
        page = thumb.phone(browser, live_server.url, system, Role.REPORTER, CREW, width=1440)
        loads: list[str] = []
        page.on("load", lambda loaded: loads.append(loaded.url))
        page.goto(f"{live_server.url}{PAD}?unit={CREW}")
        expect(page.locator("#lf-pad-who")).to_contain_text("赵01")
        page.evaluate(_BACK_AT_ONCE, "赵02")
        page.keyboard.press("ArrowDown")
        expect(page.locator("body")).to_have_attribute("data-back", "赵02")
        for n in range(MANY):
            expect(page.locator("#lf-pad-who")).to_contain_text(f"赵{n + 1:02d}")
            page.keyboard.type("366")
            expect(page.locator("#lf-pad-typed")).to_have_value("36.6")
            page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("18 / 18，都做了")
        assert thumb.keys(page) == 4 * MANY + 2
        assert len(loads) == 1
        assert not thumb.taps(page)
        page.context.close()
