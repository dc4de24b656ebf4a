"""tests · house: `lianfang playbook check` and `diff`, by their exit codes and their two voices."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lianfang.config.cli.main import CALL_IS_WRONG, DATA_SAYS_NO, DONE, main

COVID = Path(__file__).resolve().parents[2] / "playbooks" / "covid-2020"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COVID, tmp_path / "copy"))


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_playbook_holds_against_the_areas(capsys: pytest.CaptureFixture[str]) -> None:
    for folder in sorted(COVID.parent.iterdir()):
        assert main(["playbook", "check", str(folder)]) == DONE, capsys.readouterr().out


def test_unknown_indicator_is_named_with_its_line(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _change(copy / "forms" / "daily.yaml", "indicator: G3", "indicator: Z9")
    assert main(["playbook", "check", str(copy), "--json"]) == DATA_SAYS_NO
    said = json.loads(capsys.readouterr().out)
    [fault] = said["faults"]
    lines = (copy / "forms" / "daily.yaml").read_text(encoding="utf-8").splitlines()
    assert not said["holds"]
    assert (fault["code"], fault["file"]) == ("unknown_indicator", "forms/daily.yaml")
    assert lines[fault["line"] - 1].endswith("indicator: Z9")


def test_diff_tells_what_changed(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "diff", str(COVID), str(copy)]) == DONE
    _change(copy / "thresholds.yaml", "value: 37.3", "value: 37.2")
    capsys.readouterr()
    assert main(["playbook", "diff", str(COVID), str(copy), "--json"]) == DATA_SAYS_NO
    [change] = json.loads(capsys.readouterr().out)["changes"]
    assert change == {
        "path": "thresholds[fever_celsius].versions[2020-03-07].value",
        "what": "changed",
        "before": "37.3",
        "after": "37.2",
    }


def test_a_wrong_call_is_not_an_answer(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["playbook", "check", str(copy / "nowhere")]) == CALL_IS_WRONG
    (copy / "units.yaml").unlink()
    assert main(["playbook", "diff", str(COVID), str(copy)]) == CALL_IS_WRONG
    assert "units.yaml:1:1" in capsys.readouterr().err
