"""duties · tests of things at once: recorders, corrections and the deriving of a day never lose a record to a race."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from lianfang.areas.duties import actions
from lianfang.areas.duties.problems import TAKEN
from lianfang.areas.duties.tests import scene
from lianfang.areas.duties.tests.scene import DAY, at
from lianfang.areas.duties.tests.test_life import GATE
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, journal, rebuild, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording
from tests.support import entries
from tests.support.at_once import at_once, until_it_waits

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
PLACES = ("C161-B01-LIFT1", "C161-B01-COR", "C161-WASTE1")
PHOTO = "ab" * 32


def _round(place: str, minute: int, **more: Any) -> Any:
    said = {"object": "surface", "agent": "84", **more}
    return entries.draft("sanitation.disinfection", said, unit="T161-PROP", place=place, at=at(7, minute))


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


def test_of_two_units_that_take_one_code_in_one_moment_one_is_refused(committed_db: None, cast: Any) -> None:
    scene.open_estate()

    def set_duty(code: str) -> None:
        with scope.acting(scope.system_actor()) as system:
            unit = units.unit(system, code, day=DAY)
            actions.set_duty(system, unit=unit, data=GATE, how=Recording(clock.FixedClock(at(9))))

    one, other = at_once(lambda: set_duty("T161-PROP"), lambda: set_duty("T161-LOG"))
    refused = [each for each in (one, other) if each is not None]
    assert [each.problem for each in refused] == [TAKEN]


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


def test_of_two_records_taken_back_at_once_neither_keeps_the_slot(committed_db: None, cast: Any) -> None:
    """The later one does not hold the slot while the first is taken back, and would be found instead of it."""
    scene.open_estate()
    actions.derive_day(DAY, at(15, 40))
    first, second, third = (_round(PLACES[0], minute) for minute in (5, 10, 20))
    _record(first, second, third)
    with transaction.atomic():
        _record(entries.withdrawal(second))
        other = until_it_waits(lambda: _record(entries.withdrawal(first)))
    assert other() is None
    assert scene.slots("disinfection")[PLACES[0], 1]["done_at"] == at(7, 20)
    assert rebuild.compare(connections["owner"]) == []


def test_a_photo_shown_twice_in_one_moment_is_doubtful(committed_db: None, cast: Any) -> None:
    scene.open_estate()
    actions.derive_day(DAY, at(15, 40))
    with transaction.atomic():
        _record(_round(PLACES[0], 5, photo_sha256=PHOTO))
        other = until_it_waits(lambda: _record(_round(PLACES[1], 25, photo_sha256=PHOTO)))
    assert other() is None
    assert scene.slots("disinfection")[PLACES[1], 1]["doubts"] == ["reused_photo"]
    assert rebuild.compare(connections["owner"]) == []


def test_the_turn_is_asked_once_with_the_recordings_own(committed_db: None, cast: Any) -> None:
    asked: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    scene.open_estate()
    with connection.execute_wrapper(listen):
        _record(_round(PLACES[0], 10))
    assert [sql for sql in asked if "_enter(" in sql] == ["SELECT ledger_enter(%s), duties_enter(%s)"]
