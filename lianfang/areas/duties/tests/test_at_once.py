"""duties · tests of things at once: recorders, corrections and the deriving of a day never lose a record to a race."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from lianfang.areas.duties import actions, follower_slots
from lianfang.areas.duties.tests import scene
from lianfang.areas.duties.tests.scene import DAY, at
from lianfang.kernel import clock, journal, rebuild, scope
from lianfang.kernel.kinds import Origin
from tests.support import entries
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
PLACES = ("C161-B01-LIFT1", "C161-B01-COR", "C161-WASTE1")


def _round(place: str, minute: int) -> Any:
    return entries.draft(
        "sanitation.disinfection", {"object": "lift", "agent": "84"}, unit="T161-PROP", place=place, at=at(7, minute)
    )


def _record(*drafts: Any) -> None:
    with scope.acting(scope.system_actor()) as system:
        for draft in drafts:
            (receipt,) = journal.record(
                system, [draft], origin=Origin.API, at=clock.FixedClock(at(15, 40)), by_action=True
            )
            assert receipt.holds, receipt.problem


def _together(*works: Callable[[], object]) -> None:
    failed = [each for each in at_once(*works) if isinstance(each, Exception)]
    assert not failed, failed


def test_nothing_is_lost_between_recorders_corrections_and_the_deriving(
    committed_db: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.open_estate()
    first = [_round(place, 10) for place in PLACES]
    _record(*first)
    later = [_round(place, minute) for minute in (5, 15, 20) for place in PLACES]
    _together(
        lambda: actions.derive_day(DAY, at(15, 40)),
        lambda: _record(*later),
        lambda: _record(*(_round(place, 30) for place in reversed(PLACES))),
    )
    _together(
        lambda: _record(*(entries.withdrawal(draft) for draft in later[:3])),
        lambda: _record(*(_round(place, 12) for place in PLACES)),
        lambda: _record(*(entries.withdrawal(draft) for draft in reversed(first))),
    )
    taken = {key[0]: slot["done_at"] for key, slot in scene.slots("disinfection").items() if key[1] == 1}
    assert taken == dict.fromkeys(PLACES, at(7, 12))
    assert rebuild.compare(connections["owner"]) == []


def test_the_turn_is_asked_once_with_the_recordings_own(
    committed_db: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = follower_slots.turn

    def turn(cursor: Any, **words: Any) -> Any:
        asked.append("in one journey" if connection.connection.pgconn.pipeline_status else "alone")
        return real(cursor, **words)

    scene.open_estate()
    monkeypatch.setattr(follower_slots, "turn", turn)
    _record(_round(PLACES[0], 10))
    assert asked == ["in one journey"]
