"""alerts · tests · life: opened once, folded, escalated, taken, handed on, ended with proof, and back again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.alerts import actions, queries
from lianfang.areas.alerts.problems import ENDED, NEEDS_PROOF, NO_SUCH_EVIDENCE, NO_SUCH_POST, NOT_ENDED
from lianfang.areas.alerts.tests.conftest import NOON, Trial, acts, alerts, gap, life, only
from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.testing import Cast
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.gaps import Severity
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Problem, Refused
from lianfang.kernel.scope import Actor

pytestmark = pytest.mark.django_db


def at(minutes: float) -> clock.FixedClock:
    return clock.FixedClock(NOON + timedelta(minutes=minutes))


def refused(problem: Problem, act: Any, actor: Actor, **said: Any) -> None:
    with scope.acting(actor), pytest.raises(Refused) as caught:
        act(actor, **said)
    assert caught.value.problem is problem


def do(act: Any, actor: Actor, minutes: float, **said: Any) -> None:
    with scope.acting(actor):
        act(actor, alert=only().alert, at=at(minutes), **said)


def test_a_gap_is_one_alert_however_often_it_is_found(trial: Trial, cast: Cast, officer: Actor) -> None:
    trial.put(gap())
    for minute in (0, 0.25, 0.5):
        trial.look(minute)
    alert = only()
    assert (alert.state, alert.role, alert.owner_unit, alert.opened_at) == ("open", "reporter", "T161-LOG", NOON)
    assert alert.due_at == NOON + timedelta(minutes=15)
    assert acts() == ["opened"]
    with scope.acting(cast.own):
        assert [each.words.en for each in queries.mine(cast.own, NOON)] == ["first disinfection round missed (round-1)"]
        assert queries.count(cast.own) == 1
    for other in (cast.sister, cast.superior, cast.stranger, officer):
        with scope.acting(other):
            assert queries.count(other) == 0


def test_more_of_the_same_is_folded(trial: Trial, cast: Cast) -> None:
    trial.put(gap(count=3))
    trial.look()
    trial.put(gap(count=60))
    trial.look(1)
    trial.put(gap(count=40))
    trial.look(2)
    assert only().count == 60
    assert acts() == ["opened", "grew"]


def test_silence_climbs_the_tree_post_by_post(trial: Trial, cast: Cast, officer: Actor) -> None:
    trial.put(gap())
    trial.look()
    told = [(0, "reporter", "T161-LOG")]
    for minute in range(15, 700, 15):
        trial.look(minute)
        alert = only()
        if (alert.role, alert.owner_unit) != told[-1][1:]:
            told.append((minute, alert.role or "", alert.owner_unit or ""))
    assert told == [
        (0, "reporter", "T161-LOG"),
        (15, "officer", "T161"),
        (45, "commander", "T161"),
        (105, "superior", "XJCG"),
    ]
    assert acts() == ["opened", "escalated", "escalated", "escalated", "escalated"]
    last = life()[-1]  # 240 minutes later nobody stands above the superior: it stays there, and its clock rests
    assert (last.role, last.recorded_at, only().due_at) == (None, NOON + timedelta(minutes=345), None)


def test_a_vacant_post_is_passed_over_and_named(trial: Trial, cast: Cast) -> None:
    trial.put(gap())
    trial.look()
    trial.look(15)
    step = life()[-1]
    assert (step.act, step.role, step.owner_unit) == ("escalated", "commander", "T161")
    assert step.vacant == ["officer@T161"]


def test_a_post_that_fell_vacant_since_is_passed_over(trial: Trial, cast: Cast, officer: Actor, system: Actor) -> None:
    trial.put(gap())
    trial.look()
    with scope.acting(system):
        (given,) = access_queries.grants(system, login="officer")
        access.end_grant(system, grant=given.id, at=at(5))
    trial.look(15)
    assert (life()[-1].role, life()[-1].vacant) == ("commander", ["officer@T161"])


def test_an_owner_whose_post_is_vacant_is_the_next_above_at_once(trial: Trial, cast: Cast, officer: Actor) -> None:
    trial.put(gap("a", role="keeper"), gap("b", role="officer"))
    trial.look()
    keeper, duty = alerts()
    assert (keeper.role, keeper.owner_unit, keeper.level) == ("officer", "T161", 0)
    assert life(keeper.alert)[0].vacant == ["keeper@T161-LOG"]
    assert (duty.role, duty.owner_unit) == ("officer", "T161")
    assert life(duty.alert)[0].vacant == ["officer@T161-LOG"]


def test_where_nobody_answers_the_posts_are_looked_through_again(trial: Trial, tree: Any, grant: Any) -> None:
    trial.put(gap())
    trial.look()
    assert (only().role, only().due_at) == (None, NOON + timedelta(hours=1))
    grant("late", "commander", "T161")
    trial.look(60)
    assert (only().role, only().owner_unit) == ("commander", "T161")


def test_who_takes_it_has_another_clock(trial: Trial, cast: Cast, officer: Actor) -> None:
    trial.put(gap())
    trial.look()
    do(actions.acknowledge, cast.own, 10, note="马上去")
    do(actions.acknowledge, cast.own, 11)  # pressed twice
    assert acts() == ["opened", "acknowledged"]
    assert (only().state, only().taken_by) == ("acknowledged", "own")
    trial.look(16)
    assert only().role == "reporter"
    trial.look(130)
    assert (only().state, only().role, life()[-1].how) == ("open", "officer", "unresolved")


def test_a_gap_that_is_mended_ends_its_alert_and_names_the_entry(trial: Trial, cast: Cast) -> None:
    trial.put(gap())
    trial.look()
    entry = ids.mint(NOON)
    trial.proof = {gap().key: entry}
    trial.take()
    trial.look(1)
    assert (only().state, only().ended_how, only().due_at) == ("resolved", "mended", None)
    assert life()[-1].evidence == entry
    trial.look(2)
    assert acts() == ["opened", "resolved"]
    trial.put(gap())
    trial.look(3)
    assert acts() == ["opened", "resolved", "reopened"]
    assert (only().state, only().due_at) == ("open", NOON + timedelta(minutes=18))


def test_what_a_person_ended_stays_ended_until_the_gap_went_and_came(trial: Trial, cast: Cast) -> None:
    trial.put(gap())
    trial.look()
    do(actions.resolve, cast.own, 1, note="当日停梯检修，不需消毒")
    trial.look(2)
    assert (only().state, only().ended_how) == ("resolved", "person")
    trial.take()
    trial.look(3)
    trial.put(gap())
    trial.look(4)
    assert acts() == ["opened", "resolved", "resolved", "reopened"]


def test_handed_on_to_a_post_and_to_a_person(trial: Trial, cast: Cast, officer: Actor) -> None:
    trial.put(gap())
    trial.look()
    do(actions.hand_on, cast.own, 1, to="officer@T161", note="超出本单位能力")
    assert (only().role, only().owner_unit, only().login) == ("officer", "T161", None)
    assert only().due_at == NOON + timedelta(minutes=16)
    with scope.acting(scope.system_actor()) as system:
        (given,) = access_queries.grants(system, login="commander")
    do(actions.hand_on, officer, 2, to=str(given.id))
    assert only().login == "commander"
    with scope.acting(cast.commander):
        assert queries.count(cast.commander) == 1
    with scope.acting(officer):
        assert queries.count(officer) == 0


def test_who_may_not_and_what_needs_proof(trial: Trial, cast: Cast, officer: Actor, grant: Any) -> None:
    trial.put(gap())
    trial.look()
    number = only().alert
    auditor = grant("auditor", "auditor", "T161")
    for who in (cast.stranger, cast.sister):
        refused(NOT_FOUND, actions.acknowledge, who, alert=number)
    refused(NOT_ALLOWED, actions.acknowledge, auditor, alert=number)
    refused(NEEDS_PROOF, actions.resolve, cast.own, alert=number, note="  ")
    refused(NO_SUCH_EVIDENCE, actions.resolve, cast.own, alert=number, evidence=ids.mint(NOON))
    refused(NO_SUCH_POST, actions.hand_on, cast.own, alert=number, to="keeper@T161")
    refused(NO_SUCH_POST, actions.hand_on, cast.own, alert=number, to="reporter@T161-PROP")
    refused(NO_SUCH_POST, actions.hand_on, officer, alert=number, to="auditor@T161")
    refused(NOT_ENDED, actions.reopen, cast.own, alert=number, note="再看")
    do(actions.resolve, cast.own, 1, evidence=life()[0].entry)
    for act in (actions.acknowledge, actions.resolve):
        refused(ENDED, act, cast.own, alert=number)
    refused(ENDED, actions.hand_on, cast.own, alert=number, to="officer@T161")
    refused(NEEDS_PROOF, actions.reopen, cast.own, alert=number, note="")
    do(actions.reopen, cast.own, 2, note="现场复核仍未做")
    assert only().state == "open"


def test_one_broken_source_keeps_nothing_else_back(
    trial: Trial, cast: Cast, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.put(gap())
    trial.look()
    trial.fault = RuntimeError("broken")
    with pytest.raises(RuntimeError, match="broken"):
        trial.look(20)
    assert only().role == "officer"


def test_a_standstill_of_days_loses_no_gap(trial: Trial, cast: Cast) -> None:
    trial.look()
    trial.put(*(gap(f"day-{day}", since=NOON + timedelta(days=day)) for day in range(1, 6)))
    trial.look(6 * 24 * 60)
    assert len(alerts()) == 5


def test_a_drill_is_marked_all_the_way(trial: Trial, cast: Cast) -> None:
    trial.put(gap(exercise=True, severity=Severity.URGENT))
    trial.look()
    do(actions.acknowledge, cast.own, 1)
    assert only().exercise
    assert all(step.exercise for step in life())
    with scope.acting(cast.own):
        assert [each.exercise for each in queries.mine(cast.own, NOON)] == [True]
