"""tests · database: the test server, two templates, and for each process a fresh copy of the one that it asks for.

One template is migrated and empty; the other is the campaign's first day, loaded once in a run by the first test that
stands on it. Without DATABASE_URL a throw-away embedded server is started in a temporary folder (the
one place where it may skip fsync). With DATABASE_URL the same is done on that server; its role must then be a
superuser, because tests tamper and make databases, and it should run with autovacuum off, as ours does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections as django_connections
from psycopg import sql

from lianfang.config.supervisor import cluster, connections, database, keys
from lianfang.config.supervisor.locks import Lock

EMPTY, LOADED = "template", "loaded"
_started: set[Path] = set()
# The templates of which this process has a copy, and the one on whose copy it stands (not asked of the environment:
# tests of another server take our database's name away from it for a while).
_copied: set[str] = set()
_standing = [EMPTY]
# What a test may do in its own transaction and the application may not: empty a table, let a rule begin earlier.
_OF_TESTS = """
CREATE FUNCTION tests_empty(derived text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$ BEGIN EXECUTE format('DELETE FROM %I', derived); END $$;
CREATE FUNCTION tests_begin(rule text, day date) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$ UPDATE playbook_rule SET first_day = day WHERE code = rule $$
"""


def start(folder: Path, *, bare: bool = False) -> None:
    """Make the server ready, and the migrated template unless it is to be `bare`; the first process to ask does the
    work. A server lives as long as the process that started it."""
    if folder in _started:
        return
    lock = Lock(folder / "template.lock")
    lock.wait_alone()
    try:
        if connections.embedded(folder):
            database.start_server(folder, tethered=True, durable=False)
        if bare:
            return
        if not (folder / EMPTY).exists():
            if connections.embedded(folder):
                _count_nothing()
            _make_template(folder)
    finally:
        lock.let_go()
    _started.add(folder)


def make_templates(folder: Path, *, loaded: bool) -> None:
    """Make ready what processes will copy, the loaded template too if it is asked for; one that has it makes none."""
    start(folder)
    if loaded:
        _load(folder)


def is_started() -> bool:
    """Whether this process has asked for the server."""
    return _folder() in _started


def stand_on(template: str) -> None:
    """From here on this process's database is its copy of that template, which nobody has changed yet."""
    if template != standing_on():
        close_all()
        _standing[0], name = template, _own(template)
        os.environ["LIANFANG_DATABASE"] = name
        for alias in django_connections:
            django_connections[alias].settings_dict["NAME"] = name
    if template not in _copied:
        if template == LOADED:
            _load(_folder())
        renew()
        _copied.add(template)


def stop(folder: Path) -> None:
    """Stop the throw-away server, or remove what we made in an outside one."""
    if not (folder / "secrets.json").exists():
        return
    if connections.embedded(folder):
        if (folder / "cluster.json").exists():
            database.open_server(folder, keys.load(folder), durable=False).stop()
        return
    for made in (folder / EMPTY, folder / LOADED):
        if made.exists():
            _drop(made.read_text())


def standing_on() -> str:
    """The template of which this process's database is a copy, or will be."""
    return _standing[0]


def renew() -> None:
    """The database that this process stands on, thrown away if it exists and copied again from its template."""
    template = standing_on()
    with psycopg.connect(**_maintenance(), autocommit=True) as connection:
        _drop_on(connection, _name())
        original = (_folder() / template).read_text()
        cluster.create_database(connection, _name(), str(owner()["user"]), original, strategy="FILE_COPY")
    with psycopg.connect(**superuser(), autocommit=True) as connection:
        cluster.grant(connection, _name(), owner=str(owner()["user"]), app=str(app()["user"]))


def drop() -> None:
    """Throw this process's databases away."""
    close_all()
    for template in _copied:
        _drop(_own(template))


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


def _count_nothing() -> None:
    """Turn autovacuum off: how a query is planned must not depend on how long the run has lasted.

    A test takes its rows back, so autovacuum counts large tables as empty, months that a test opened among them, and
    the planner then reads them whole.
    """
    with psycopg.connect(**_maintenance(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("SELECT pg_reload_conf()")


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
        _run(name, "from lianfang.config.supervisor.tables import bring_up_to_date; bring_up_to_date()")
        with psycopg.connect(**superuser(), autocommit=True) as connection:
            connection.execute(_OF_TESTS)
    finally:
        os.environ["LIANFANG_DATABASE"] = own
    (folder / EMPTY).write_text(name)


def _load(folder: Path) -> None:
    """Make the loaded template ready; the first process to ask does the work."""
    lock = Lock(folder / "loaded.lock")
    lock.wait_alone()
    try:
        if not (folder / LOADED).exists():
            original = (folder / EMPTY).read_text()
            name = f"{original}_{LOADED}"
            with psycopg.connect(**_maintenance(), autocommit=True) as connection:
                _drop_on(connection, name)  # left half by somebody who failed
                cluster.create_database(connection, name, str(owner()["user"]), original, strategy="FILE_COPY")
            with psycopg.connect(**{**superuser(), "dbname": name}, autocommit=True) as connection:
                cluster.grant(connection, name, owner=str(owner()["user"]), app=str(app()["user"]))
            _run(name, "from tests.support import campaign; campaign.load()")
            with psycopg.connect(**{**superuser(), "dbname": name}, autocommit=True) as connection:
                connection.execute("ANALYZE")
            (folder / LOADED).write_text(name)
    finally:
        lock.let_go()


def _run(name: str, code: str) -> None:
    """In a process of its own: this one may already be logged in elsewhere, or be forbidden the database."""
    environment = {**os.environ, "LIANFANG_DATABASE": name, "DJANGO_SETTINGS_MODULE": "lianfang.config.settings"}
    begin = "from lianfang.config import loaded; loaded.load()"
    subprocess.run([sys.executable, "-c", f"{begin}; {code}"], check=True, env=environment)


def close_all() -> None:
    for alias in django_connections:
        django_connections[alias].close()


def _drop(name: str) -> None:
    with psycopg.connect(**_maintenance(), autocommit=True) as connection:
        _drop_on(connection, name)


def _drop_on(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _folder() -> Path:
    return Path(os.environ["LIANFANG_TESTS"])


def _own(template: str) -> str:
    """The name of this process's copy of a template."""
    return os.environ["LIANFANG_TESTS_NAME"] + ("" if template == EMPTY else f"_{template}")


def _name() -> str:
    return os.environ["LIANFANG_DATABASE"]
