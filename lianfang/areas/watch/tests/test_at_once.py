"""watch · two at once: one signature, one closing, one roster win; the others are told."""

from __future__ import annotations

from typing import Any

import pytest

from lianfang.areas.watch import actions, actions_handover, problems, queries
from lianfang.areas.watch.actions import Plan
from lianfang.areas.watch.tests import room
from lianfang.areas.watch.tests.room import TODAY, UNIT, acting, at, how, logged, shift
from lianfang.ground.testing import OPENED_AT, UNITS, enlist
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from tests.support.at_once import at_once


@pytest.fixture
def committed(committed_db: None) -> None:
    """The room in a database in which everything is really committed."""
    system = scope.system_actor()
    with scope.acting(system):
        units.open_units(system, UNITS, at=clock.FixedClock(OPENED_AT), origin=Origin.REPLAY)
    enlist(system, room.PEOPLE)
    room.staffed()


def _won(out: list[Any], problem: Any) -> None:
    lost = [each for each in out if isinstance(each, Exception)]
    assert len(lost) == len(out) - 1, out
    assert {each.problem for each in lost if isinstance(each, Refused)} == {problem}, lost


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_of_several_at_once_one_wins_and_the_others_are_told() -> None:
    with acting("one") as one:
        offered = actions_handover.offer_handover(one, unit=UNIT, change_at=at(20), how=how(at(19, 50)))
    item = logged("等局里回电", at(9), open=True).id

    def sign(login: str) -> Any:
        with acting(login) as taker:
            return actions_handover.sign_handover(
                taker, unit=UNIT, change_at=at(20), offered=offered.id, how=how(at(20))
            )

    _won(at_once(lambda: sign("two"), lambda: sign("deputy")), problems.HANDED_OVER)

    def close(login: str) -> Any:
        with acting(login) as closer:
            return actions.close_item(closer, item=item, what="已回", how=how(at(20, 5)))

    _won(
        at_once(*[lambda login=login: close(login) for login in ("one", "two", "three", "clerk")]), problems.ITEM_CLOSED
    )

    def plan(login: str, officer: str) -> Any:
        with acting(login) as planner:
            plans = [Plan(TODAY.replace(day=12), "day", "leader", (officer,), seen=0)]
            return actions.roster(planner, unit=UNIT, plans=plans, how=how(at(20, 10)))

    _won(at_once(lambda: plan("leader", "one"), lambda: plan("deputy", "two")), problems.ROSTER_MOVED)
    with acting("auditor") as auditor:
        assert queries.staffing(auditor, UNIT, shift("day", day=12)).number == 1
