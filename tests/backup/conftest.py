"""tests · backup: an installation that holds something, a key to lock it with, and an empty place to bring it to."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianfang.config.backup.envelope import Key, identities
from tests.support import copies
from tests.support.running import Running

# Thirty days of twenty units, recorded through the journal and sealed: little, and quickly made.
RECORDED = """
from lianfang.bench import seed
from lianfang.kernel import scope, seals
seed.plant(20)
seed.fill(30, 20)
with scope.acting(scope.system_actor("tests")):
    seals.seal_days_until(seed.NOW)
from datetime import timedelta
from lianfang.ground.files import actions as files
from lianfang.ground.files.tests import drawn
from lianfang.kernel import clock, ids, journal
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
at = clock.FixedClock(seed.NOW + timedelta(minutes=1))
with scope.acting(scope.system_actor("tests")) as system:
    shown = files.bring(system, name="gate.jpg", content=drawn.picture(), at=at).sha256
    said = {"mode": "working", "crew_listed": 1, "crew_present": 1, "papers": [shown]}
    made = Draft(ids.mint(at.now()), "resumption.site_status", "U00001", at.now(), said)
    journal.record_one(system, made, origin=Origin.API, at=at, by_action=False)
"""


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every installation here has a server of its own, whatever the suite runs on."""
    copies.own_servers(monkeypatch)


@pytest.fixture(scope="session")
def recorded_data(initialised_data: Path) -> Path:
    """An installation with entries, seals, an attachment and keys, made once; copied by whoever changes it."""
    data = initialised_data.with_name(f"recorded-{os.getpid()}")
    subprocess.run(["cp", "-a", str(initialised_data), str(data)], check=True)
    done = Running.call(data, "manage", "shell", "-v0", "-c", RECORDED)
    assert done.returncode == 0, done.stderr
    photo = data / "files" / "2020" / "gate.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(os.urandom(100_000))
    (data / "other-keys.json").write_text(json.dumps({"a key": "that another part keeps"}))
    return data


@pytest.fixture
def own_data(recorded_data: Path, data_folder: Path) -> Path:
    """A copy of it, to be changed."""
    subprocess.run(["cp", "-a", str(recorded_data), str(data_folder)], check=True)
    return data_folder


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key file as the command makes it."""
    path = tmp_path_factory.mktemp("key") / "key.txt"
    made = Running.call(path.parent, "backup", "--new-key", str(path))
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("age1")
    return path


@pytest.fixture(scope="session")
def recipient(key_file: Path) -> str:
    """Its public half."""
    line = next(line for line in key_file.read_text().splitlines() if "public key" in line)
    return line.rpartition(" ")[2]


@pytest.fixture
def key(key_file: Path) -> Key:
    """Its private half."""
    return Key(identities(key_file))


@pytest.fixture(scope="session")
def one_file(recorded_data: Path, recipient: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation in one file; only ever read or copied."""
    path = tmp_path_factory.mktemp("backup") / "one.age"
    done = Running.call(recorded_data, "backup", str(path), "--recipient", recipient, "--json")
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def empty(data_folder: Path) -> Iterator[Path]:
    """Where nothing is yet."""
    place = data_folder.with_name("empty")
    yield place
    assert not (place / ".restoring").exists()
