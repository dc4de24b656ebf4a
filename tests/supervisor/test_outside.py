"""tests · outside: a PostgreSQL of somebody else's: our role in it, and each refusal in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from lianfang.config.supervisor import connections, database, keys, outside
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.server import Server
from tests.support.running import Running, environment

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("outside")]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Server]:
    """A server that plays the outside one, with owners of different powers."""
    kept = {name: os.environ.pop(name, None) for name in ("DATABASE_URL", "APP_DATABASE_URL", "LIANFANG_DATABASE")}
    server = database.start_server(Path(os.environ["LIANFANG_TESTS"]) / f"elsewhere-{os.getpid()}", tethered=True)
    with psycopg.connect(**server.superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("CREATE ROLE capable LOGIN CREATEROLE PASSWORD 'x'")
        connection.execute("CREATE ROLE modest LOGIN PASSWORD 'x'")
        connection.execute("CREATE ROLE mighty LOGIN CREATEDB PASSWORD 'x'")
        connection.execute("CREATE ROLE plain LOGIN PASSWORD 'x'")
        for owner in ("capable", "modest"):
            connection.execute(f"CREATE DATABASE {owner} OWNER {owner}")  # type: ignore[arg-type]
        connection.execute("GRANT CONNECT ON DATABASE modest TO plain, mighty")
    yield server
    server.stop()
    for name, value in kept.items():
        if value is not None:
            os.environ[name] = value


@pytest.fixture
def address(elsewhere: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The part of an address after the user and before the database."""
    with psycopg.connect(**elsewhere.superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        # The stand-in already has our role; an outside server has not.
        connection.execute("ALTER ROLE lianfang_app RENAME TO aside")
    yield quote(str(elsewhere.home.socket), safe="")
    with psycopg.connect(**elsewhere.superuser, autocommit=True) as connection:  # type: ignore[arg-type]
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'lianfang_app'").fetchone():
            for name in ("capable", "modest"):
                with psycopg.connect(**{**elsewhere.superuser, "dbname": name}, autocommit=True) as other:  # type: ignore[arg-type]
                    other.execute("DROP OWNED BY lianfang_app")
            connection.execute("DROP ROLE lianfang_app")
        connection.execute("ALTER ROLE aside RENAME TO lianfang_app")


def use(monkeypatch: pytest.MonkeyPatch, data: Path, url: str, app: str = "") -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    if app:
        monkeypatch.setenv("APP_DATABASE_URL", app)
    database.prepare_outside(data)


def test_our_role_is_made_there_and_owns_nothing(
    address: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, data_folder, f"postgresql://capable:x@{address}/capable")
    use(monkeypatch, data_folder, f"postgresql://capable:x@{address}/capable")  # safe to repeat
    logins = connections.logins(data_folder, keys.load(data_folder))
    with psycopg.connect(**logins.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE thing (id serial)")
    with psycopg.connect(**logins.app, autocommit=True) as app:
        app.execute("INSERT INTO thing DEFAULT VALUES")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("TRUNCATE thing")


def test_a_role_of_the_administrators_making_is_used(
    address: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = f"@{address}/modest"
    use(monkeypatch, data_folder, f"postgresql://modest:x{at}", f"postgresql://plain:x{at}")


@pytest.mark.parametrize(
    ("owner", "app", "said"),
    [
        ("postgresql://modest:x@{}/modest", "", "may not create or grant"),
        ("postgresql://modest:x@{}/modest", "postgresql://modest:x@{}/modest", "another role"),
        ("postgresql://modest:x@{}/modest", "postgresql://mighty:x@{}/modest", "too powerful"),
        ("postgresql://modest:wrong@{}/modest", "", "cannot be reached"),
        ("postgresql://modest:x@127.0.0.1:1/modest", "", "cannot be reached"),
        ("postgresql://modest:x@{}/", "", "names no database"),
        ("http://example", "", "is not a PostgreSQL address"),
    ],
)
def test_each_refusal_is_one_sentence(
    address: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch, owner: str, app: str, said: str
) -> None:
    with pytest.raises(CommandFault, match=said) as caught:
        use(monkeypatch, data_folder, owner.format(address), app.format(address))
    assert caught.value.zh
    assert "\n" not in caught.value.en


def test_an_old_server_is_refused(address: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "OLDEST", 99)
    with pytest.raises(CommandFault, match="99 or newer"):
        use(monkeypatch, data_folder, f"postgresql://capable:x@{address}/capable")


def test_a_role_made_by_another_installation_is_said(
    address: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, data_folder, f"postgresql://capable:x@{address}/capable")
    with pytest.raises(CommandFault, match="another password"):
        use(monkeypatch, data_folder.with_name("other"), f"postgresql://capable:x@{address}/capable")


def test_a_command_on_an_unreachable_database_exits_with_two(data_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lianfang", "init"],
        check=False,
        capture_output=True,
        text=True,
        env={**environment(data_folder), "DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c"},
    )
    assert done.returncode == 2
    assert "连不上" in done.stderr
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_product_runs_on_it_and_leaves_it_running(address: str, elsewhere: Server, data_folder: Path) -> None:
    url = f"postgresql://capable:x@{address}/capable"
    running = Running(data_folder, more={"DATABASE_URL": url})
    try:
        running.wait_ready()
        with pytest.raises(LookupError):
            running.member("server")
    finally:
        assert running.stop() == 0
    with psycopg.connect(**elsewhere.superuser) as connection:  # type: ignore[arg-type]
        assert connection.execute("SELECT 1").fetchone() == (1,)
