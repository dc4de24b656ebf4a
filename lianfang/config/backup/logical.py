"""config · backup.logical: the tables of somebody else's PostgreSQL as one stream, and tables again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import psycopg
from psycopg import sql

from lianfang.config.backup import problems, programs
from lianfang.config.backup.problems import BackupFault
from lianfang.config.supervisor import binaries
from lianfang.config.supervisor.connections import Logins

NOT_TOLD = ("shared_cache",)


def tools_for(login: dict[str, Any]) -> int:
    """The oldest of our tools that reach this server, so that what they write an equal server understands."""
    with psycopg.connect(**login, autocommit=True) as connection:
        server = connection.info.server_version // 10000
    for major in sorted(binaries.FOLDERS):
        if major >= server:
            return major
    raise BackupFault(problems.SERVER_NEWER, server=server, tools=binaries.NEWEST)


@contextmanager
def stream(login: dict[str, Any]) -> Iterator[IO[bytes]]:
    """Everything in the database as of one moment, rights and policies included. Writers are not held up."""
    words = ["--format=custom", "--compress=0", "--no-password", "--no-tablespaces"]
    # Rights that an administrator took from everybody are the server's, and no owner of tables may restore them.
    words += ["--exclude-schema=pg_catalog"]
    words += [f"--exclude-table-data={name}" for name in NOT_TOLD]
    with programs.output_of(tools_for(login), "pg_dump", words, login) as out:
        yield out


def restore(logins: Logins, source: IO[bytes]) -> None:
    """The stream again as tables, all or none, owned by the owner's login."""
    login = logins.owner
    _grant_nothing_by_itself(logins)
    words = ["--no-owner", "--no-password", "--exit-on-error", "--single-transaction"]
    words += [f"--dbname={login['dbname']}"]
    programs.feed(tools_for(login), "pg_restore", words, login, source)


def _grant_nothing_by_itself(logins: Logins) -> None:
    """What new tables give the application by default would come on top of the rights in the dump: more than it had.

    The dump brings the defaults back at its own end.
    """
    app = sql.Identifier(logins.app["user"])
    with psycopg.connect(**logins.owner, autocommit=True) as connection:
        for sort in ("TABLES", "SEQUENCES"):
            revoke = "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON {} FROM {}"
            connection.execute(sql.SQL(revoke).format(sql.SQL(sort), app))


def is_empty(login: dict[str, Any]) -> bool:
    """Whether nobody has made a table there yet."""
    with psycopg.connect(**login, autocommit=True) as connection:
        row = connection.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S', 'v'))"
        ).fetchone()
    return row == (True,)
