"""tests · backup: the one-file form: out and in again, equal in every digest; each thing that can be wrong with it."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import zstandard

from lianfang.config.backup import bring, envelope, opening, problems
from lianfang.config.backup.envelope import Key, Lock
from lianfang.config.backup.problems import BackupFault
from lianfang.config.supervisor import database
from lianfang.config.supervisor.faults import CommandFault
from lianfang.kernel.problems import Problem
from tests.support import copies
from tests.support.running import Running, environment, eventually

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("backup"), pytest.mark.timeout(900)]


def quiet(zh: str, en: str) -> None:
    """Nobody listens."""


def refused(of: Problem, data: Path, path: Path, key: Key) -> None:
    """The restore is refused for this reason, and leaves the data folder as it was."""
    before = sorted(one.name for one in data.iterdir()) if data.exists() else []
    with pytest.raises(BackupFault) as raised:
        bring.restore(data, [path], key, quiet)
    assert raised.value.code == of.code
    left = [one.name for one in data.iterdir() if not one.name.endswith(".lock")]
    assert sorted(left) == [name for name in before if not name.endswith(".lock")]


def test_what_comes_back_is_equal_in_every_digest(
    recorded_data: Path, one_file: Path, key_file: Path, empty: Path
) -> None:
    done = Running.call(empty, "restore", str(one_file), "--identity", str(key_file), "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    said = json.loads(done.stdout)
    assert said["proved"] is True
    assert said["missing"] == []
    there = copies.tables(recorded_data)
    assert copies.tables(empty) == there
    assert there["ledger_entry"][0] == said["entries"] > 500
    assert copies.files(empty) == copies.files(recorded_data)
    assert "other-keys.json" in copies.files(empty)
    assert (empty / "secrets.json").stat().st_mode & 0o077 == 0
    again = Running.call(empty, "restore", str(one_file), "--identity", str(key_file), "--json")
    assert again.returncode == 2
    assert json.loads(again.stdout)["error"]["code"] == "restore_not_empty"


@pytest.mark.parametrize("share", [0.001, 0.4, 0.999])
def test_a_torn_file_restores_nothing(one_file: Path, key: Key, empty: Path, tmp_path: Path, share: float) -> None:
    torn = tmp_path / "torn.age"
    content = one_file.read_bytes()
    torn.write_bytes(content[: int(len(content) * share)])
    refused(problems.TORN, empty, torn, key)


def test_a_flipped_byte_restores_nothing(one_file: Path, key: Key, empty: Path, tmp_path: Path) -> None:
    content = bytearray(one_file.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "flipped.age").write_bytes(content)
    refused(problems.TORN, empty, tmp_path / "flipped.age", key)


def test_a_key_that_is_wrong_gone_or_not_given(one_file: Path, empty: Path, tmp_path: Path) -> None:
    Running.call(tmp_path, "backup", "--new-key", str(tmp_path / "other.txt"))
    refused(problems.WRONG_KEY, empty, one_file, Key(envelope.identities(tmp_path / "other.txt")))
    refused(problems.NO_KEY_GIVEN, empty, one_file, Key())
    gone = Running.call(empty, "restore", str(one_file), "--identity", str(tmp_path / "gone.txt"), "--json")
    assert gone.returncode == 2
    assert json.loads(gone.stdout)["error"]["code"] == "backup_key_file_gone"


def test_something_else_is_no_backup(empty: Path, key: Key, tmp_path: Path) -> None:
    (tmp_path / "photo.age").write_bytes(b"\xff\xd8\xff" * 1000)
    refused(problems.NO_BACKUP, empty, tmp_path / "photo.age", key)
    refused(problems.NO_BACKUP, empty, tmp_path / "nothing.age", key)


def test_a_backup_of_a_newer_version_is_refused(
    one_file: Path, key: Key, recipient: str, empty: Path, tmp_path: Path
) -> None:
    for number, change in enumerate(({"form": 99}, {"migrations": {"kernel": ["9999_of_tomorrow"]}})):
        newer = tmp_path / f"{number}.age"
        with opening.reading(one_file, key) as source:
            next(source.names())
            said = json.loads(source.content())
        with envelope.writing(newer, Lock((recipient,))) as out:
            out.text("manifest.json", json.dumps(said | change).encode())
        refused(problems.NEWER, empty, newer, key)


def test_nothing_is_written_over_what_is_there(one_file: Path, key: Key, own_data: Path, tmp_path: Path) -> None:
    before = copies.files(own_data)
    refused(problems.NOT_EMPTY, own_data, one_file, key)
    assert copies.files(own_data) == before
    (tmp_path / "letter.txt").write_text("mine")
    refused(problems.NOT_EMPTY, tmp_path, one_file, key)


def test_a_restore_that_was_cut_short_is_begun_again(one_file: Path, key: Key, empty: Path) -> None:
    (empty / ".restoring").mkdir(parents=True)
    (empty / "pg").mkdir()
    (empty / "cluster.json").write_text('{"home": "pg"}')
    bring.restore(empty, [one_file], key, quiet)
    assert (empty / "secrets.json").exists()
    prove_stop(empty)


def prove_stop(data: Path) -> None:
    """It starts and stops."""
    with database.in_use(data):
        assert copies.count(data) > 500


def test_a_passphrase_locks_and_opens_it(recorded_data: Path, empty: Path, tmp_path: Path) -> None:
    word, other, short = (tmp_path / name for name in ("word", "other", "short"))
    word.write_text("麦盖提 rain over seven wells\n")
    other.write_text("麦盖提 rain over eight wells\n")
    short.write_text("short\n")
    path = tmp_path / "word.age"
    for words, code in (
        (["--passphrase-file", str(short)], "backup_short_passphrase"),
        ([], "backup_no_lock"),
        (["--recipient", "age1notakey"], "backup_bad_recipient"),
    ):
        not_made = Running.call(recorded_data, "backup", str(path), *words, "--json", stdin=subprocess.DEVNULL)
        assert (not_made.returncode, json.loads(not_made.stdout)["error"]["code"]) == (2, code)
    made = Running.call(recorded_data, "backup", str(path), "--passphrase-file", str(word), "--json")
    assert made.returncode == 0, made.stderr
    refused(problems.WRONG_KEY, empty, path, Key(passphrase=other.read_text().strip()))
    bring.restore(empty, [path], Key(passphrase=word.read_text().strip()), quiet)
    assert copies.tables(empty)["ledger_entry"] == copies.tables(recorded_data)["ledger_entry"]


def test_a_full_disk_leaves_the_last_backup_usable(
    own_data: Path, one_file: Path, recipient: str, tmp_path: Path
) -> None:
    path = tmp_path / "one.age"
    path.write_bytes(one_file.read_bytes())
    with database.in_use(own_data):
        full = subprocess.run(
            [sys.executable, "-m", "lianfang", "backup", str(path), "--recipient", recipient, "--json"],
            check=False,
            capture_output=True,
            text=True,
            env=environment(own_data),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)),
        )
        assert full.returncode == 2, full.stderr
        assert json.loads(full.stdout)["error"]["code"] == "backup_target_full"
    assert path.read_bytes() == one_file.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["one.age"]


def test_a_backup_killed_in_the_middle_leaves_the_last_one_and_the_source(
    own_data: Path, one_file: Path, recipient: str, key: Key, tmp_path: Path
) -> None:
    path, draft = tmp_path / "one.age", tmp_path / ".one.age.draft"
    path.write_bytes(one_file.read_bytes())
    with (own_data / "files" / "long.bin").open("wb") as long:
        long.truncate(8 << 30)  # takes no room, and longer to read than to notice that it has begun
    before = copies.tables(own_data)
    words = [sys.executable, "-m", "lianfang", "backup", str(path), "--recipient", recipient]
    with database.in_use(own_data):
        running = subprocess.Popen(words, env=environment(own_data), stderr=subprocess.DEVNULL)
        eventually(lambda: draft.exists() and draft.stat().st_size > 1 << 20, "some of it is written")
        second = Running.call(own_data, *words[3:], "--json")
        os.kill(running.pid, signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
        assert json.loads(second.stdout)["error"]["code"] == "backup_under_way"
        assert path.read_bytes() == one_file.read_bytes()
        (own_data / "files" / "long.bin").unlink()
        again = Running.call(own_data, *words[3:])
        assert again.returncode == 0, again.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["one.age"]
    assert copies.tables(own_data) == before
    with opening.reading(path, key) as source:
        assert "data/secrets.json" in list(source.names())


def test_the_common_tools_open_it(one_file: Path, key: Key) -> None:
    """Age, zstd and tar in that order, and nothing of ours."""
    import pyrage

    plain = pyrage.decrypt(one_file.read_bytes(), list(key.identities))
    unpacked = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(plain), read_across_frames=True).read()
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as tar:
        names = tar.getnames()
    assert names[0] == "manifest.json"
    assert {"data/secrets.json", "data/files/2020/gate.jpg", "database/00000001"} <= set(names)
    assert any(name.startswith("playbooks/covid-2020/") for name in names)


def test_a_key_that_was_laid_down_need_not_be_named_again(
    own_data: Path, recipient: str, key: Key, tmp_path: Path
) -> None:
    assert Running.call(own_data, "backup", "--trust", "age1nonsense").returncode == 2
    assert Running.call(own_data, "backup", "--trust", recipient).returncode == 0
    done = Running.call(own_data, "backup", str(tmp_path / "a.age"))
    assert done.returncode == 0, done.stderr
    with opening.reading(tmp_path / "a.age", key) as source:
        assert "data/backup-recipients.json" in list(source.names())


def test_keys_that_are_gone_are_said_before_anything_is_written(own_data: Path, recipient: str, tmp_path: Path) -> None:
    (own_data / "secrets.json").unlink()
    done = Running.call(own_data, "backup", str(tmp_path / "a.age"), "--recipient", recipient)
    assert done.returncode == 2
    assert "secrets.json" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_not_made(recorded_data: Path, recipient: str, tmp_path: Path) -> None:
    """A share that is not mounted must not become a file on the machine's own disk."""
    for target in (tmp_path / "share", tmp_path / "share" / "one.age"):
        done = Running.call(recorded_data, "backup", str(target), "--recipient", recipient, "--json")
        assert done.returncode == 2
        assert json.loads(done.stdout)["error"]["code"] in {"backup_no_target", "backup_not_writable"}
    assert not list(tmp_path.iterdir())


def test_every_problem_is_said_in_both_languages() -> None:
    for name, one in vars(problems).items():
        if isinstance(one, Problem):
            slots = dict.fromkeys(
                ("path", "why", "recipient", "least", "needs", "what", "where", "source", "target", "theirs", "ours",
                 "moment", "first", "last", "program", "server", "tools"), "x",
            )  # fmt: skip
            fault = BackupFault(one, **slots)
            assert isinstance(fault, CommandFault), name
            assert "{" not in str(fault), name
