"""tests · database: the test server, the migrated template, and a fresh copy of it per process.

Without DATABASE_URL a throw-away embedded server is started in a temporary folder (the
one place where it may skip fsync). With DATABASE_URL the same is done on that server; its
role must then be a superuser, because tests tamper and make databases.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from lianfang.config.family import cluster, connections, database, keys
from lianfang.config.family.locks import Lock

_started: set[Path] = set()
# Empties a derived table inside a test's own transaction, which the application's role may not.
_EMPTY = """
CREATE FUNCTION tests_empty(derived text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$ BEGIN EXECUTE format('DELETE FROM %I', derived); END $$
"""


def start(folder: Path) -> None:
    """Make the server and the migrated template ready; the first process to ask does the work."""
    if folder in _started:
        return
    lock = Lock(folder / "template.lock")
    lock.wait_alone()
    try:
        if connections.embedded(folder):
            database.start_server(folder, tethered=True, durable=False)
        if not (folder / "template").exists():
            _make_template(folder)
    finally:
        lock.let_go()
    _started.add(folder)


def stop(folder: Path) -> None:
    """Stop the throw-away server, or remove what we made in an outside one."""
    if not (folder / "secrets.json").exists():
        return
    if connections.embedded(folder):
        if (folder / "cluster.json").exists():
            database.open_server(folder, keys.load(folder), durable=False).stop()
    elif (folder / "template").exists():
        _drop((folder / "template").read_text())


def renew() -> None:
    """This process's database, thrown away if it exists and copied again from the template."""
    template = (_folder() / "template").read_text()
    with psycopg.connect(**_maintenance(), autocommit=True) as connection:
        _drop_on(connection, _name())
        cluster.create_database(connection, _name(), str(owner()["user"]), template=template)
    with psycopg.connect(**superuser(), autocommit=True) as connection:
        cluster.grant(connection, _name(), owner=str(owner()["user"]), app=str(app()["user"]))


def drop() -> None:
    """Throw this process's database away."""
    close_all()
    _drop(_name())


def clean_after_commits(blocker: Any) -> None:
    """Let Django's own transactional tests end with a fresh database.

    Its usual way, TRUNCATE, is not in the power of the application's role.
    """
    from django.test import TransactionTestCase

    def teardown(self: Any) -> None:
        with blocker.unblock():
            close_all()
            renew()

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]


def owner() -> dict[str, Any]:
    """How to log in to this process's database as the owner of its tables."""
    return connections.logins(_folder(), keys.load(_folder())).owner


def app() -> dict[str, Any]:
    """How to log in as the application."""
    return connections.logins(_folder(), keys.load(_folder())).app


def superuser() -> dict[str, Any]:
    """How to log in to this process's database as a superuser."""
    return {**_maintenance(), "dbname": _name()}


def _maintenance() -> dict[str, Any]:
    if connections.embedded(_folder()):
        words = keys.load(_folder())
        return {**owner(), "user": cluster.SUPERUSER, "password": words["superuser_password"], "dbname": "postgres"}
    return {**owner(), "dbname": "postgres"}


def _make_template(folder: Path) -> None:
    name = f"lianfang_template_{os.getpid()}_{int(time.time())}"
    own = os.environ["LIANFANG_DATABASE"]
    os.environ["LIANFANG_DATABASE"] = name
    try:
        with psycopg.connect(**_maintenance(), autocommit=True) as connection:
            if not connections.embedded(folder):
                cluster.ensure_login(connection, str(app()["user"]), str(app()["password"]))
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                        sql.Identifier(app()["user"]), sql.Literal(app()["password"])
                    )
                )
            cluster.create_database(connection, name, str(owner()["user"]))
        with psycopg.connect(**superuser(), autocommit=True) as connection:
            cluster.grant(connection, name, owner=str(owner()["user"]), app=str(app()["user"]))
        _migrate(name)
        with psycopg.connect(**superuser(), autocommit=True) as connection:
            connection.execute(_EMPTY)
    finally:
        os.environ["LIANFANG_DATABASE"] = own
    (folder / "template").write_text(name)


def _migrate(name: str) -> None:
    """In a process of its own: this one may already be logged in elsewhere, or be forbidden the database."""
    code = (
        "import django; django.setup(); from lianfang.config.family.tables import bring_up_to_date; bring_up_to_date()"
    )
    environment = {**os.environ, "LIANFANG_DATABASE": name, "DJANGO_SETTINGS_MODULE": "lianfang.config.settings"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def close_all() -> None:
    from django.db import connections as django_connections

    for alias in django_connections:
        django_connections[alias].close()


def _drop(name: str) -> None:
    with psycopg.connect(**_maintenance(), autocommit=True) as connection:
        _drop_on(connection, name)


def _drop_on(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _folder() -> Path:
    return Path(os.environ["LIANFANG_TESTS"])


def _name() -> str:
    return os.environ["LIANFANG_DATABASE"]
