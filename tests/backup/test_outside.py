"""tests · backup: a database of somebody else's goes out and comes back, rights and policies included."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from lianfang.config.backup import bring, logical, problems, programs
from lianfang.config.backup.envelope import Key
from lianfang.config.backup.problems import BackupFault
from lianfang.config.supervisor import binaries, connections, database, keys
from lianfang.config.supervisor.server import Server
from tests.support import copies

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("backup"), pytest.mark.timeout(900)]


@pytest.fixture
def elsewhere(recorded_data: Path, data_folder: Path) -> Iterator[Server]:
    """A server that plays the outside one: a filled database `one`, and `two` and `three` with nothing in them."""
    words = keys.load(recorded_data)
    server = database.start_server(data_folder.with_name("elsewhere"), tethered=True)
    with psycopg.connect(**server.superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("ALTER ROLE lianfang_owner CREATEROLE PASSWORD 'x'")
        connection.execute(f"ALTER ROLE lianfang_app PASSWORD '{words['app_password']}'")  # type: ignore[arg-type]
        for name in ("one", "two", "three"):
            connection.execute(f"CREATE DATABASE {name} OWNER lianfang_owner TEMPLATE template0")  # type: ignore[arg-type]
    owner = {**server.superuser, "user": "lianfang_owner", "password": "x", "dbname": "one"}
    with database.in_use(recorded_data):
        source = connections.logins(recorded_data, words).owner
        dumped = programs.output_of(binaries.NEWEST, "pg_dump", ["--format=custom", "--compress=0"], source)
        with dumped as tables:
            logical.restore(connections.Logins(owner=owner, app={"user": "lianfang_app"}), tables)
    yield server
    server.stop()


def call(data: Path, url: str, *words: str, code: int = 0) -> dict[str, Any]:
    """A command on this data folder and that database."""
    env = {**os.environ, "DATA": str(data), "DATABASE_URL": url}
    command = [sys.executable, "-m", "lianfang", *words, "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    assert done.returncode == code, done.stdout + done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_an_outside_database_goes_out_and_comes_back(
    elsewhere: Server, recorded_data: Path, recipient: str, key_file: Path, key: Key, empty: Path, one_file: Path,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    where = f"@/{{}}?host={quote(str(elsewhere.home.socket), safe='')}"
    one, two, three = (f"postgresql://lianfang_owner:x{where.format(name)}" for name in ("one", "two", "three"))
    data = empty.with_name("outside")
    shutil.copytree(recorded_data, data, ignore=shutil.ignore_patterns("pg", "cluster.json", "*.lock", "log"))

    path = tmp_path / "outside.age"
    made = call(data, one, "backup", str(path), "--recipient", recipient)
    assert made["entries"] > 500
    back = call(empty, two, "restore", str(path), "--identity", str(key_file))
    assert (back["proved"], back["missing"]) == (True, [])

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", one)
        before = copies.tables(data)
        patch.setenv("DATABASE_URL", two)
        assert copies.tables(empty) == before
        # The application's role may do there what it may here: nothing of a ledger that it has no token for.
        with psycopg.connect(**connections.logins(empty, keys.load(empty)).app, autocommit=True) as app:
            assert app.execute("SELECT count(*) FROM ledger_entry").fetchone() == (0,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("DELETE FROM ledger_entry")
    assert copies.files(empty) == copies.files(data)

    fresh = empty.with_name("fresh")
    again = call(fresh, two, "restore", str(path), "--identity", str(key_file), code=2)
    assert again["error"]["code"] == "restore_not_empty"
    torn = tmp_path / "torn.age"
    torn.write_bytes(path.read_bytes()[:-5000])
    assert (
        call(fresh, three, "restore", str(torn), "--identity", str(key_file), code=2)["error"]["code"] == "backup_torn"
    )
    with psycopg.connect(**{**elsewhere.superuser, "dbname": "three"}) as connection:  # type: ignore[arg-type]
        assert connection.execute("SELECT to_regclass('ledger_entry')").fetchone() == (None,)
    # The two kinds of database do not exchange backups.
    other = call(fresh, three, "restore", str(one_file), "--identity", str(key_file), code=2)
    assert other["error"]["code"] == "restore_other_engine"
    with pytest.raises(BackupFault) as raised:
        bring.restore(fresh, [path], key, lambda zh, en: None)
    assert raised.value.code == problems.OTHER_ENGINE.code
