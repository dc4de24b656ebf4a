"""watch · the life of a watch: posts, rosters, swaps, log, handovers and calls, and everything that is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from lianfang.areas.watch import actions, actions_handover, problems, queries, queries_log
from lianfang.areas.watch.actions import Plan
from lianfang.areas.watch.tests.room import (
    TODAY,
    UNIT,
    acting,
    at,
    how,
    logged,
    opened,
    plan,
    shift,
)
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import INVALID, KIND_HAS_OWN_DOOR, NOT_ALLOWED, NOT_FOUND, Problem
from lianfang.playbook import current
from tests.support import entries
from tests.support.refusals import refused

pytestmark = pytest.mark.django_db

CHANGE = at(20)


def people(code: str, day: int = 10) -> tuple[str | None, tuple[str, ...]]:
    with acting("auditor") as one:
        found = queries.staffing(one, UNIT, shift(code, day=day))
        return found.leader, found.officers


def offer(by: str = "one", moment: Any = None, **more: Any) -> Any:
    with acting(by) as one:
        return actions_handover.offer_handover(one, unit=UNIT, change_at=CHANGE, how=how(moment or at(19, 50)), **more)


def sign(by: str, offered: Any, moment: Any = None) -> Any:
    with acting(by) as one:
        when = how(moment or at(20, 5))
        return actions_handover.sign_handover(one, unit=UNIT, change_at=CHANGE, offered=offered, how=when)


@pytest.mark.usefixtures("staffed")
def test_who_is_on_duty_is_the_newest_word_on_the_shift() -> None:
    assert people("day") == ("leader", ("one",))
    plan("day", "deputy", "one", "two")
    assert people("day") == ("deputy", ("one", "two"))
    with acting("bureau") as one:
        on = queries.on_duty(one, UNIT, at(12))
        assert on is not None
        assert on.people == ("deputy", "one", "two")
        assert queries.on_duty(one, "T161-LOG", at(12)) is None


@pytest.mark.usefixtures("room")
def test_a_watch_is_opened_once_and_closed_with_a_reason(system: Any) -> None:
    with acting("leader") as one, refused(problems.NO_POST):
        actions.roster(one, unit=UNIT, plans=[Plan(TODAY, "day", "leader", ())], how=how(at(9, day=9)))
    opened()
    with acting("leader") as one:
        with refused(problems.POST_OPEN):
            actions.open_post(one, unit=UNIT, how=how(at(9)))
        with refused(problems.REASON_NEEDED):
            actions.close_post(one, unit=UNIT, why=" ", how=how(at(9)))
        actions.close_post(one, unit=UNIT, why="恢复常态", how=how(at(9)))
        assert queries.post(one, UNIT) is None
        with refused(problems.NO_POST):
            actions.close_post(one, unit=UNIT, why="再撤", how=how(at(9)))
    opened(at(10))
    with acting("leader") as one:
        assert queries.post(one, UNIT) is not None


@pytest.mark.usefixtures("room")
def test_a_closed_unit_keeps_no_watch(system: Any) -> None:
    opened(unit="T161-LOG")
    with scope.acting(system):
        units.close_unit(system, code="T161-LOG", from_day=TODAY, at=clock.FixedClock(at(12, day=9)))
    with acting("other") as one, refused(problems.UNIT_CLOSED):
        plans = [Plan(date(2020, 8, 11), "day", None, ("other",))]
        actions.roster(one, unit="T161-LOG", plans=plans, how=how(at(9)))


@pytest.mark.usefixtures("room")
def test_a_playbook_without_a_watch_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = current().model_copy(update={"watch_shifts": (), "watch_limits": ()})
    monkeypatch.setattr("lianfang.areas.watch.policy.current", lambda: bare)
    with acting("leader") as one, refused(problems.NO_RULES):
        actions.open_post(one, unit=UNIT, how=how(at(9)))


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize(
    ("code", "leader", "officers", "moment", "problem"),
    [
        ("noon", "leader", ("one",), at(9, day=9), problems.UNKNOWN_SHIFT),
        ("day", "leader", ("leader",), at(9, day=9), problems.NAMED_TWICE),
        ("day", "leader", ("one", "two", "three"), at(9, day=9), problems.TOO_MANY),
        ("day", "one", (), at(9, day=9), problems.NOT_AVAILABLE),
        ("day", "leader", ("bureau",), at(9, day=9), problems.NOT_AVAILABLE),
        ("day", "leader", ("nobody-known",), at(9, day=9), problems.NOT_AVAILABLE),
        ("day", "leader", ("two",), at(9), problems.SHIFT_BEGUN),
        ("day", "leader", ("one", "two"), at(9), problems.REASON_NEEDED),
        ("day", "leader", ("one", "two"), at(21), problems.SHIFT_OVER),
    ],
)
def test_a_roster_that_does_not_hold_is_refused_whole(
    code: str, leader: str, officers: tuple[str, ...], moment: Any, problem: Problem
) -> None:
    plans = [Plan(date(2020, 8, 12), "day", "leader", ("one",)), Plan(TODAY, code, leader, officers)]
    with acting("leader") as one:
        with refused(problem):
            actions.roster(one, unit=UNIT, plans=plans, how=how(moment))
        assert queries.staffing(one, UNIT, shift("day", day=12)).number == 0


@pytest.mark.usefixtures("staffed")
def test_a_roster_is_planned_by_planners_and_against_what_they_saw() -> None:
    plans = [Plan(date(2020, 8, 12), "day", "leader", ("one",), seen=0)]
    with acting("clerk") as one, refused(NOT_ALLOWED):
        actions.roster(one, unit=UNIT, plans=plans, how=how(at(9)))
    with acting("stranger") as one, refused(NOT_FOUND):
        actions.roster(one, unit=UNIT, plans=plans, how=how(at(9)))
    with acting("leader") as one:
        actions.roster(one, unit=UNIT, plans=plans, how=how(at(9)))
        assert actions.roster(one, unit=UNIT, plans=plans, how=how(at(9))) == []
        with refused(problems.ROSTER_MOVED):
            moved = [Plan(date(2020, 8, 12), "day", "deputy", ("one",), seen=0)]
            actions.roster(one, unit=UNIT, plans=moved, how=how(at(9)))


@pytest.mark.usefixtures("staffed")
def test_nobody_stands_two_watches_at_once(system: Any) -> None:
    opened(unit="T161-LOG")
    from lianfang.ground.access import actions as access
    from lianfang.ground.testing import OPENED_AT

    with scope.acting(system):
        access.give_grant(system, login="other", role="officer", unit=UNIT, at=clock.FixedClock(OPENED_AT))
    with acting("other") as one:
        plans = [Plan(TODAY, "day", None, ("other",))]
        actions.roster(one, unit="T161-LOG", plans=plans, how=how(at(9, day=9)))
    with refused(problems.STANDS_ELSEWHERE):
        plan("day", "leader", "other")


@pytest.mark.usefixtures("staffed")
def test_a_swap_holds_once_the_other_one_agrees() -> None:
    with acting("one") as one:
        swap = actions.ask_swap(
            one, unit=UNIT, given=(TODAY, "day"), other="two", taken=(TODAY, "night"), why="家中有事", how=how(at(7))
        )
        assert people("day") == ("leader", ("one",))
        with refused(problems.SWAP_NOT_YOURS):
            actions.agree_swap(one, swap=swap, how=how(at(7, 1)))
    with acting("clerk") as other, refused(problems.SWAP_NOT_YOURS):
        actions.agree_swap(other, swap=swap, how=how(at(7, 1)))
    with acting("two") as two:
        actions.agree_swap(two, swap=swap, how=how(at(7, 2)))
        assert queries.ask(two, swap).answer == "swapped"
        with refused(problems.SWAP_ANSWERED):
            actions.decline_swap(two, swap=swap, how=how(at(7, 3)))
    assert (people("day"), people("night")) == (("leader", ("two",)), ("deputy", ("one",)))


@pytest.mark.usefixtures("staffed")
def test_a_swap_declined_or_out_of_date_changes_nothing() -> None:
    with acting("clerk"), acting("two") as two:
        first = actions.ask_swap(two, unit=UNIT, given=(TODAY, "night"), other="clerk", why="病", how=how(at(7)))
        second = actions.ask_swap(two, unit=UNIT, given=(TODAY, "night"), other="one", why="病", how=how(at(7)))
    with acting("clerk") as clerk:
        actions.decline_swap(clerk, swap=first, why="走不开", how=how(at(7, 5)))
    plan("night", "deputy", "three", moment=at(8))
    with acting("one") as one, refused(problems.NOT_ON_SHIFT):
        actions.agree_swap(one, swap=second, how=how(at(8, 5)))
    with acting("clerk") as clerk:
        assert queries.waiting_asks(clerk, [UNIT], at(8, 6))[0].stream == second
    assert people("night") == ("deputy", ("three",))


@pytest.mark.usefixtures("staffed")
def test_the_leader_puts_another_in_place_also_during_the_shift() -> None:
    given = {"unit": UNIT, "given": (TODAY, "day"), "by": "one", "why": "突发疾病"}
    with acting("clerk") as clerk, refused(NOT_ALLOWED):
        actions.decide_swap(clerk, **given, other="two", how=how(at(11)))
    with acting("leader") as leader:
        with refused(problems.ALREADY_ON):
            actions.decide_swap(leader, **given, other="leader", how=how(at(11)))
        with refused(problems.REASON_NEEDED):
            actions.decide_swap(leader, **{**given, "why": ""}, other="two", how=how(at(11)))
        actions.decide_swap(leader, **given, other="clerk", how=how(at(11)))
    assert people("day") == ("leader", ("clerk",))


@pytest.mark.usefixtures("staffed")
def test_the_log_takes_lines_and_open_items_are_closed_once() -> None:
    kept = logged("社区来电，需口罩 50 只", at(9), other="马南社区", open=True, due_at=at(12))
    logged("接局通知", at(9, 5), what="order_received")
    with acting("one") as one:
        (item,) = queries_log.open_items(one, [UNIT])
        assert (item.entry, item.text, item.waits) == (kept.id, "社区来电，需口罩 50 只", True)
        with refused(problems.REASON_NEEDED):
            actions.close_item(one, item=kept.id, what="", how=how(at(10)))
        actions.close_item(one, item=kept.id, what="后勤已送", how=how(at(10)))
        with refused(problems.ITEM_CLOSED):
            actions.close_item(one, item=kept.id, what="后勤已送", how=how(at(10, 1)))
        assert queries_log.open_items(one, [UNIT]) == []
        page = queries_log.log(one, UNIT, at(8), at(20))
        assert [line.how for line in page] == [None, "后勤已送"]
        with refused(problems.ITEM_NOT_OPEN):
            actions.close_item(one, item=page[0].entry, what="完", how=how(at(10)))
        with refused(INVALID):
            actions.write_log(one, unit=UNIT, data={"what": "gossip", "text": "x"}, how=how(at(10)))
        with refused(INVALID):
            actions.write_log(one, unit=UNIT, data={"what": "note", "text": " "}, how=how(at(10)))
        for due_at in (at(10).replace(year=9999), at(10).replace(year=1), at(10).replace(tzinfo=None)):
            with refused(INVALID):
                actions.write_log(one, unit=UNIT, data={"what": "note", "text": "x", "due_at": due_at}, how=how(at(10)))
    with acting("other") as stranger, refused(NOT_FOUND):
        actions.close_item(stranger, item=kept.id, what="完", how=how(at(10)))


@pytest.mark.usefixtures("staffed")
def test_the_log_is_narrowed_and_paged() -> None:
    for minute in range(5):
        logged(f"来电 {minute}", at(9, minute), open=minute == 3)
    logged("巡查楼道", at(10), what="check")
    with acting("one") as one:
        first = queries_log.log(one, UNIT, at(8), at(20), size=4)
        rest = queries_log.log(one, UNIT, at(8), at(20), size=4, after=(first[-1].at, first[-1].entry))
        assert [line.text for line in (*first, *rest)] == [
            "巡查楼道", "来电 4", "来电 3", "来电 2", "来电 1", "来电 0",
        ]  # fmt: skip
        assert len(queries_log.log(one, UNIT, at(8), at(20), what="check")) == 1
        assert [line.text for line in queries_log.log(one, UNIT, at(8), at(20), waiting=True)] == ["来电 3"]
        assert [line.text for line in queries_log.log(one, UNIT, at(8), at(20), text="楼道")] == ["巡查楼道"]


@pytest.mark.usefixtures("staffed")
def test_a_handover_carries_the_log_and_needs_two_hands() -> None:
    closed = logged("送口罩", at(9), open=True)
    open_ = logged("等局里回电", at(10), open=True)
    with acting("one") as one:
        actions.close_item(one, item=closed.id, what="已送", how=how(at(11)))
    with acting("two"), refused(problems.NOT_OFFERED):
        sign("two", uuid4())
    offered = offer(note="钥匙在抽屉")
    with acting("auditor") as auditor:
        handover = queries.handover(auditor, UNIT, shift("night"))
        assert handover is not None
        assert handover.offer is not None
        assert handover.signature is None
        assert [each["text"] for each in handover.offer.done] == ["送口罩（已送）"]
        assert [each["item"] for each in handover.offer.undone] == [str(open_.id)]
    with refused(problems.SAME_HAND):
        sign("one", offered.id)
    with refused(problems.NOT_ON_SHIFT):
        sign("three", offered.id)
    again = offer("leader", at(19, 55))
    with refused(problems.OFFER_CHANGED):
        sign("two", offered.id)
    sign("two", again.id)
    with refused(problems.HANDED_OVER):
        sign("deputy", again.id)
    with refused(problems.HANDED_OVER):
        offer(moment=at(20, 10))


@pytest.mark.usefixtures("staffed")
def test_a_handover_has_its_time_and_its_change() -> None:
    with refused(problems.HANDOVER_EARLY):
        offer(moment=at(18, 59))
    with refused(problems.NOT_ON_SHIFT):
        offer("two")
    with refused(problems.HANDOVER_LATE):
        offer(moment=at(8, day=11))
    with acting("one") as one, refused(problems.NO_HANDOVER):
        actions_handover.offer_handover(one, unit=UNIT, change_at=at(19), how=how(at(19)))


@pytest.mark.usefixtures("staffed")
def test_a_handover_begun_on_one_day_is_signed_on_the_next_until_the_shift_that_takes_over_ends() -> None:
    offered = offer(moment=at(19, 50))
    with refused(problems.HANDOVER_LATE):
        sign("two", offered.id, at(8, day=11))
    sign("two", offered.id, at(0, 30, day=11))
    with acting("auditor") as auditor:
        handover = queries.handover(auditor, UNIT, shift("night"))
        assert handover is not None
        assert handover.offer is not None
        assert handover.signature is not None
        assert (handover.offer.at, handover.signature.at) == (at(19, 50), at(0, 30, day=11))
        following = queries.handover(auditor, UNIT, shift("day", day=11))
        assert following is not None
        assert following.offer is None, "the next change is one of its own"
    with refused(problems.HANDED_OVER):
        sign("deputy", offered.id, at(0, 31, day=11))


@pytest.mark.usefixtures("room")
def test_the_first_shift_of_a_post_takes_over_from_nobody() -> None:
    opened(at(8))
    with acting("one") as one, refused(problems.NO_HANDOVER):
        actions_handover.offer_handover(one, unit=UNIT, change_at=at(8), how=how(at(8, 5)))


@pytest.mark.usefixtures("staffed")
def test_a_spot_call_is_answered_by_the_shift_and_by_nobody_else() -> None:
    with acting("leader") as leader, refused(problems.OWN_CALL):
        actions.call_spot(leader, unit=UNIT, how=how(at(10)))
    with acting("clerk") as clerk, refused(NOT_ALLOWED):
        actions.call_spot(clerk, unit=UNIT, how=how(at(10)))
    with acting("bureau") as bureau:
        call = actions.call_spot(bureau, unit=UNIT, how=how(at(10)))
        with refused(problems.CALL_OPEN):
            actions.call_spot(bureau, unit=UNIT, how=how(at(10, 1)))
    with acting("two") as two, refused(problems.NOT_ON_SHIFT):
        actions.answer_spot(two, call=call, how=how(at(10, 2)))
    with acting("checker") as checker, refused(NOT_ALLOWED):
        actions.answer_spot(checker, call=call, how=how(at(10, 2)))
    with acting("one") as one:
        actions.answer_spot(one, call=call, how=how(at(10, 2)))
        found = queries.call(one, call)
        assert (found.answered_by, found.waited, found.answered_how) == ("one", timedelta(minutes=2), "page")
        with refused(problems.CALL_ANSWERED):
            actions.answer_spot(one, call=call, how=how(at(10, 3)))


@pytest.mark.usefixtures("staffed")
def test_the_caller_notes_an_answer_by_phone() -> None:
    with acting("checker") as checker:
        call = actions.call_spot(checker, unit=UNIT, channel="phone", how=how(at(10)))
        with refused(problems.NOT_ON_SHIFT):
            actions.answer_spot(checker, call=call, by="two", how=how(at(10, 1)))
        with refused(problems.NOT_ON_SHIFT):
            actions.answer_spot(checker, call=call, how=how(at(10, 1)))
        actions.answer_spot(checker, call=call, by="one", how=how(at(10, 1)))
        assert queries.call(checker, call).answered_how == "phone"
        with refused(INVALID):
            actions.call_spot(checker, unit=UNIT, channel="pigeon", how=how(at(11)))


@pytest.mark.usefixtures("staffed")
def test_what_only_an_action_may_say_is_not_recorded_past_it() -> None:
    with acting("leader") as one:
        said = {"on": TODAY, "shift": "day", "begins_at": at(8), "ends_at": at(20), "leader": "one", "officers": []}
        draft = entries.draft("watch.rostered", said, unit=UNIT, at=at(9), stream=uuid4(), version=1)
        (receipt,) = entries.record(one, draft, at=at(9), by_action=False)
    assert receipt.problem is not None
    assert receipt.problem.problem is KIND_HAS_OWN_DOOR
