"""tests · the school: another outbreak from another playbook, through the same code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories import school
from tests.stories.telling import Told, assert_every_page_answered

# One process plays the day for all tests here.
pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("school")]
PLAYBOOK, STORY = "influenza-school", "school"


def test_a_morning_of_the_school(played: Told) -> None:
    said = played
    assert said["playbook"] == PLAYBOOK
    # Rooms are disinfected on holidays too; pupils are measured on days that are worked, also a Saturday.
    assert set(said["holiday"]) == {"disinfection/1", "disinfection/2", "daily_report/1"}
    assert said["before"]["morning_check/1"] == {"not_due": 6}
    assert said["after"]["morning_check/1"] == {"done": 2, "overdue": 4}
    assert said["after"]["absence_call/1"] == {"done": 1, "overdue": 1}
    assert said["after"]["disinfection/2"] == {"done": 1, "late": 1, "overdue": 1}
    # A fever of its own rule proposed its own procedure; the form says what was counted and of how many.
    assert said["proposed"] == [["E01", "SCH-G7"]]
    assert said["figures"]["H1"] == ["partial", 3]
    assert said["figures"]["H2"][0] != "zero_confirmed"
    assert said["figures"]["H4"] == ["zero_confirmed", 0]
    assert said["standing"] == {"SCH": "due", "SCH-G7": "on_time", "SCH-G8": "missing", "SCH-LOG": "missing"}


def test_what_is_open_is_told_once_by_the_clock_of_the_school(played: Told) -> None:
    told = played["open"]
    # Who has not reported is told by unit; the duty counts only whose report is still to come.
    reports = [each for each in told if "日报" in each[0]]
    assert reports == [
        ["8年级未报 10月10日日报", True, "12:30"],
        ["学校后勤未报 10月10日日报", True, "12:30"],
        ["流感防控日报：1 项", False, "14:00"],
    ]
    assert ["宿舍、食堂与卫生间消毒（10月10日 06:00—10:00）：1 项", True, "10:00"] in played["open_before"]
    # A reading of 07:41; this playbook's procedure has its own clock for the second one.
    assert ["38.2 ℃，待复测", True, "07:56"] in told


def test_every_page_answers_and_tells_what_was_due_as_the_slots_do(walked: Told) -> None:
    assert_every_page_answered(walked, school.READERS)
    assert walked["differ"] == []


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_every_page_answers_everybody_else(played: Told, told: Callable[[str], Told]) -> None:
    assert_every_page_answered(told("walk_others()"), school.OTHERS)


def test_the_pages_speak_of_the_schools_own_rounds(walked: Told) -> None:
    seen = walked["seen"]
    home, rounds = seen["property /"], seen["property /sanitation/"]
    # 11:30: the morning round was due at ten. One dormitory was done in time, the canteen late, the other dormitory
    # not at all; and nobody did the afternoon round before. There is no noon and no evening round here.
    for page in (home, rounds):
        assert "SCH-DORM2" in page
        for word in ("晚间", "午间", "已消毒 1/1"):
            assert word not in page, word
    assert "已消毒 2/3 处" in home
    assert "未做 3，逾期 1" in rounds
    assert "is-late" in rounds
