"""tests · backup: made while people record, and killed while they do; what was acknowledged before it is in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lianfang.config.supervisor import database
from tests.support import copies
from tests.support.running import Running, environment, eventually
from tests.support.soaking import size

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("backup"), pytest.mark.timeout(900)]


# Twenty units that record as fast as they can, in one transaction for each round.
RECORDING = """
from lianfang.bench import seed
seed.plant(20)
for round in range(10**9):
    seed.fill(1, 20, back_from=round % 100)
"""


@pytest.mark.parametrize("entries", [200, pytest.param(size("RECORDED", 20_000), marks=pytest.mark.soak)])
def test_a_backup_under_load_is_consistent_and_a_killed_one_harms_nobody(
    initialised_data: Path, data_folder: Path, recipient: str, key_file: Path, empty: Path, tmp_path: Path, entries: int
) -> None:
    subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
    path, words = tmp_path / "under-load.age", [sys.executable, "-m", "lianfang"]
    with database.in_use(data_folder):
        recording = subprocess.Popen(
            [*words, "manage", "shell", "-v0", "-c", RECORDING],
            env=environment(data_folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            eventually(lambda: copies.count(data_folder) >= entries, "people record", 250)
            backup = [*words, "backup", str(path), "--recipient", recipient, "--json"]
            killed = subprocess.Popen(backup, env=environment(data_folder), stdout=subprocess.DEVNULL)
            eventually(lambda: (tmp_path / f".{path.name}.draft").exists(), "it has begun")
            os.kill(killed.pid, signal.SIGKILL)
            killed.wait()
            before = copies.count(data_folder)
            made = subprocess.run(backup, check=True, capture_output=True, env=environment(data_folder))
            after = copies.count(data_folder)
            assert recording.poll() is None, "they were still recording when it was done"
        finally:
            recording.kill()
            recording.wait()
    assert before <= json.loads(made.stdout)["entries"] <= after
    done = Running.call(empty, "restore", str(path), "--identity", str(key_file), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["missing"] == []
    assert before <= said["entries"] <= after
    assert after > before
    source = Running.call(data_folder, "verify", "--json")
    assert json.loads(source.stdout)["holds"] is True
