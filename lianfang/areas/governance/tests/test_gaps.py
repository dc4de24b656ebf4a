"""governance · gaps stand from the minute a time has passed until somebody has done it; and what waits for whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from lianfang.areas.governance import actions, queries
from lianfang.areas.governance.gaps import GAPS
from lianfang.areas.governance.tests.office import acknowledged, acting, answered, at, how, in_hand, measure, received
from lianfang.kernel import scope
from lianfang.kernel.gaps import Gap
from lianfang.playbook import current

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
SOURCES = {each.code.removeprefix("governance."): each for each in GAPS}
LONG_AGO = at(0, day=1)


def standing(code: str, now: datetime, since: datetime = LONG_AGO) -> list[Gap]:
    with scope.acting(scope.system_actor()):
        return list(SOURCES[code].standing(now, since))


def test_a_document_is_acknowledged_within_four_hours_or_by_its_own_time() -> None:
    stream = received()
    assert standing("directive_unacknowledged", at(12, 59)) == []
    (gap,) = standing("directive_unacknowledged", at(13))
    assert (gap.key, gap.since, gap.unit) == (f"governance.directive_unacknowledged:{stream}", at(13), "T161")
    assert gap.words.zh == "来文《关于加强值守的通知》逾期未签收"
    assert gap.href == f"/governance/directives/{stream}/"
    assert standing("directive_unacknowledged", at(15), since=at(13, 1)) == []
    acknowledged(stream, at(14))
    assert standing("directive_unacknowledged", at(15)) == []
    with scope.acting(scope.system_actor()) as system:
        closed_by = SOURCES["directive_unacknowledged"].answered([gap.key])
        assert closed_by == {gap.key: queries.life(system, stream)[0].entry}
    received(acknowledge_by=at(10))
    assert len(standing("directive_unacknowledged", at(10))) == 1
    received(wants_receipt=False)
    assert len(standing("directive_unacknowledged", at(20, day=20))) == 1


def test_a_document_without_a_local_measure_is_a_gap_after_a_day() -> None:
    stream = received()
    acknowledged(stream)
    assert standing("directive_without_measure", at(8, 59, day=11)) == []
    assert [gap.since for gap in standing("directive_without_measure", at(9, day=11))] == [at(9, day=11)]
    measure(stream, due=at(18, day=12), moment=at(10, day=11))
    assert standing("directive_without_measure", at(11, day=11)) == []


def test_a_report_is_due_after_three_days_or_at_its_own_time() -> None:
    stream, _ = in_hand()
    assert standing("report_back_overdue", at(8, 59, day=13)) == []
    (gap,) = standing("report_back_overdue", at(9, day=13))
    assert gap.severity == "urgent"
    with acting("chief") as chief:
        actions.report_back(chief, directive=stream, text="已落实", how=how(at(10, day=13)))
    assert standing("report_back_overdue", at(11, day=13)) == []
    received(report_by=at(12))
    assert [each.since for each in standing("report_back_overdue", at(12))] == [at(12)]
    received(wants_report=False)
    assert len(standing("report_back_overdue", at(9, day=20))) == 1


def test_a_measure_not_taken_is_a_notice_and_one_past_its_time_a_warning() -> None:
    _, set_ = in_hand()
    assert standing("measure_overdue", at(13, 59)) == []
    (unread,) = standing("measure_overdue", at(14))
    assert (unread.severity, unread.unit, unread.role, unread.since) == ("notice", "T161-LOG", "reporter", at(14))
    assert unread.words.zh == "后勤落实措施逾期未签收：落实 24 小时值守"
    assert len(standing("measure_overdue", at(19, day=11))) == 2, "neither taken nor answered"
    with acting("log") as log:
        actions.acknowledge_measure(log, measure=set_, how=how(at(14, 30)))
    assert standing("measure_overdue", at(17, day=11)) == []
    (late,) = standing("measure_overdue", at(18, day=11))
    assert (late.severity, late.since, late.words.en) == (
        "warning", at(18, day=11), "Logistics: a measure is overdue: 落实 24 小时值守",
    )  # fmt: skip
    answered(set_, at(19, day=11))
    assert standing("measure_overdue", at(20, day=11)) == []
    with acting("chief") as chief:
        actions.return_measure(chief, measure=set_, why="缺", due_at=at(12, day=12), how=how(at(21, day=11)))
    (again,) = standing("measure_overdue", at(12, day=12))
    assert again.key != late.key, "the new time makes another gap"
    with acting("chief") as chief:
        assert [each.title for each in queries.register(chief, now=at(12, day=12), late=True)]
        assert queries.register(chief, now=at(11, day=12), late=True) == []
    with scope.acting(scope.system_actor()):
        assert set(SOURCES["measure_overdue"].answered([unread.key, late.key])) == {unread.key, late.key}


def test_a_playbook_without_times_never_calls_anything_late(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = current().model_copy(update={"directive_hours": ()})
    monkeypatch.setattr("lianfang.areas.governance.policy.current", lambda: bare)
    stream = received()
    assert [gap for code in SOURCES for gap in standing(code, at(9, day=30))] == []
    acknowledged(stream)
    measure(stream)
    assert [gap.since for gap in standing("measure_overdue", at(18, day=11))] == [at(18, day=11)], "its own time counts"


def test_what_waits_for_somebody_is_the_next_step_of_theirs() -> None:
    def waits(login: str) -> list[tuple[str, Any]]:
        with acting(login) as one:
            return [(each.act.zh, each.due_at) for each in queries.mine(one, at(12))]

    stream = received()
    assert waits("chief") == waits("clerk") == [("签收", at(13))]
    assert waits("scribe") == waits("log") == waits("stranger") == waits("auditor") == []
    acknowledged(stream)
    assert waits("chief") == [("定措施", at(9, day=11))]
    set_ = measure(stream)
    assert waits("chief") == [("回报", at(9, day=13))]
    assert waits("log") == [("签收", at(14))]
    with acting("log") as log:
        actions.acknowledge_measure(log, measure=set_, how=how(at(11)))
    assert waits("log") == [("反馈", at(18, day=11))]
    answered(set_)
    assert waits("log") == []
    assert waits("chief") == [("审核", at(18, day=11)), ("回报", at(9, day=13))]
    assert waits("bureau") == [], "a superior waits for the report and does none of it"
