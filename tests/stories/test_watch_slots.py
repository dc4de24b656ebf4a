"""tests · the watch by slots: D1 counts handovers that both have signed against those due, and invents none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lianfang.areas.duties import actions as duties
from lianfang.areas.watch import actions, actions_handover, indicators
from lianfang.areas.watch.tests.conftest import room, staffed  # noqa: F401
from lianfang.areas.watch.tests.room import TODAY, UNIT, acting, at, how, opened
from lianfang.kernel import scope
from lianfang.kernel.registry import REGISTRY
from tests.support import entries

pytestmark = pytest.mark.django_db


def measured(day: date = TODAY) -> dict[str, tuple[Any, ...]]:
    """unit → (value, checked, expected) of D1."""
    duties.derive_day(day, at(12))
    (source,) = (each for each in REGISTRY.sources() if "D1" in each.codes)
    with scope.acting(scope.system_actor()):
        found = entries.measured(source.sql, day)
    return {unit: (row["d1_value"], row["d1_checked"], row["d1_expected"]) for unit, row in found.items()}


def hand_over(change_at: Any, leaves: str, comes: str) -> Any:
    with acting(leaves) as one:
        offered = actions_handover.offer_handover(
            one, unit=UNIT, change_at=change_at, how=how(change_at - timedelta(minutes=5))
        )
    with acting(comes) as other:
        return actions_handover.sign_handover(
            other, unit=UNIT, change_at=change_at, offered=offered.id, how=how(change_at)
        )


@pytest.mark.usefixtures("staffed")
def test_a_change_is_due_and_is_nothing_until_both_have_signed() -> None:
    # The reporting day of the 10th runs from 16:00 of the 9th: the changes of 20:00 and of 08:00.
    assert measured() == {UNIT: (None, None, 2)}
    signed = hand_over(at(8), "three", "one")
    assert measured() == {UNIT: (1, 1, 2)}
    with acting("one") as one:
        actions_handover.offer_handover(one, unit=UNIT, change_at=at(20), how=how(at(19, 50)))
    assert measured(TODAY + timedelta(days=1)) == {UNIT: (None, None, 2)}, "one side alone counts for nothing"
    with scope.acting(scope.system_actor()):
        evidence = entries.rows(indicators.D1.evidence, entries.window(TODAY))
    assert evidence == [(signed.id,)]


@pytest.mark.usefixtures("room")
def test_only_changes_while_a_watch_was_open_are_due() -> None:
    assert measured() == {}
    opened(at(7))
    assert measured() == {UNIT: (None, None, 1)}, "a watch that opens makes its slots at once"
    assert measured(TODAY + timedelta(days=1)) == {UNIT: (None, None, 2)}
    with acting("leader") as leader:
        actions.close_post(leader, unit=UNIT, why="恢复常态", how=how(at(12)))
    assert measured() == {UNIT: (None, None, 1)}, "it was open at eight"
    assert measured(TODAY + timedelta(days=1)) == {}
