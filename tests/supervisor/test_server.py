"""tests · server: the embedded PostgreSQL and each trap on the way to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lianfang.config.supervisor import binaries, cluster, connections, database, home, keys
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.server import Answer, Server
from tests.support.running import ended, eventually

pytestmark = pytest.mark.processes


class Told(list[str]):
    """Collects progress."""

    def __call__(self, zh: str, en: str) -> None:
        self.append(en)


@pytest.fixture(autouse=True)
def no_outside_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about our own server, whatever the suite runs on."""
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "LIANFANG_DATABASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(data_folder: Path) -> Iterator[Server]:
    """A started server of its own; stopped and removed afterwards."""
    running = database.start_server(data_folder, tethered=True)
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(running.home.top, ignore_errors=True)


def pid_file(server: Server) -> Path:
    return server.home.cluster / "postmaster.pid"


def die(server: Server) -> None:
    """Kill -9 without taking notice: the dead process stays a zombie, its pid file stays behind."""
    assert server.child is not None
    server.child.send_signal(9)
    eventually(lambda: server.processes() == [], "everything of it is gone")


def test_it_answers_only_on_a_private_socket_and_only_to_a_password(server: Server) -> None:
    assert server.answer() is Answer.READY
    assert server.home.socket.stat().st_mode & 0o777 == 0o700
    assert server.home.top.stat().st_mode & 0o777 == 0o700
    rules = [line.split() for line in (server.home.cluster / "pg_hba.conf").read_text().splitlines()]
    assert {words[-1] for words in rules if words and not words[0].startswith("#")} == {"scram-sha-256"}
    with psycopg.connect(**server.superuser) as connection:  # type: ignore[arg-type]
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(**{**server.superuser, "password": "wrong"})  # type: ignore[arg-type]


def test_sorting_and_case_do_not_depend_on_the_machine(server: Server) -> None:
    with psycopg.connect(**server.superuser) as connection:  # type: ignore[arg-type]
        row = connection.execute(
            "SELECT datlocprovider::text, datcollate, lower('ÄÉЖ') FROM pg_database LIMIT 1"
        ).fetchone()
        assert row == ("b", "C", "äéж")
        extensions = connection.execute("SELECT extname FROM pg_extension").fetchall()
        assert extensions == [("plpgsql",)]


def test_a_dead_server_is_not_taken_for_alive_and_starts_again(server: Server) -> None:
    die(server)
    assert pid_file(server).exists()
    assert server.child is not None
    left = server.child.pid
    eventually(lambda: ended(left), "the dead process waits for its parent")
    assert server.answer() is Answer.ABSENT
    server.start(tethered=True, tell=database.quiet)
    assert server.answer() is Answer.READY


