"""tests · a changed rule: applied in the middle of an outbreak, without a restart; what was judged stays judged."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.stories.telling import tell
from tests.support.copies import kept

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]
COVID = Path(__file__).resolve().parents[2] / "playbooks" / "covid-2020"
YESTERDAY, TODAY = "2020-08-10", "2020-08-11"


def _copy(to: Path) -> Path:
    return Path(shutil.copytree(COVID, to))


def _changed(to: Path) -> Path:
    """From today on surfaces take 600 to 800 mg/L, and the morning round is due at eight."""
    folder = _copy(to)
    doses, duties = folder / "doses.yaml", folder / "duties.yaml"
    text = doses.read_text(encoding="utf-8")
    at = text.index("code: surface")
    begins, ends = text.index("      - chlorine_mg_per_l", at), text.index("  - code:", at)
    version = text[begins:ends]
    closed = version.replace("valid_to: null", f"valid_to: {YESTERDAY}")
    fresh = version.replace("{low: 500, high: 500}", "{low: 600, high: 800}").replace("2020-03-07", TODAY)
    doses.write_text(text[:begins] + closed + fresh + text[ends:], encoding="utf-8")
    text = duties.read_text(encoding="utf-8")
    at = text.index("code: disinfection")
    begins = text.index("      - role: property", at)
    ends = text.index("      - role: property", begins + 10)
    version = text[begins:ends]
    closed = version.replace("valid_to: 2020-09-03", f"valid_to: {YESTERDAY}")
    fresh = version.replace('due: "10:00"', 'due: "08:00"').replace("valid_from: 2020-07-16", f"valid_from: {TODAY}")
    assert closed != version != fresh
    duties.write_text(text[:begins] + closed + fresh + text[ends:], encoding="utf-8")
    return folder


def _rewritten(to: Path) -> Path:
    """The same dose written over the one that held."""
    folder = _copy(to)
    doses = folder / "doses.yaml"
    text = doses.read_text(encoding="utf-8")
    at = text.index("code: surface")
    doses.write_text(
        text[:at] + text[at:].replace("{low: 500, high: 500}", "{low: 600, high: 800}", 1), encoding="utf-8"
    )
    return folder


def test_a_dose_and_a_window_change_from_today_on(initialised_data: Path, data_folder: Path, tmp_path: Path) -> None:
    subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
    new, wrong = _changed(tmp_path / "new"), _rewritten(tmp_path / "wrong")
    with kept(data_folder):
        said = tell(data_folder, "changed_rule", f"live({str(new)!r}, {str(wrong)!r})")

    assert said["before"]["kept"] == {YESTERDAY: [True], TODAY: [True]}
    assert said["before"]["due"] == {YESTERDAY: ["10:00", "15:00", "22:00"], TODAY: ["10:00", "15:00", "22:00"]}
    # What was judged is not judged otherwise afterwards; the way out is said.
    assert said["refused"]["code"] == 1, said["refused"]
    assert "doses[surface]" in said["refused"]["out"]
    assert f"valid_from: {TODAY}" in said["refused"]["out"]
    assert said["after_refusal"] == said["before"]
    assert json.loads(said["dry"]["out"])["in_force"] is False
    # Applied: the same process judges today by the new rule, and yesterday as it did.
    applied = json.loads(said["applied"]["out"])
    assert (applied["in_force"], applied["rebuilt"]) == (True, True), said["applied"]
    assert said["after"]["kept"] == {YESTERDAY: [True], TODAY: [False]}
    assert said["after"]["due"] == {YESTERDAY: ["10:00", "15:00", "22:00"], TODAY: ["08:00", "15:00", "22:00"]}
    assert said["by_the_new_dose"] == [False, True]
    assert said["check"]["code"] == 0, said["check"]
    assert json.loads(said["again"]["out"])["changes"] == []
    assert [each["applied_by"] for each in json.loads(said["listed"]["out"])["applied"]] == ["tester", "init"]
    assert said["at_last"]["kept"] == {YESTERDAY: [True], TODAY: [False, True]}
