"""tests · backup: the folder of increments: chains, the log between them, a given second, and what is not its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lianfang.config.backup import increments, problems
from lianfang.config.backup.problems import BackupFault
from lianfang.config.backup.shelf import Shelf
from lianfang.config.supervisor import database
from lianfang.kernel import ids
from tests.support import copies
from tests.support.running import Running

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("backup"), pytest.mark.timeout(900)]


def record(data: Path, many: int) -> None:
    """So many roll calls, said late."""
    now = datetime(2020, 8, 10, 6, 0, tzinfo=UTC)
    counted = {"listed": 20, "present": 19, "excused": 1, "unexplained": 0}
    lines = [
        {"id": str(ids.mint(now)), "kind": "screening.roll_call", "unit": "U00001", "occurred_at": now.isoformat(),
         "data": counted}
        for _ in range(many)
    ]  # fmt: skip
    done = Running.call(data, "ingest", "-", input="\n".join(json.dumps(line) for line in lines))
    assert json.loads(done.stdout)["accepted"] == many, done.stdout + done.stderr


def said(data: Path, *words: str, code: int = 0) -> dict[str, Any]:
    """What a command answers."""
    done = Running.call(data, *words, "--json")
    assert done.returncode == code, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@dataclass
class Disk:
    """A folder with a whole backup, an increment and the log behind them, and what was true when."""

    folder: Path
    source: Path
    entries_between: int
    between: datetime
    reached: str
    last: dict[str, tuple[int, str]]


@pytest.fixture(scope="module")
def disk(recorded_data: Path, recipient: str, tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """Whole with the log kept; three entries; an increment; five entries; *between*; seven entries, in the log only."""
    folder = tmp_path_factory.mktemp("disk")
    source = recorded_data.with_name(f"disk-{os.getpid()}")
    subprocess.run(["cp", "-a", str(recorded_data), str(source)], check=True)
    with pytest.MonkeyPatch.context() as patch:
        copies.own_servers(patch)
        return _filled(folder, source, recipient)


def _filled(folder: Path, source: Path, recipient: str) -> Disk:
    words = ["backup", str(folder), "--recipient", recipient]
    with database.in_use(source):
        first = said(source, *words, "--keep-log")
        record(source, 3)
        second = said(source, *words)
        assert (first["kind"], second["kind"]) == ("whole", "increment")
        assert second["bytes"] < first["bytes"] / 3
        record(source, 5)
        between, entries = datetime.now(UTC), copies.count(source)
        time.sleep(0.01)
        record(source, 7)
        reached = said(source, *words, "--log-only")["log_until"]
        return Disk(folder, source, entries, between, reached, copies.tables(source))


def test_it_comes_back_to_a_given_second(disk: Disk, key_file: Path, empty: Path) -> None:
    words = ["restore", str(disk.folder), "--identity", str(key_file)]
    done = said(empty, *words, "--to", disk.between.isoformat())
    assert (done["proved"], done["missing"]) == (True, [])
    assert done["entries"] == disk.entries_between == disk.last["ledger_entry"][0] - 7


def test_a_second_out_of_reach_is_said(disk: Disk, key_file: Path, empty: Path) -> None:
    words = ["restore", str(disk.folder), "--identity", str(key_file)]
    for moment in (datetime.fromisoformat(disk.reached) + timedelta(seconds=5), disk.between - timedelta(days=400)):
        out = said(empty, *words, "--to", moment.isoformat(), code=2)
        assert out["error"]["code"] == "restore_no_moment"
        assert disk.reached[:19] in out["error"]["en"]


def test_a_base_that_is_gone_takes_down_what_builds_upon_it(disk: Disk, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(disk.folder, folder)
    shelf = Shelf(folder)
    whole, increment = shelf.cards()
    assert [card.id for card in shelf.chain(increment)] == [whole.id, increment.id]
    shelf.path(whole).unlink()
    with pytest.raises(BackupFault) as raised:
        shelf.chain(increment)
    assert raised.value.code == problems.TORN.code


@pytest.mark.soak
def test_it_comes_back_to_its_end_and_goes_on(disk: Disk, key_file: Path, recipient: str, empty: Path) -> None:
    done = said(empty, "restore", str(disk.folder), "--identity", str(key_file))
    assert done["proved"] is True
    assert copies.tables(empty) == disk.last
    assert copies.files(empty) == copies.files(disk.source)
    # What came back goes on by itself: its first backup into the same folder is whole again, and proves.
    with database.in_use(empty):
        following = said(empty, "backup", str(disk.folder), "--recipient", recipient, "--prove")
        assert (following["kind"], following["proved"]) == ("whole", True)
        record(empty, 2)
        increment = said(empty, "backup", str(disk.folder), "--recipient", recipient, "--prove")
        assert (increment["kind"], increment["proved"]) == ("increment", True)
    assert Shelf(disk.folder).cards()[-1].proved_at is not None


def test_a_folder_of_somebody_else_is_not_touched(own_data: Path, recipient: str, tmp_path: Path) -> None:
    words = ["backup", str(tmp_path), "--recipient", recipient]
    (tmp_path / "letter.txt").write_text("mine")
    with database.in_use(own_data):
        assert said(own_data, *words, code=2)["error"]["code"] == "backup_folder_holds_other"
        (tmp_path / "letter.txt").unlink()
        (tmp_path / "lianfang-backups.json").write_text('{"installation": "of somebody else"}')
        assert said(own_data, *words, code=2)["error"]["code"] == "backup_other_installation"
        (tmp_path / "lianfang-backups.json").unlink()
        assert said(own_data, *words, "--log-only", code=2)["error"]["code"] == "backup_not_found"


def test_a_disk_that_gives_back_something_else_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.age"
    path.write_bytes(b"what was written")
    with pytest.raises(BackupFault) as raised:
        increments.read_back(path, "0" * 64)
    assert raised.value.code == problems.TORN.code
    assert not path.exists()


def test_a_shelf_is_thinned_from_the_newest_down(tmp_path: Path) -> None:
    from lianfang.config.backup.shelf import Card
    from lianfang.config.backup.thinning import Rules

    shelf = Shelf(tmp_path)
    for n in range(20):
        at = (datetime(2020, 7, 6, 18, tzinfo=UTC) + timedelta(days=n)).isoformat()
        kind, base = ("increment", f"2020{n - 1:02d}Z") if n % 7 else ("whole", None)
        card = Card(f"2020{n:02d}Z", kind, base, at, at, 1, "", 0, 0, "0")
        shelf.path(card).write_bytes(b"x")
        shelf.files_of(card).write_bytes(b"x")
        shelf.put(card)
    (tmp_path / "202099Z-whole.age").write_bytes(b"cut short before its card was written")
    shelf.thin(Rules(daily=3, weekly=0, monthly=0))
    assert [card.id for card in shelf.cards()] == [f"2020{n:02d}Z" for n in range(14, 20)]
    assert len(list(tmp_path.iterdir())) == 6 * 3
    shutil.rmtree(tmp_path)