@pytest.mark.parametrize("content", ["", "12", "not a number\n", None])
def test_a_damaged_or_recycled_pid_file_does_not_keep_it_from_starting(server: Server, content: str | None) -> None:
    die(server)
    stranger = subprocess.Popen(["sleep", "600"], **server.home.person.popen_words())  # type: ignore[call-overload]
    try:
        if content is None:  # a living process of the same user now has the number of the dead server
            lines = pid_file(server).read_text().splitlines()
            content = "\n".join([str(stranger.pid), *lines[1:]]) + "\n"
        pid_file(server).write_text(content)
        server.home.person.owns(pid_file(server))
        server.start(tethered=True, tell=database.quiet)
        assert server.answer() is Answer.READY
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_recovery_of_more_than_ten_seconds_is_waited_for_with_progress(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    die(server)
    real = binaries.usable(server.home, server.home.person)
    slow = server.home.top / "slow"
    slow.mkdir()
    script = slow / "postgres"
    script.write_text(f'#!/bin/sh\nsleep 11\nexec "{real}/postgres" "$@"\n')
    script.chmod(0o755)
    server.home.person.owns_tree(slow)
    monkeypatch.setattr(binaries, "usable", lambda *_: slow)
    told = Told()
    began = time.monotonic()
    server.start(tethered=True, tell=told)
    assert time.monotonic() - began > 10
    assert len(told) >= 2
    assert "recovering" in told[0]


def test_a_server_that_cannot_start_says_why(server: Server) -> None:
    server.stop()
    (server.home.cluster / "lianfang.conf").write_text("shared_buffers = 'much'\n")
    with pytest.raises(CommandFault, match="shared_buffers"):
        server.start(tethered=True, tell=database.quiet)


def test_an_orphan_of_a_killed_server_is_waited_for(server: Server) -> None:
    """While one backend of the old server lives, starting a new one on the same files would ruin them."""
    words = server.superuser
    with psycopg.connect(**words, autocommit=True) as connection:  # type: ignore[arg-type]
        backend = connection.info.backend_pid
        os.kill(backend, 19)  # SIGSTOP: it cannot notice that the server died
        assert server.child is not None
        server.child.send_signal(9)
        server.child.wait()
        told = Told()
        server.start(tethered=True, tell=told)
        assert ended(backend)
        assert any("previous" in line for line in told)
    assert server.answer() is Answer.READY


def test_the_last_short_command_stops_the_server_and_no_earlier_one(data_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lianfang.config.supervisor import database\n"
        "with database.in_use(Path(sys.argv[1])):\n"
        "    print('in', flush=True); sys.stdin.readline()\n"
    )

    def command() -> subprocess.Popen[str]:
        one = subprocess.Popen(
            [sys.executable, "-c", code, str(data_folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert one.stdout is not None
        assert one.stdout.readline() == "in\n"
        return one

    first, second = command(), command()
    server = database.existing(data_folder)
    first.communicate("\n")
    assert server.answer() is Answer.READY
    second.communicate("\n")
    assert server.answer() is Answer.ABSENT
    assert server.processes() == []


def test_a_server_left_by_a_killed_command_is_used_and_then_stopped(data_folder: Path) -> None:
    left = database.start_server(data_folder, tethered=False)
    assert left.child is not None
    with database.in_use(data_folder):
        assert database.existing(data_folder).pid_by_asking() == left.child.pid
    left.child.wait(30)
    assert left.answer() is Answer.ABSENT


def test_a_start_that_was_cut_short_in_initdb_is_done_again(data_folder: Path) -> None:
    keys.load(data_folder)
    place = home.settle(data_folder)
    (place.top / ".initdb-deadbeef" / "cluster").mkdir(parents=True)
    place.person.owns_tree(place.top)
    server = database.start_server(data_folder, tethered=True)
    server.stop()
    assert list(server.home.top.glob(".initdb-*")) == []


def test_the_binaries_are_copied_for_a_user_who_cannot_reach_the_installed_ones(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "_reaches", lambda *_: False)
    server = database.start_server(data_folder, tethered=True)
    try:
        assert server.child is not None
        assert server.child.args[0].startswith(str(server.home.top))  # type: ignore[index,union-attr]
        assert server.answer() is Answer.READY
    finally:
        server.stop()


def test_keys_of_another_database_are_refused(server: Server, data_folder: Path) -> None:
    (data_folder / "secrets.json").unlink()
    (data_folder / "cluster.json").rename(data_folder / "aside")
    keys.load(data_folder)
    (data_folder / "aside").rename(data_folder / "cluster.json")
    with pytest.raises(CommandFault, match="do not belong together"):
        database.existing(data_folder).answer()


def test_files_of_an_unknown_postgresql_are_left_alone(server: Server, data_folder: Path) -> None:
    server.stop()
    (server.home.cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(CommandFault, match="PostgreSQL 12"):
        database.start_server(data_folder, tethered=True)


def test_the_application_owns_nothing_and_can_enter_nothing_else(server: Server, data_folder: Path) -> None:
    logins = connections.logins(data_folder, keys.load(data_folder))
    with psycopg.connect(**logins.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE thing (id serial PRIMARY KEY)")
    with psycopg.connect(**logins.app, autocommit=True) as app:
        app.execute("INSERT INTO thing DEFAULT VALUES")
        for statement in (
            "CREATE TABLE mine (n int)",
            "TRUNCATE thing",
            "ALTER TABLE thing ADD n int",
            "DROP TABLE thing",
            "CREATE SCHEMA mine",
            "CREATE ROLE mine",
            "CREATE DATABASE mine",
            "SET ROLE lianfang_owner",
            "SET session_replication_role = replica",
            "SELECT pg_read_file('postmaster.pid')",
            "COPY thing TO '/tmp/thing'",
            "COPY thing TO PROGRAM 'cat'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)  # type: ignore[arg-type]
    for name in ("postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(**{**logins.app, "dbname": name})
    roles = {cluster.OWNER, cluster.APP}
    with psycopg.connect(**server.superuser) as connection:  # type: ignore[arg-type]
        powerful = connection.execute(
            "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb) "
            "AND rolname = ANY(%s)",
            [list(roles)],
        ).fetchall()
        assert powerful == []
