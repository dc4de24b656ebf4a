"""shell · ledger tests: an entry is seconded by a second person's own act, and by nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.testing import OPENED_AT, Cast
from lianfang.kernel import clock, journal, rebuild
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor, acting
from lianfang.shell.ledger import actions, queries
from lianfang.shell.testing import NOW, entry


@pytest.fixture
def second(stage: Cast, system: Actor) -> Actor:
    """Another reporter of T161-LOG."""
    at = clock.FixedClock(OPENED_AT)
    with acting(system):
        access.create_user(system, login="second", unit="T161-LOG")
        access.give_grant(system, login="second", role="reporter", unit="T161-LOG", at=at)
    return access_queries.actor_of(User.objects.get(username="second"))


@pytest.fixture
def recorded(stage: Cast) -> UUID:
    """What `own` recorded by typing."""
    said = entry({"n": 3}, evidence="seconded")
    with acting(stage.own):
        draft = Draft(UUID(said["id"]), said["kind"], said["unit"], NOW, said["data"], evidence="seconded")
        receipt = journal.record_one(stage.own, draft, origin=Origin.API, by_action=False)
        assert receipt.notice is not None
        assert queries.entry(stage.own, draft.id).grade == "typed"
    return draft.id


def seconded(actor: Actor, entry: UUID) -> queries.Entry:
    with acting(actor):
        actions.second_entry(actor, original=queries.entry(actor, entry))
        return queries.entry(actor, entry)


def refused(problem: str, actor: Actor, entry: UUID) -> None:
    with pytest.raises(Refused) as raised:
        seconded(actor, entry)
    assert raised.value.problem.code == problem


def test_somebody_else_seconds_and_the_entry_stays_as_it_is(second: Actor, recorded: UUID, stage: Cast) -> None:
    with acting(stage.own):
        before = queries.entry(stage.own, recorded)
    found = seconded(second, recorded)
    assert (found.grade, found.seconded_by, found.evidence) == ("seconded", "second", "typed")
    assert (found.digest, found.columns) == (before.digest, before.columns)
    refused("seconded_already", second, recorded)
    assert seconded(stage.commander, recorded).grade == "seconded", "a third may say so too"


def test_nobody_seconds_his_own(recorded: UUID, stage: Cast) -> None:
    refused("own_seconding", stage.own, recorded)


def test_a_token_made_for_another_does_not_second_what_its_maker_recorded(
    second: Actor, recorded: UUID, stage: Cast
) -> None:
    through_owns_token = Actor(second.login, second.user_id, second.held, via="own")
    refused("own_seconding", through_owns_token, recorded)
    said = entry({"n": 4})
    with acting(Actor(stage.own.login, stage.own.user_id, stage.own.held, via="second")) as own:
        draft = Draft(UUID(said["id"]), said["kind"], said["unit"], NOW, said["data"])
        journal.record_one(own, draft, origin=Origin.API, by_action=False)
    refused("own_seconding", second, draft.id)


def test_who_may_not_see_or_second_does_not(recorded: UUID, stage: Cast) -> None:
    refused("not_found", stage.sister, recorded)
    refused("not_allowed", stage.superior, recorded)


def test_what_stands_no_more_and_what_is_itself_a_seconding_is_not_seconded(
    second: Actor, recorded: UUID, stage: Cast
) -> None:
    seconded(second, recorded)
    with acting(stage.commander):
        (own,) = queries.entries(stage.commander, queries.Asked(kinds=("ledger.seconding",)))
    refused("nothing_to_second", stage.commander, own.id)
    again = entry({"n": 5})
    with acting(stage.own):
        draft = Draft(UUID(again["id"]), "trial.tally", "T161-LOG", NOW, {"n": 5}, corrects=recorded, reason="看错")
        journal.record_one(stage.own, draft, origin=Origin.CONSOLE, by_action=False)
        assert queries.entry(stage.own, draft.id).grade == "typed", "a correction was seen by nobody yet"
    refused("not_standing", stage.commander, recorded)


def test_no_device_sends_a_seconding_as_an_entry(recorded: UUID, token_of: Any) -> None:
    said = entry({"of": str(recorded)}, "ledger.seconding")
    answer = Client().post("/api/v1/entries", said, content_type="application/json", headers=token_of("sister"))
    assert answer.json()["code"] == "kind_has_own_door"


def test_it_is_seconded_at_the_page_of_the_entry(
    trial_pages: None, second: Actor, recorded: UUID, browser_of: Any, token_of: Any
) -> None:
    page, button = f"/ledger/{recorded}/", "我已现场复核"
    other, own = browser_of("second"), browser_of("own")
    assert button not in own.get(page).content.decode()
    assert button in other.get(page).content.decode()
    assert own.post(f"{page}second/").status_code == 403
    assert other.post(f"{page}second/")["Location"] == page
    shown = other.get(page).content.decode()
    assert "他人复核（second）" in shown
    assert button not in shown
    told = Client().get(f"/api/v1/entries/{recorded}", headers=token_of("own")).json()["entry"]
    assert (told["evidence"], told["seconded_by"]) == ("typed", "second")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_who_seconded_is_what_the_ledger_says(second: Actor, recorded: UUID) -> None:
    seconded(second, recorded)
    assert rebuild.compare(connections["owner"]) == []
