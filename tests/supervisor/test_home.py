"""tests · home: where the database is put, who it belongs to, and the keys beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lianfang.config.supervisor import database, home, keys, person
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.server import Answer

AS_ROOT = os.geteuid() == 0


@pytest.fixture(autouse=True)
def no_outside_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_a_long_path_gets_a_short_socket_folder(tmp_path: Path) -> None:
    top = tmp_path / ("long" * 30) / "pg"
    folder = home.socket_folder(top)
    assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) < 104
    assert folder == home.socket_folder(top)
    assert folder != home.socket_folder(tmp_path / ("long" * 31) / "pg")


def test_a_folder_that_somebody_put_there_first_is_not_trusted(tmp_path: Path) -> None:
    me = person.Person(os.geteuid(), os.getegid(), changes=False)
    target = tmp_path / "theirs"
    target.mkdir()
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "file").write_text("")
    for name in ("link", "file"):
        with pytest.raises(CommandFault, match="not made by us"):
            home.private_folder(tmp_path / name, me)
    if AS_ROOT:
        os.chown(target, 12345, 12345)
        with pytest.raises(CommandFault, match="not made by us"):
            home.private_folder(target, me)


def test_an_open_folder_of_ours_is_closed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir(mode=0o777)
    home.private_folder(tmp_path / "mine", person.Person(os.geteuid(), os.getegid(), changes=False))
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o700


def test_a_moved_data_folder_finds_its_database(data_folder: Path) -> None:
    assert home.settle(data_folder).top == data_folder / "pg"
    moved = data_folder.with_name("moved")
    data_folder.rename(moved)
    assert home.settle(moved).top == moved / "pg"


def test_a_lost_database_is_never_replaced_by_an_empty_one(data_folder: Path) -> None:
    shutil.rmtree(home.settle(data_folder).top)
    with pytest.raises(CommandFault, match="is gone"):
        home.settle(data_folder)


def test_a_damaged_record_is_said(data_folder: Path) -> None:
    home.settle(data_folder)
    (data_folder / "cluster.json").write_text("{")
    with pytest.raises(CommandFault, match=r"cluster\.json is damaged"):
        home.settle(data_folder)


@pytest.mark.processes
@pytest.mark.skipif(not AS_ROOT, reason="only root hands the server to another user")
def test_root_hands_the_server_to_a_number_without_an_account(data_folder: Path) -> None:
    server = database.start_server(data_folder, tethered=True)
    try:
        found = server.processes()
        assert found
        for process in found:
            assert process.uids().real == process.uids().effective == process.uids().saved >= 60000
            assert process.gids().effective == process.uids().effective
        groups = Path(f"/proc/{found[0].pid}/status").read_text().split("Groups:")[1].splitlines()[0].split()
        assert groups == []
        assert server.home.cluster.stat().st_uid == found[0].uids().real
    finally:
        server.stop()


@pytest.mark.processes
@pytest.mark.skipif(not AS_ROOT, reason="only root hands the server to another user")
def test_below_a_closed_folder_the_database_lives_elsewhere_and_nothing_is_opened() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ["LIANFANG_TESTS"]) as closed:
        data = Path(closed) / "x" / "var"
        Path(closed).chmod(0o700)
        server = database.start_server(data, tethered=True)
        try:
            assert server.answer() is Answer.READY
            assert not server.home.top.is_relative_to(closed)
            assert (server.home.top / "belongs-to").read_text() == f"{data}\n"
            assert Path(closed).stat().st_mode & 0o777 == 0o700
            assert home.settle(data).top == server.home.top
        finally:
            server.stop()
            shutil.rmtree(server.home.top)


def test_keys_are_ours_alone_and_stay_the_same(data_folder: Path) -> None:
    first = keys.load(data_folder)
    assert (data_folder / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert keys.load(data_folder) == first
    assert len(set(first.values())) == len(keys.NAMES)
    (data_folder / "secrets.json").chmod(0o644)
    keys.load(data_folder)
    assert (data_folder / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_keys_made_by_many_at_once_are_the_same_for_all(data_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lianfang.config.supervisor import keys\n"
        "print(keys.load(Path(sys.argv[1])))"
    )
    many = [
        subprocess.Popen([sys.executable, "-c", code, str(data_folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert len({one.communicate()[0] for one in many}) == 1
    assert [path.name for path in data_folder.iterdir()] == ["secrets.json"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"django": 1}', json.dumps(dict.fromkeys(keys.NAMES, "c2hvcnQ="))])
def test_damaged_keys_are_refused(data_folder: Path, text: str) -> None:
    keys.load(data_folder)
    (data_folder / "secrets.json").write_text(text)
    with pytest.raises(CommandFault, match="damaged"):
        keys.load(data_folder)


def test_lost_keys_of_an_existing_database_are_not_replaced(data_folder: Path) -> None:
    home.settle(data_folder)
    with pytest.raises(CommandFault, match="keys"):
        keys.load(data_folder)
