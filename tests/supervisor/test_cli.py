"""tests · cli: the `lianfang` command: its words, its exit codes, and how it says what is wrong."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from pathlib import Path

import pytest

from lianfang.config.cli import main as cli
from lianfang.config.supervisor.faults import CommandFault
from tests.support.running import Running


def test_every_command_has_a_name_and_a_line_of_help() -> None:
    known = cli.registry()
    assert {"run", "init", "manage"} <= set(known)
    for name, module in known.items():
        assert name == module.NAME
        assert re.search("[\u4e00-\u9fff]", module.HELP), f"{name} is not said in Chinese"
        assert re.search("[a-z]", module.HELP), f"{name} is not said in English"
        module.configure(argparse.ArgumentParser())


@pytest.mark.parametrize("words", [[], ["nonsense"], ["run", "--colour"]])
def test_a_wrong_call_exits_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == 2


def test_a_fault_is_said_in_both_languages_or_in_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fails(args: argparse.Namespace) -> int:
        raise CommandFault("不行。", "It cannot be done.")

    monkeypatch.setattr(cli.registry()["init"], "run", fails)
    monkeypatch.setenv("DATA", str(tmp_path))
    assert cli.main(["init"]) == 2
    said = capsys.readouterr().err
    assert "不行。" in said
    assert "It cannot be done." in said
    assert cli.main(["init", "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {"error": {"zh": "不行。", "en": "It cannot be done."}}


@pytest.fixture
def initialised(initialised_data: Path, data_folder: Path) -> Path:
    """A data folder of the test's own as `lianfang init` leaves it."""
    subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
    return data_folder


@pytest.mark.processes
def test_init_can_be_repeated_and_manage_logs_in_as_needed(initialised: Path) -> None:
    again = Running.call(initialised, "init", "--json")
    said = json.loads(again.stdout)
    assert (said["data"], said["migrated"], said["rebuilt"]) == (str(initialised), False, False)
    shown = Running.call(initialised, "manage", "showmigrations", "kernel")
    assert "[X] 0001" in shown.stdout, shown.stderr
    code = "from django.conf import settings; print(settings.DATABASES['default']['USER'])"
    who = Running.call(initialised, "manage", "shell", "-v0", "-c", code)
    assert who.stdout.strip().endswith("lianfang_app")
    wrong = Running.call(initialised, "manage", "nonsense")
    assert wrong.returncode != 0


@pytest.mark.processes
def test_no_migration_is_missing(initialised: Path) -> None:
    done = Running.call(initialised, "manage", "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
