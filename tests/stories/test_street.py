"""tests · the street: mosquitoes from the third playbook, with kinds of records, indices and agents that are data."""

from __future__ import annotations

import pytest

from lianfang.ground.access.roles import Role
from tests.stories import school, street
from tests.stories.conftest import Tell

pytestmark = pytest.mark.family
PLAYBOOK, STORY = "chikungunya-2025", "street"


def test_a_tuesday_of_the_street(told: Tell) -> None:
    said = told(PLAYBOOK, STORY, "play()")
    assert said["playbook"] == PLAYBOOK
    # Monday is the day of the drains and of the store, Tuesday that of the survey.
    assert {"drain_larvicide/1", "stocktake/1", "standing_water/1"} <= set(said["monday"])
    assert "breteau_survey/1" not in said["monday"]
    assert said["tuesday"]["standing_water/1"] == {"done": 1, "late": 1, "overdue": 1}
    assert said["tuesday"]["breteau_survey/1"] == {"done": 2}
    assert "dusk_spraying/1" not in said["tuesday"]
    assert {"dusk_spraying/1", "household_follow_up/1", "control_after_case/1"} <= set(said["outbreak"])
    # 8 positive containers in 100 houses; 3 of 40 traps; a rash proposed its procedure.
    assert said["figures"]["V1"][1] == 8.0
    assert said["figures"]["V2"][1] == 7.5
    assert said["figures"]["V5"][1] == 12
    assert said["proposed"] == [["E01", "JD-C1-G1"]]


@pytest.mark.parametrize(("first", "last"), [(0, 7), (7, 14)])
def test_every_page_answers_every_role(told: Tell, first: int, last: int) -> None:
    said = told(PLAYBOOK, STORY, f"walk({first}, {last})")
    assert said["pages"] > 100
    assert len(said["walked"]) == 7
    assert said["broken"] == []
    assert said["differ"] == []


def test_every_role_is_among_the_readers() -> None:
    for story in (school, street):
        assert sorted(role for role, _ in story.READERS) == sorted(Role)
