"""incidents · tests of the rules alone: when a clock has run out, what counts as telling, who owns a step."""

from __future__ import annotations

from typing import get_args
from uuid import uuid4

import pytest

from lianfang.areas.incidents import problems, rules
from lianfang.areas.incidents.rules import Act, Standing, check_answer, steps_of, tells_of
from lianfang.areas.incidents.tests.town import NOW, at
from lianfang.ground.access.roles import Role
from lianfang.playbook import current
from lianfang.playbook.procedures import Owner
from tests.support.refusals import refused


@pytest.mark.parametrize(
    ("done_after", "now_after", "standing"),
    [
        (None, 9, Standing.DUE), (None, 10, Standing.DUE), (None, 11, Standing.OVERDUE), (10, 99, Standing.DONE),
        (11, 12, Standing.LATE),
    ],
)  # fmt: skip
def test_a_clock_runs_out_after_its_last_minute(done_after: int | None, now_after: int, standing: Standing) -> None:
    step = current().procedures[0].steps[1]
    done = [] if done_after is None else [_act(rules.DONE, done_after, step=step.code)]
    (found,) = steps_of([step], done, NOW, at(now_after).at)
    assert (found.standing, found.due_at) == (standing, at(10).at)


def test_only_the_right_way_of_telling_counts() -> None:
    procedure = current().procedures[0]
    acts = [_act(rules.TOLD, 5, to="community", how="written"), _act(rules.TOLD, 6, to="duty_leader", how="phone")]
    stands = [each.standing for each in tells_of(procedure, acts, NOW, at(31).at)]
    assert stands == [Standing.DONE, Standing.OVERDUE, Standing.DUE]
    assert tells_of(procedure, [_act(rules.REPORTED, 60, sort="initial")], NOW, at(61).at)[2].settled


def test_an_owner_is_one_of_the_roles() -> None:
    assert set(get_args(Owner)) == {str(role) for role in Role}


def test_a_step_without_an_answer_takes_no_choice() -> None:
    with refused(problems.UNKNOWN_RESULT):
        check_answer(current().procedures[0].steps[0], "yes", None, None)


def _act(kind: str, minutes: int, **data: str) -> Act:
    return Act(uuid4(), kind, 1, at(minutes).at, at(minutes).at, "x", data)
