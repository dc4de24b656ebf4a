"""sanitation · the list of a round holds: 28 places from the first to the last without a detour, every tap counted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.ground.access.roles import Role
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, reading, scope
from lianfang.kernel.scope import Actor
from tests.support import entries, pages, slots, thumb
from tests.support.entries import NOW, TODAY

UNIT, PAD, MANY = "T161-PROP", "/sanitation/disinfection/pad/", 28


@pytest.fixture
def lifts(tree: dict[str, str], system: Actor, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Twenty-eight lifts of the property company; it is 15:40, and the noon round can still be made good."""
    codes = [f"C161-LIFT{n + 1:02d}" for n in range(MANY)]
    specs = [PlaceSpec(code, "lift", UNIT, f"{code[-2:]}号电梯", f"Lift {code[-2:]}") for code in codes]
    with scope.acting(system):
        places.open_places(system, specs, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT + timedelta(hours=1)))
    slots.derived(TODAY)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    return codes


def recorded(system: Actor) -> set[str]:
    with scope.acting(system):
        return set(reading.objects(system, DISINFECTION.model).values_list("place", flat=True))


@pytest.mark.django_db
def test_after_a_place_the_next_of_the_round_is_open(lifts: list[str], system: Actor) -> None:
    """Also where it was recorded on the place's own page, as after its label was scanned."""
    worker = pages.browser(system, Role.PROPERTY, UNIT)
    form = worker.get(f"/sanitation/places/{lifts[3]}/").context["form"]
    blank = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    page = worker.post(f"/sanitation/places/{lifts[3]}/", blank, follow=True)
    assert pages.title(page) == "物业公司 今天 11:00—15:00：1 / 28，还有 27 处"
    assert page.context["row"].target == lifts[4]
    assert "已记" in pages.text(page)


@pytest.mark.django_db
def test_a_place_done_by_mistake_is_corrected_at_its_form_or_taken_back(lifts: list[str], system: Actor) -> None:
    worker = pages.browser(system, Role.PROPERTY, UNIT)
    page = worker.get(f"{PAD}?unit={UNIT}")
    said = {"subject": lifts[0], "entry_id": str(page.context["keys"]["entry_id"]), "act": "usual"}
    worker.post(PAD + page.context["action"], said)
    page = worker.get(f"{PAD}?unit={UNIT}&at={lifts[0]}")
    entry = said["entry_id"]
    assert f"/sanitation/disinfection/{entry}/correct/" in pages.text(page)
    back = {"subject": lifts[0], "entry_id": str(page.context["keys"]["entry_id"]), "act": "withdraw"}
    assert (
        worker.post(PAD + page.context["action"], {**back, "corrects": entry, "subject": lifts[1]}).status_code == 404
    )
    page = worker.post(PAD + page.context["action"], {**back, "corrects": entry}, follow=True)
    assert pages.title(page).endswith("0 / 28，还有 28 处")
    assert page.context["row"].target == lifts[0]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.parametrize(
    ("lang", "list_", "lift", "done", "whole"),
    [
        ("zh-hans", "逐处消毒", "{n:02d}号电梯", "已做，记录", "28 / 28，都做了"),
        ("en", "Disinfect place by place", "Lift {n:02d}", "Done: record it", "28 / 28, all done"),
    ],
)
def test_a_round_of_28_places_takes_no_more_than_56_taps(
    browser: Browser, live_server: Any, lifts: list[str], system: Actor,
    lang: str, list_: str, lift: str, done: str, whole: str,
) -> None:  # fmt: skip
    page = thumb.phone(browser, live_server.url, system, Role.PROPERTY, UNIT, lang=lang)
    page.goto(live_server.url)
    page.get_by_role("link", name=list_).first.click()
    assert thumb.faults(page) == []
    for n in range(MANY):
        expect(page.locator("#lf-pad-who")).to_contain_text(lift.format(n=n + 1))
        page.get_by_role("button", name=done).click()
    expect(page.locator("h1")).to_contain_text(whole)
    assert thumb.taps(page) <= 56
    assert not thumb.keys(page)
    page.context.close()
    assert recorded(system) == set(lifts)


@pytest.mark.django_db
def test_what_a_phone_kept_is_recorded_as_its_page_said_it(lifts: list[str], system: Actor) -> None:
    """Somebody else does the place in another way meanwhile; what the first one tapped stays what he saw."""
    worker = pages.browser(system, Role.PROPERTY, UNIT)
    page = worker.get(f"{PAD}?unit={UNIT}")
    row = page.context["rows"][0]
    saw = json.loads(row.there.usual)
    with scope.acting(system):
        other = {**saw, "available_chlorine_mg_per_l": saw["available_chlorine_mg_per_l"] * 2}
        draft = entries.draft("sanitation.disinfection", other, unit=UNIT, place=lifts[0], at=NOW - timedelta(hours=1))
        entries.accepted(system, draft)
    tap = {"subject": lifts[0], "entry_id": str(row.there.entry), "act": "usual", "usual": row.there.usual}
    answer = worker.post(PAD + page.context["action"], {**tap, "ago": "60000", "by": page.context["by"]})
    assert answer.json()["state"] == "recorded"
    with scope.acting(system):
        kept = reading.objects(system, DISINFECTION.model).get(entry=row.there.entry)
    assert kept.chlorine_mg_per_l == saw["available_chlorine_mg_per_l"]
    assert kept.occurred_at == NOW - timedelta(minutes=1)
    for broken in ("{", "[]", '{"object": "the moon"}'):
        said = {**tap, "usual": broken, "ago": "60000", "by": page.context["by"], "subject": lifts[1]}
        told = worker.post(PAD + page.context["action"], {**said, "entry_id": str(page.context["rows"][1].there.entry)})
        assert told.json()["state"] == ("refused" if "moon" in broken else "recorded"), broken


@pytest.mark.django_db
def test_a_list_costs_the_same_however_many_places_it_holds(
    lifts: list[str], system: Actor, django_assert_max_num_queries: Any
) -> None:
    worker = pages.browser(system, Role.PROPERTY, UNIT)
    page = worker.get(f"{PAD}?unit={UNIT}")
    assert all(row.there.usual for row in page.context["rows"])
    with django_assert_max_num_queries(20):
        worker.get(f"{PAD}?unit={UNIT}")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:No directory at")
def test_a_round_goes_on_without_a_network(browser: Browser, live_server: Any, lifts: list[str], system: Actor) -> None:
    page = thumb.phone(browser, live_server.url, system, Role.PROPERTY, UNIT)
    page.goto(f"{live_server.url}{PAD}?unit={UNIT}")
    page.context.set_offline(True)
    for n in range(3):
        expect(page.locator("#lf-pad-who")).to_contain_text(f"{n + 1:02d}号电梯")
        page.get_by_role("button", name="已做，记录").click()
    expect(page.locator(".lf-pad-rows li.is-unsent")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator("h1")).to_contain_text("3 / 28")
    page.context.close()
    assert recorded(system) == set(lifts[:3])
