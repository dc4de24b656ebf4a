"""screening · the pad without a network holds: what a phone kept is recorded once, as of then, or answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from lianfang.areas.screening.tests.crew import CREW, PAD, Hour, readings
from lianfang.ground.access.roles import Role
from lianfang.ground.people import actions as people
from lianfang.kernel import scope
from lianfang.kernel.scope import Actor
from tests.support import pages

pytestmark = pytest.mark.django_db
MINUTE = 60_000


def sends(client: Client, page: Any, who: UUID, celsius: str, *, ago: int | str = 0, **more: str) -> dict[str, Any]:
    """What the server answers to a tap that a phone kept."""
    tap = {
        "subject": str(who), "entry_id": str(entry_of(page, who)), "step": "celsius", "value": celsius,
        "once.site": "forehead", "ago": str(ago), "by": str(page.context["by"]), **more,
    }  # fmt: skip
    answer = client.post(PAD + page.context["action"], tap, headers={"accept": "application/json"})
    return {"status": answer.status_code, **answer.json()}


def entry_of(page: Any, who: UUID) -> UUID:
    """The id that the page holds ready for the entry of somebody."""
    found: UUID = next(row for row in page.context["rows"] if row.target == str(who)).there.entry
    return found


@pytest.fixture
def site(crew: list[UUID], system: Actor) -> Client:
    return pages.browser(system, Role.REPORTER, CREW)


def test_it_counts_for_when_it_was_tapped_and_is_recorded_once(
    site: Client, crew: list[UUID], system: Actor, hour: Hour
) -> None:
    page = site.get(f"{PAD}?unit={CREW}")
    tapped = hour.at + timedelta(minutes=2)
    hour.at += timedelta(hours=5)  # the morning's round is over by then
    ago = int((hour.at - tapped).total_seconds() * 1000)
    assert sends(site, page, crew[0], "36.4", ago=ago)["state"] == "recorded"
    hour.at += timedelta(seconds=7)  # no answer came: the phone sends it again, with another number of seconds
    assert sends(site, page, crew[0], "36.4", ago=ago + 6_500)["state"] == "recorded"
    (kept,) = readings(system)
    assert (kept.occurred_at, str(kept.celsius)) == (tapped, "36.4")
    other = sends(site, page, crew[0], "36.9", ago=ago)
    assert (other["status"], other["state"], other["code"]) == (409, "refused", "conflict"), (
        "the same id, another value"
    )
    assert len(readings(system)) == 1


def test_what_two_phones_kept_for_one_crew_is_recorded_and_told(
    site: Client, crew: list[UUID], system: Actor, hour: Hour
) -> None:
    other = pages.browser(system, Role.GRID, CREW)
    on_one, on_two = site.get(f"{PAD}?unit={CREW}"), other.get(f"{PAD}?unit={CREW}")
    hour.at += timedelta(minutes=30)
    assert sends(site, on_one, crew[0], "36.4", ago=20 * MINUTE)["other"] == ""
    told = sends(other, on_two, crew[0], "36.6", ago=10 * MINUTE)
    assert told["state"] == "recorded"
    assert "赵01：此前已有 36.4 ℃" in told["other"]
    assert "两条都在账上" in told["other"]
    assert len(readings(system)) == 2


def test_who_moved_meanwhile_is_told_and_recorded_where_the_reader_says(crew: list[UUID], system: Actor) -> None:
    officer = pages.browser(system, Role.OFFICER, "T161")
    page = officer.get(f"{PAD}?unit={CREW}")
    with scope.acting(system):
        people.transfer_person(system, person=crew[0], from_unit=CREW, to_unit="T161-OFFICE")
    told = sends(officer, page, crew[0], "36.5", ago=MINUTE)
    assert (told["status"], told["code"]) == (409, "pad_moved")
    assert "已转到" in told["says"]
    assert [code for code, _ in told["units"]] == ["T161-OFFICE", CREW]
    assert not readings(system)
    assert sends(officer, page, crew[0], "36.5", ago=MINUTE, as_unit="T161-OFFICE")["state"] == "recorded"
    assert sends(officer, page, crew[0], "36.5", ago=MINUTE, as_unit="T161-OFFICE")["state"] == "recorded"
    (kept,) = readings(system)
    assert (kept.unit, kept.person) == ("T161-OFFICE", crew[0])


def test_who_moved_after_it_was_recorded_is_not_asked_about_again(
    site: Client, crew: list[UUID], system: Actor
) -> None:
    page = site.get(f"{PAD}?unit={CREW}")
    assert sends(site, page, crew[0], "36.5")["state"] == "recorded"
    with scope.acting(system):
        people.transfer_person(system, person=crew[0], from_unit=CREW, to_unit="T161-OFFICE")
    assert sends(site, page, crew[0], "36.5", ago=MINUTE)["state"] == "recorded"
    assert len(readings(system)) == 1


def test_a_second_reading_and_what_was_taken_back_are_sent_twice_and_stand_once(
    site: Client, crew: list[UUID], system: Actor, hour: Hour
) -> None:
    page = site.get(f"{PAD}?unit={CREW}")
    told = sends(site, page, crew[0], "37.8")
    assert (told["state"], told["second"]) == ("recorded", str(crew[0])), "whose row is to be opened again"
    hour.at += timedelta(minutes=6)
    page = site.get(f"{PAD}?unit={CREW}")
    first = str(page.context["rows"][0].second.entry)
    for ago in (MINUTE, MINUTE + 900):
        assert sends(site, page, crew[0], "36.8", ago=ago, again=first)["state"] == "recorded"
    assert [each.remeasure for each in readings(system)] == [False, True]
    sends(site, page, crew[1], "36.5")
    page = site.get(f"{PAD}?unit={CREW}&at={crew[1]}")
    corrects, entry = str(page.context["keys"]["corrects"].id), str(page.context["keys"]["entry_id"])
    back = {
        "subject": str(crew[1]),
        "entry_id": entry,
        "act": "withdraw",
        "corrects": corrects,
        "once.site": "forehead",
    }
    for ago in ("100", "900"):
        told = site.post(PAD + page.context["action"], {**back, "ago": ago, "by": page.context["by"]})
        assert told.json()["state"] == "recorded"
    assert len(readings(system)) == 2


def test_what_cannot_be_recorded_is_answered_and_nothing_is(site: Client, crew: list[UUID], system: Actor) -> None:
    page = site.get(f"{PAD}?unit={CREW}")
    week = 7 * 24 * 60 * MINUTE
    for ago in ("-5", "soon", "", str(week + 1), "9" * 40):
        told = sends(site, page, crew[0], "36.5", ago=ago)
        assert (told["status"], told["code"]) == (422, "pad_when_unclear"), ago
    for celsius in ("55", "hot", ""):
        assert sends(site, page, crew[0], celsius)["status"] == 422, celsius
    assert sends(site, page, crew[0], "36.5", by="somebody-else")["code"] == "pad_of_another"
    assert sends(site, page, crew[0], "36.5", step="none")["code"] == "pad_asks_more"
    stranger = pages.browser(system, Role.EDITOR, CREW)
    told = sends(stranger, page, crew[0], "36.5")
    assert (told["status"], told["code"]) == (403, "not_allowed")
    assert not readings(system)
    answer = Client().post(PAD, {"ago": "0"})
    assert answer.status_code == 302, "who is not signed in is led to the sign-in, and the phone keeps what it has"
