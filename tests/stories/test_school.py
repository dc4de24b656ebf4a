"""tests · the school: another outbreak from another playbook, through the same code."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.family import RunningFamily

pytestmark = pytest.mark.family


@pytest.fixture
def said(initialised_data: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The school's morning, played in a process that works by the second playbook."""
    monkeypatch.setenv("LIANFANG_PLAYBOOK", "influenza-school")
    subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
    done = RunningFamily.call(
        data_folder, "manage", "shell", "-v0", "-c", "from tests.stories import school; school.play()"
    )
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("SAID "))
    found: dict[str, Any] = json.loads(line.removeprefix("SAID "))
    return found


def test_a_morning_of_the_school(said: dict[str, Any]) -> None:
    assert said["playbook"] == "influenza-school"
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
