"""incidents · the life of an incident: answered, worked on against its clocks, told, reported, closed, reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from lianfang.areas.incidents import actions, gaps, problems, queries, queries_next
from lianfang.areas.incidents.rules import Standing
from lianfang.areas.incidents.tests import town
from lianfang.areas.incidents.tests.town import NOW, as_role, at, finish, only, reading, say
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import actions as units
from lianfang.kernel import scope
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.problems import Problem, Refused
from lianfang.kernel.recording import Recording
from tests.support.refusals import refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
STEPS = ("isolate", "report", "transfer", "contacts", "disinfect", "result", "review")


def test_from_the_gate_to_the_close(opened: UUID, person: UUID) -> None:
    say(reading(person, 38.0, minutes=7, remeasure=True), minutes=7)
    with as_role(Role.OFFICER) as officer:
        actions.tell(officer, incident=opened, to="duty_leader", whom="带班领导", by="phone", how=Recording(at(8)))
        actions.tell(
            officer,
            incident=opened,
            to="community",
            whom="社区",
            by="phone",
            received_at=at(15).at,
            how=Recording(at(15)),
        )
        actions.report(officer, incident=opened, sort="initial", to="局防控办", how=Recording(at(70)))
        finish(opened)
        with refused(problems.UNKNOWN_RESULT):
            actions.do_step(officer, incident=opened, step="review", text="好", result="cured", how=Recording(at(90)))
        closed = actions.do_step(officer, incident=opened, step="review", text="用时均在限内", how=Recording(at(90)))
        assert (closed.brief.state, closed.brief.closed_at) == ("closed", at(90).at)
        assert closed.acts[-1].data["result"] == "negative", "the result was said with its own step, and once"
        final = actions.report(officer, incident=opened, sort="final", to="局防控办", how=Recording(at(95)))
    assert [act.data["sort"] for act in final.reports] == ["initial", "final"]
    brief = final.brief
    assert (brief.occurred_at, brief.known_at) == (NOW, NOW)
    assert (brief.reported_at, brief.received_at) == (at(8).at, at(8).at)
    initial = final.as_of(final.reports[0])
    assert [each.step.code for each in initial.steps if each.settled] == ["detect", "remeasure", "report"]
    assert {each.standing for each in final.tells} == {Standing.DONE}


def test_a_step_that_tells_somebody_is_the_notice_and_a_notice_is_the_step(opened: UUID) -> None:
    with as_role(Role.OFFICER) as officer:
        told = actions.do_step(officer, incident=opened, step="report", text="张队、社区", how=Recording(at(4)))
        stands = {each.tell.code: each.standing for each in told.tells}
        assert (stands["duty_leader"], stands["community"]) == (Standing.DONE, Standing.DONE)
        assert stands["written"] is Standing.DUE, "a call is nothing in writing"
        assert told.brief.reported_at == at(4).at
        assert gap_keys(gaps.overdue_reports, 60) == []
        step = next(each.act for each in told.steps if each.step.code == "report")
        assert step is not None
        back = actions.take_back(officer, incident=opened, entry=step.entry, reason="点错", how=Recording(at(5)))
        assert not any(each.settled for each in back.tells), "what the step told goes with it"
        for number, to in enumerate(("duty_leader", "community")):
            back = actions.tell(officer, incident=opened, to=to, whom=to, by="phone", how=Recording(at(6 + number)))
        assert next(each for each in back.steps if each.step.code == "report").settled
        with refused(problems.STEP_SETTLED):
            actions.do_step(officer, incident=opened, step="report", how=Recording(at(9)))


def test_what_is_left_undone_is_named_and_needs_a_reason_that_is_kept(opened: UUID) -> None:
    finish(opened)
    with as_role(Role.OFFICER) as officer:
        review = {"incident": opened, "step": "review", "text": "好"}
        with refused(problems.LEFT_NEEDS_REASON) as said:
            actions.do_step(officer, how=Recording(at(60)), **review)
        assert "书面" in said.value.says.zh
        assert not queries.incident(officer, opened, now=at(61).at).steps[-1].settled, "neither done nor closed"
        closed = actions.do_step(officer, why="电子公文系统停机，次日补报", how=Recording(at(62)), **review)
    assert closed.brief.state == "closed"
    said = closed.acts[-1].data
    assert (said["tells_left"], said["why_left"]) == (["written"], "电子公文系统停机，次日补报")


def test_a_step_done_late_says_so_and_one_left_open_is_overdue(opened: UUID) -> None:
    with as_role(Role.OFFICER) as officer:
        late = actions.do_step(officer, incident=opened, step="remeasure", how=Recording(at(11)))
        assert late.steps[1].standing is Standing.LATE
        then = queries.incident(officer, opened, now=at(16).at)
    stands = {each.step.code: each.standing for each in then.steps}
    assert stands["isolate"] is Standing.OVERDUE
    assert stands["report"] is Standing.DUE
    assert stands["disinfect"] is Standing.WAITING, "its clock waits for the transfer"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (problems.BEFORE_KNOWN, {"step": "isolate", "at": NOW - timedelta(minutes=1)}),
        (problems.UNKNOWN_STEP, {"step": "sing"}),
        (problems.STEP_SETTLED, {"step": "detect"}),
        (problems.ANSWER_DUE, {"step": "transfer"}),
        (problems.ANSWER_DUE, {"step": "review", "text": "  "}),
        (problems.UNKNOWN_RESULT, {"step": "transfer", "choice": "by_bus"}),
    ],
)
def test_a_step_that_does_not_hold_is_refused(opened: UUID, problem: Problem, said: dict[str, Any]) -> None:
    with as_role(Role.OFFICER) as officer, refused(problem):
        actions.do_step(officer, incident=opened, how=Recording(at(5)), **said)


def test_what_is_not_open_is_not_worked_on(person: UUID) -> None:
    say(reading(person, 38.2))
    which = only().id
    with as_role(Role.OFFICER) as officer:
        with refused(problems.NOT_OPEN):
            actions.do_step(officer, incident=which, step="isolate", how=Recording(at(1)))
        with refused(problems.NOT_OPEN):
            actions.report(officer, incident=which, sort="initial", to="局", how=Recording(at(1)))
        dismissed = actions.dismiss(officer, incident=which, reason="复测正常，仪器故障", how=Recording(at(3)))
        assert dismissed.brief.state == "dismissed"
        for again in (
            lambda: actions.open_incident(officer, incident=which, how=Recording(at(4))),
            lambda: actions.dismiss(officer, incident=which, reason="再来", how=Recording(at(4))),
        ):
            with refused(problems.NOT_PROPOSED):
                again()
        assert actions.reopen(officer, incident=which, reason="症状加重", how=Recording(at(9))).brief.state == "open"


def test_steps_are_left_out_with_a_reason_or_not_at_all(opened: UUID) -> None:
    with as_role(Role.OFFICER) as officer:
        with refused(problems.NEVER_SKIPPED):
            actions.skip_step(officer, incident=opened, step="report", reason="忙", how=Recording(at(5)))
        with pytest.raises(Refused):
            actions.skip_step(officer, incident=opened, step="isolate", reason=" ", how=Recording(at(5)))
        left = actions.skip_step(
            officer, incident=opened, step="isolate", reason="已在家中单独房间", how=Recording(at(5))
        )
        assert left.steps[2].standing is Standing.SKIPPED
        with refused(problems.STEPS_LEFT) as said:
            actions.close(officer, incident=opened, result="negative", how=Recording(at(6)))
        assert said.value.data["count"] == 3, "those that are never left out"


def test_a_slip_of_the_thumb_is_taken_back_and_stays_in_the_history(opened: UUID) -> None:
    with as_role(Role.OFFICER) as officer:
        wrong = actions.do_step(officer, incident=opened, step="isolate", how=Recording(at(4))).steps[2].act
        assert wrong is not None
        then = actions.take_back(officer, incident=opened, entry=wrong.entry, reason="点错", how=Recording(at(5)))
        assert not then.steps[2].settled
        assert [act.entry for act in then.acts if not act.stands()] == [wrong.entry]
        with refused(problems.NOT_TO_TAKE_BACK):
            actions.take_back(officer, incident=opened, entry=wrong.entry, reason="再撤", how=Recording(at(6)))
        with refused(problems.NOT_TO_TAKE_BACK):
            actions.take_back(officer, incident=opened, entry=opened, reason="提出有误", how=Recording(at(6)))
        again = actions.do_step(officer, incident=opened, step="isolate", how=Recording(at(7)))
        assert again.steps[2].standing is Standing.DONE


def test_who_was_told_before_it_was_known_was_not_told_of_it(opened: UUID) -> None:
    with as_role(Role.OFFICER) as officer:
        for said in ({"at": NOW - timedelta(minutes=2)}, {"received_at": at(1).at}):
            with refused(problems.BEFORE_KNOWN):
                actions.tell(officer, incident=opened, whom="社区", by="phone", how=Recording(at(3)), **said)
        with refused(problems.NOTHING_LINKED):
            actions.link(officer, incident=opened, role="contact", how=Recording(at(3)))
        with pytest.raises(Refused):
            actions.link(officer, incident=opened, role="contact", person=uuid4(), how=Recording(at(3)))


def test_an_event_that_no_procedure_knows_is_not_proposed(person: UUID) -> None:
    with as_role(Role.OFFICER) as officer:
        said = {"unit": "T161", "occurred_at": NOW, "known_at": NOW, "how": Recording(at(0))}
        with refused(problems.NO_PROCEDURE):
            actions.propose(officer, code="E99", **said)
        with refused(problems.BEFORE_KNOWN):
            actions.propose(officer, code="E12", **{**said, "known_at": NOW - timedelta(minutes=5)})
        made = actions.propose(officer, code="E12", note="配药时混用", **said)
        assert (made.brief.state, made.brief.code, made.brief.automatic) == ("proposed", "E12", False)


def test_roles_and_scope(opened: UUID) -> None:
    with as_role(Role.GATE, town.UNIT) as gate:
        assert actions.do_step(gate, incident=opened, step="remeasure", how=Recording(at(3))).steps[1].settled
        with pytest.raises(Refused, match=r"^not_allowed"):
            actions.close(gate, incident=opened, result="negative", how=Recording(at(4)))
    with as_role(Role.AUDITOR) as auditor, pytest.raises(Refused, match=r"^not_allowed"):
        actions.do_step(auditor, incident=opened, step="isolate", how=Recording(at(3)))
    with as_role(Role.OFFICER, "T161-LOG") as sister, pytest.raises(Refused, match=r"^not_found"):
        actions.do_step(sister, incident=opened, step="isolate", how=Recording(at(3)))


def gap_keys(source: Any, minutes: int, since: int = -600) -> list[str]:
    with scope.acting(scope.system_actor()):
        return sorted(each.key.split("|")[-1] for each in source(at(minutes).at, at(since).at))


def test_gaps_stand_while_they_last(person: UUID) -> None:
    say(reading(person, 38.2))
    which = only().id
    assert gap_keys(gaps.unanswered, 5) == []
    assert gap_keys(gaps.unanswered, 6) == [str(which)]
    assert gap_keys(gaps.unanswered, 6, since=6) == [], "it arose before"
    with as_role(Role.OFFICER) as officer:
        actions.open_incident(officer, incident=which, how=Recording(at(6)))
    assert gap_keys(gaps.unanswered, 9) == []
    assert gap_keys(gaps.overdue_steps, 16) == ["isolate", "remeasure"]
    assert gap_keys(gaps.overdue_reports, 31) == ["community", "duty_leader"]
    with as_role(Role.OFFICER) as officer:
        actions.tell(officer, incident=which, to="community", whom="社区", by="phone", how=Recording(at(32)))
        actions.report(officer, incident=which, sort="initial", to="局", how=Recording(at(33)))
    assert gap_keys(gaps.overdue_reports, 130) == ["duty_leader"]
    told = [f"incidents.report_overdue|{which}|{code}" for code in ("community", "written", "duty_leader")]
    keys = [f"incidents.proposed_unanswered|{which}", f"incidents.step_overdue|{which}|detect", *told]
    with scope.acting(scope.system_actor()) as system:
        by = {act.entry: act.kind for act in queries.incident(system, which, now=at(130).at).acts}
        closed = {key.split("|", 1)[0] + key[-4:]: by[entry] for key, entry in gaps.answered(keys).items()}
    assert sorted(closed.values()) == [
        "incidents.opened", "incidents.reported", "incidents.step_done", "incidents.told",
    ]  # fmt: skip
    with scope.acting(scope.system_actor()):
        (one,) = [each for each in gaps.overdue_steps(at(16).at, NOW) if each.key.endswith("remeasure")]
    assert (one.role, one.unit, one.exercise) == ("gate", town.UNIT, False)
    assert one.since == at(10).at


def test_mine_shows_each_role_what_is_theirs(opened: UUID) -> None:
    def words(role: Role, unit: str) -> list[str]:
        with as_role(role, unit) as actor:
            return [each.words.zh.split("：")[-1] for each in queries_next.mine(actor, at(3).at)]

    assert words(Role.GATE, town.UNIT) == ["戴口罩并换仪器复测"], "one incident is one line: its next step"
    assert words(Role.PROPERTY, town.UNIT) == ["终末消毒"]
    assert words(Role.GATE, "T161-LOG") == []
    assert words(Role.OFFICER, "T161")[0] == "报告带班领导和属地（社区、疾控或驻地县）"


def test_a_site_does_its_own_steps_and_tells_its_host_county(people: tuple[UUID, UUID]) -> None:
    """Nobody at a drilling crew is a gate guard, and the estate's community is not its authority."""
    with scope.acting(scope.system_actor()) as system:
        units.open_unit(
            system,
            code="T161-D09",
            kind="drill_crew",
            zh="九号井队",
            en="Crew 9",
            parent="T161",
            at=FixedClock(OPENED_AT),
        )
        units.host_unit(system, code="T161-D09", locality="甲县", authority="甲县疾控中心", at=at(0))
    with as_role(Role.OFFICER) as officer:
        for unit in ("T161-D09", "C161", "T161-LOG"):
            one = actions.propose(officer, unit=unit, code="E01", occurred_at=NOW, known_at=NOW, how=Recording(at(1)))
            actions.open_incident(officer, incident=one.id, how=Recording(at(2)))

    def due(role: Role, unit: str) -> list[str]:
        with as_role(role, unit) as actor:
            return [each.href.partition("#step-")[2] for each in queries_next.mine(actor, at(3).at)]

    for role, unit in ((Role.SITE, "T161-D09"), (Role.GATE, "C161"), (Role.GRID, "T161-LOG")):
        assert due(role, unit) == ["remeasure"], "whoever reported it has found it"
    with scope.acting(scope.system_actor()) as system:
        owners = {
            each.brief.unit: [one.step.owner_at(each.brief.unit_kind) for one in each.steps if not one.settled]
            for each in town.listed(minutes=3)
        }
    assert owners["T161-D09"] == ["site", "site", "officer", "officer", "site", "site", "officer", "officer"]
    assert owners["C161"] == ["gate", "gate", "officer", "officer", "grid", "property", "officer", "officer"]
    assert owners["T161-LOG"] == ["grid", "grid", "officer", "officer", "grid", "property", "officer", "officer"]
    with scope.acting(scope.system_actor()) as system:
        found = {each.brief.unit: each for each in town.listed(minutes=60)}
        told = {unit: each.whom(each.tells[1].tell).zh for unit, each in found.items()}
        late = [(g.unit, g.role) for g in gaps.overdue_steps(at(60).at, at(0).at) if g.key.endswith("|isolate")]
    assert told == {
        "T161-D09": "驻地县疾控或乡镇（电话）：甲县疾控中心",
        "C161": "小区所在社区（电话）",
        "T161-LOG": "队值班室，由队告知属地（电话）",
    }
    assert sorted(late) == [("C161", "gate"), ("T161-D09", "site"), ("T161-LOG", "grid")]
