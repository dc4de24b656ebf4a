"""watch · gaps stand at the right minute, once, with the same key whoever asks, and go when they are mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from lianfang.areas.watch import actions, actions_handover, queries
from lianfang.areas.watch.gaps import GAPS
from lianfang.areas.watch.tests.room import DAY, UNIT, ZONE, acting, at, how, logged, opened, plan, shift
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Gap, Severity
from lianfang.playbook import current

pytestmark = pytest.mark.django_db

LONG_AGO = at(10, day=9)  # just after the room was opened, in a shift that had nobody
SOURCES = {each.code: each for each in GAPS}


def standing(code: str, now: datetime, since: datetime = LONG_AGO) -> list[Gap]:
    with scope.acting(scope.system_actor()):
        return list(SOURCES[f"watch.{code}"].standing(now, since))


def keys(found: Iterable[Gap]) -> list[str]:
    return [gap.key for gap in found]


@pytest.mark.usefixtures("staffed")
def test_a_shift_without_people_is_told_a_day_ahead_and_until_it_is_filled() -> None:
    # The night of the 11th begins at 20:00 and has nobody.
    assert standing("roster_gap", at(19, 59)) == []
    (gap,) = standing("roster_gap", at(20, 0, second=1))
    assert (gap.key, gap.since, gap.severity) == ("watch.roster_gap:T161:20200811T1200", at(20), Severity.WARNING)
    assert gap.words.zh == "一六一队 8月11日夜班缺带班领导、值班员1名"
    assert gap.words.en == "Team 161: night shift of 11 Aug lacks a duty leader and 1 officer"
    assert (gap.unit, gap.role, gap.href) == (UNIT, "commander", "/watch/T161/roster/2020-08-11/")
    assert keys(standing("roster_gap", at(23))) == [gap.key], "the same gap whenever it is asked for"
    assert standing("roster_gap", at(23), since=at(20, 1)) == [], "it arose before"
    plan("night", "deputy", "two", day=11, moment=at(22))
    assert standing("roster_gap", at(23)) == []
    plan("night", "deputy", day=11, moment=at(23))
    (again,) = standing("roster_gap", at(23, 30), since=at(22))
    assert (again.since, again.words.zh) == (at(23), "一六一队 8月11日夜班缺值班员1名")


@pytest.mark.usefixtures("staffed")
def test_nobody_on_duty_is_urgent_from_the_first_minute() -> None:
    assert standing("nobody_on_duty", at(19, 59, day=11)) == []
    (gap,) = standing("nobody_on_duty", at(20, day=11))
    assert (gap.since, gap.severity, gap.key) == (
        at(20, day=11), Severity.URGENT, "watch.nobody_on_duty:T161:20200811T1200",
    )  # fmt: skip
    assert gap.words.zh == "一六一队 8月11日夜班无人值守（E10）"
    (same,) = standing("nobody_on_duty", at(9, day=12), since=at(12, day=11))[:1]
    assert same.key == gap.key, "a shift that nobody stood to its end stays so"
    plan("night", "deputy", "two", day=11, moment=at(20, 10, day=11), why="补班")
    assert standing("nobody_on_duty", at(20, 11, day=11)) == []
    with scope.acting(scope.system_actor()):
        assert set(SOURCES["watch.nobody_on_duty"].answered([gap.key])) == {gap.key}


@pytest.mark.usefixtures("staffed")
def test_a_handover_unsigned_a_quarter_of_an_hour_after_the_change_is_a_gap() -> None:
    noon = at(12)
    assert standing("handover_unsigned", at(20, 14), noon) == []
    assert [each.since for each in standing("handover_unsigned", at(20, 15))] == [
        at(20, 15, day=9), at(8, 15), at(20, 15),
    ], "what was never signed stays unsigned"  # fmt: skip
    (gap,) = standing("handover_unsigned", at(20, 15), noon)
    assert (gap.since, gap.key) == (at(20, 15), "watch.handover_unsigned:T161:20200810T1200")
    assert gap.words.zh == "一六一队 20:00换班，交接未双方签字"
    with acting("one") as one:
        offered = actions_handover.offer_handover(one, unit=UNIT, change_at=at(20), how=how(at(20, 16)))
    assert keys(standing("handover_unsigned", at(20, 17), noon)) == [gap.key], "one side alone is no handover"
    with acting("two") as two:
        signed = actions_handover.sign_handover(
            two, unit=UNIT, change_at=at(20), offered=offered.id, how=how(at(20, 18))
        )
    assert standing("handover_unsigned", at(20, 19), noon) == []
    with scope.acting(scope.system_actor()):
        assert SOURCES["watch.handover_unsigned"].answered([gap.key]) == {gap.key: signed.id}


@pytest.mark.usefixtures("room")
def test_the_shift_in_which_a_watch_is_opened_hands_nothing_over() -> None:
    opened(at(9))
    assert standing("handover_unsigned", at(10)) == []
    assert keys(standing("handover_unsigned", at(20, 15))) == ["watch.handover_unsigned:T161:20200810T1200"]
    assert [gap.since for gap in standing("nobody_on_duty", at(10))] == [at(9)]


@pytest.mark.usefixtures("staffed")
def test_a_spot_call_unanswered_for_five_minutes_is_a_gap_until_it_is_answered() -> None:
    with acting("bureau") as bureau:
        call = actions.call_spot(bureau, unit=UNIT, how=how(at(10)))
    assert standing("spot_call_unanswered", at(10, 4)) == []
    (gap,) = standing("spot_call_unanswered", at(10, 5))
    assert (gap.since, gap.key) == (at(10, 5), f"watch.spot_call_unanswered:{call}")
    assert gap.words.zh == "一六一队 10:00查岗 5 分钟无人应答"
    with acting("one") as one:
        answer = actions.answer_spot(one, call=call, how=how(at(10, 7)))
    assert standing("spot_call_unanswered", at(10, 8)) == []
    with scope.acting(scope.system_actor()):
        assert SOURCES["watch.spot_call_unanswered"].answered([gap.key]) == {gap.key: answer.id}


@pytest.mark.usefixtures("staffed")
def test_too_little_rest_is_a_notice() -> None:
    plan("night", "deputy", "one", moment=at(7))
    plan("day", "leader", "one", day=11, moment=at(7))
    (gap,) = standing("roster_gap", at(9))
    assert (gap.severity, gap.words.zh) == (
        Severity.NOTICE, "一六一队 8月11日白班：one 连续值 3 班（至多 2 班）",
    )  # fmt: skip


@pytest.mark.usefixtures("staffed")
def test_a_closed_unit_a_closed_watch_and_a_playbook_without_one_have_no_gaps(
    system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(unit="T161-LOG")
    assert {gap.unit for gap in standing("nobody_on_duty", at(12))} == {"T161-LOG"}
    with scope.acting(system):
        units.close_unit(system, code="T161-LOG", from_day=at(0, day=10).date(), at=clock.FixedClock(at(12, day=9)))
    assert standing("nobody_on_duty", at(12)) == []
    with acting("leader") as leader:
        actions.close_post(leader, unit=UNIT, why="恢复常态", how=how(at(13)))
    assert standing("nobody_on_duty", at(23, day=11)) == []
    bare = current().model_copy(update={"watch_shifts": (), "watch_limits": ()})
    monkeypatch.setattr("lianfang.areas.watch.policy.current", lambda: bare)
    assert [gap for code in SOURCES for gap in standing(code.removeprefix("watch."), at(20))] == []


@pytest.mark.usefixtures("staffed")
def test_what_waits_for_somebody_stands_in_their_own_list() -> None:
    logged("等局里回电", at(10), open=True, due_at=at(19))

    def waits(login: str, now: datetime) -> list[tuple[str, datetime]]:
        with acting(login) as one:
            return [(each.act.zh, each.due_at) for each in queries.mine(one, now)]

    # The day began without a handover: the night's people still owe it, and the planners see what lacks people.
    # In the playbook, the days ahead are looked at from 11 August on; before that, the next 24 hours.
    assert waits("one", at(19, 30)) == [("办结", at(19)), ("交班", at(20))]
    assert waits("clerk", at(19, 30)) == []
    assert waits("stranger", at(19, 30)) == []
    assert waits("auditor", at(19, 30)) == []
    with acting("one") as one:
        actions_handover.offer_handover(one, unit=UNIT, change_at=at(20), how=how(at(19, 50)))
    assert waits("two", at(19, 51)) == [("接班", at(20, 15))]
    assert ("排班", at(20, day=11)) in waits("leader", at(20, 5))
    with acting("bureau") as bureau:
        actions.call_spot(bureau, unit=UNIT, how=how(at(20, 6)))
    assert ("应答", at(20, 11)) in waits("two", at(20, 7))
    with acting("two") as two:
        actions.ask_swap(two, unit=UNIT, given=(at(0).date(), "night"), other="clerk", why="病", how=how(at(20, 8)))
    assert waits("clerk", at(20, 9)) == [("答复", shift("night").begins_at)]
    assert waits("clerk", at(20, 9) + 3 * DAY) == []


@pytest.mark.usefixtures("staffed")
def test_what_was_left_open_on_the_playbooks_last_day_is_not_mended_by_its_end() -> None:
    change = datetime(2020, 12, 31, 20, tzinfo=ZONE)
    with acting("checker") as checker:
        call = actions.call_spot(checker, unit=UNIT, how=how(change))
    for now in (change + DAY / 2, change + 5 * DAY):
        handover = standing("handover_unsigned", now, since=change)
        assert keys(handover) == ["watch.handover_unsigned:T161:20201231T1200"], "no shift takes over after the last"
        assert keys(standing("nobody_on_duty", now, since=change)) == ["watch.nobody_on_duty:T161:20201231T1200"]
        assert keys(standing("spot_call_unanswered", now, since=change)) == [f"watch.spot_call_unanswered:{call}"]
