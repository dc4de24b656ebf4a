"""tests · faults: what is wrong around us is one sentence in both languages and exit code 2, never a traceback."""

from __future__ import annotations

import argparse
import errno
import json
import logging
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from lianfang.config import logs
from lianfang.config.cli import main as cli
from lianfang.config.supervisor.faults import first_line
from tests.support.running import environment, free_port

ON_A_TINY_DISK = """\
performing post-bootstrap initialization ... 2026-11-28 12:01:25.670 UTC [27400] FATAL:  could not write to file \
"pg_wal/xlogtemp.27400": No space left on device
2026-11-28 12:01:25.672 UTC [27400] PANIC:  cannot abort transaction 1, it was already committed
child process was terminated by signal 6: Aborted
initdb: removing data directory "/srv/data/pg/.initdb-1/cluster"
"""


def lianfang(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lianfang", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, env={**environment(data), **more})


def plainly(said: subprocess.CompletedProcess[str]) -> str:
    """What a refused command said; it must have been refused calmly."""
    assert said.returncode == 2, said.stderr
    assert "Traceback" not in said.stderr
    assert len(said.stderr.strip().splitlines()) == 2
    assert said.stderr.startswith("✗ ")
    return said.stderr


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "80８0", "1" * 5000])
def test_a_port_that_is_none(port: str, tmp_path: Path) -> None:
    assert "PORT=8080" in plainly(lianfang(tmp_path / "data", "run", PORT=port))
    assert not (tmp_path / "data").exists()


def test_a_bad_port_harms_no_other_command(tmp_path: Path) -> None:
    refused = plainly(lianfang(tmp_path / "data", "status", "--date", "0001-01-01", PORT="abc"))
    assert "0001-01-01" in refused
    assert "PORT" not in refused


@pytest.mark.parametrize("words", [["run"], ["init"], ["verify"], ["rebuild", "--check"], ["manage", "check"]])
def test_a_data_folder_that_cannot_be(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert str(tmp_path / "file") in plainly(lianfang(tmp_path / "file" / "data", *words))


@pytest.mark.parametrize("words", [["run"], ["verify"], ["init"]])
def test_a_database_elsewhere_that_does_not_answer(words: list[str], tmp_path: Path) -> None:
    url = f"postgresql://lianfang:secret@127.0.0.1:{free_port()}/lianfang"
    said = plainly(lianfang(tmp_path / "data", *words, DATABASE_URL=url))
    assert "Connection refused" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (OSError(errno.EROFS, "Read-only file system", "/srv/data/run.lock"), "只读", "read only"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/data/log/cli.log"), "没有权限", "permission denied"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满", "disk is full"),
        (shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]), "磁盘已满", "disk is full"),
        (psycopg.errors.DiskFull("could not extend file"), "磁盘已满", "disk is full"),
        (psycopg.OperationalError("server closed the connection unexpectedly"), "数据库正忙", "database is busy"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Exception) else "",
)
def test_a_disk_or_a_database_that_fails(
    error: Exception, zh: str, en: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(args: argparse.Namespace) -> int:
        raise error

    monkeypatch.setenv("DATA", os.environ["DATA"])
    monkeypatch.setattr(cli.registry()["verify"], "run", fails)
    assert cli.main(["verify", "--json"]) == 2
    said = json.loads(capsys.readouterr().out)["error"]
    assert zh in said["zh"]
    assert en in said["en"]


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(args: argparse.Namespace) -> int:
        raise KeyError("bug")

    monkeypatch.setenv("DATA", os.environ["DATA"])
    monkeypatch.setattr(cli.registry()["verify"], "run", fails)
    with pytest.raises(KeyError):
        cli.main(["verify"])


def test_of_many_words_the_one_that_tells_is_shown() -> None:
    assert "No space left on device" in first_line(ON_A_TINY_DISK)
    hint = "connection failed: Connection refused\n\tIs the server running on that host and accepting connections?"
    assert first_line(hint) == "connection failed: Connection refused"
    assert first_line("") == "?"


def test_logs_are_for_their_owner_alone(tmp_path: Path) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    (tmp_path / "log").mkdir(mode=0o755)
    (tmp_path / "log" / "cli.log").touch(mode=0o644)
    try:
        logs.configure(tmp_path / "log", "cli")
        logging.getLogger("trial").warning("said")
    finally:
        root.handlers, root.level = before, level
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "log" / "cli.log").stat().st_mode) == 0o640
