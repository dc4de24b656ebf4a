"""tests · the street: mosquitoes from the third playbook, with kinds of records, indices and agents that are data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lianfang.ground.access.roles import Role
from tests.stories import school, street
from tests.stories.telling import Told, assert_every_page_answered

# One process plays the day for all tests here.
pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("street")]
PLAYBOOK, STORY = "chikungunya-2025", "street"


def test_a_tuesday_of_the_street(played: Told) -> None:
    said = played
    assert said["playbook"] == PLAYBOOK
    # Monday is the day of the drains and of the store, Tuesday that of the survey.
    assert {"drain_larvicide/1", "stocktake/1", "standing_water/1"} <= set(said["monday"])
    assert "breteau_survey/1" not in said["monday"]
    assert said["tuesday"]["standing_water/1"] == {"done": 1, "late": 1, "overdue": 1}
    assert said["tuesday"]["breteau_survey/1"] == {"done": 2}
    assert "dusk_spraying/1" not in said["tuesday"]
    assert {"dusk_spraying/1", "household_follow_up/1", "case_follow_up/1", "control_after_case/1"} <= set(
        said["outbreak"]
    )
    # 8 positive containers in 100 houses; 3 of 40 traps; a rash proposed its procedure.
    assert said["figures"]["V1"][1] == 8.0
    assert said["figures"]["V2"][1] == 7.5
    assert said["figures"]["V5"][1] == 12
    # What is kept in both languages says its day in both.
    assert said["line"][0].startswith("1社区 7月22日诱蚊诱卵器指数")
    assert said["line"][1].startswith("Community 1: Ovitrap index (MOI) of 22 Jul is 7.5")
    assert said["proposed"] == [["E01", "JD-C1-G1"]]


def test_every_page_answers_and_tells_what_was_due_as_the_slots_do(walked: Told) -> None:
    assert_every_page_answered(walked, street.READERS)
    assert walked["differ"] == []


def test_the_pages_speak_of_what_this_outbreak_asks(walked: Told) -> None:
    seen = {page.removeprefix("commander "): html for page, html in walked["seen"].items() if "commander" in page}
    assert seen.keys() == set(street.KEPT)
    assert "现行方案不统计测温" in seen["/screening/"]
    assert "没有应测人员" not in seen["/screening/"]
    assert "健康申报：1 条" in seen["/screening/health-declaration/"]
    assert "，如 residence, household；" in seen["/duties/new/"]
    for page, html in seen.items():
        for word in ("未报 人", "drill_crew", "lift", "watch.yaml", "体温达到发热线"):
            assert word not in html, (page, word)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_every_page_answers_everybody_else(played: Told, told: Callable[[str], Told]) -> None:
    assert_every_page_answered(told("walk_others()"), street.OTHERS)


def test_every_role_is_among_the_readers() -> None:
    for story in (school, street):
        assert sorted(role for role, _ in story.READERS + story.OTHERS) == sorted(Role)
