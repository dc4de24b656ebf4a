"""tests · copies: an installation as digests of all that it holds, so that two can be laid side by side."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from lianfang.config.supervisor import connections, database, home, keys

# Of the moment, and nobody's record: what is looked up again, who is signed in, which jobs ran.
PASSING = ("shared_cache", "procrastinate_", "django_session", "ledger_running")


@contextmanager
def new_folder() -> Iterator[Path]:
    """The path of a data folder that does not exist yet, reachable for every user; removed with its database."""
    top = Path(tempfile.mkdtemp(dir=os.environ["LIANFANG_TESTS"]))
    top.chmod(0o755)
    yield top / "data"
    shutil.rmtree(top, ignore_errors=True)


@contextmanager
def kept(data: Path) -> Iterator[Path]:
    """The installation with one server over all commands of the block, which does not wait for the disk."""
    never_wait_for_the_disk(data)
    with pytest.MonkeyPatch.context() as patch:
        own_servers(patch)
        with database.in_use(data):
            yield data


def tables(data: Path) -> dict[str, tuple[int, str]]:
    """Each table's number of rows and a digest over all of them, whatever their order."""
    found = {}
    with database.in_use(data), psycopg.connect(**connections.logins(data, keys.load(data)).owner) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
            "AND NOT relispartition ORDER BY 1"
        ).fetchall()
        for (name,) in names:
            if name.startswith(PASSING):
                continue
            digest = "SELECT count(*), md5(string_agg(one, '' ORDER BY one)) FROM (SELECT t::text one FROM {} t) d"
            row = connection.execute(sql.SQL(digest).format(sql.Identifier(name))).fetchone()
            assert row is not None
            found[name] = (row[0], row[1] or "")
    return found


def files(data: Path) -> dict[str, str]:
    """Every file beside the database with its digest."""
    apart = {"pg", "log", "metrics", "cluster.json"}
    found = {}
    for top in data.iterdir():
        if top.name in apart or top.name.startswith(".") or top.name.endswith(".lock"):
            continue
        for file in [top, *top.rglob("*")]:
            if file.is_file():
                found[str(file.relative_to(data))] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def count(data: Path, table: str = "ledger_entry") -> int:
    """How many rows a table has at this moment; the database must answer."""
    with psycopg.connect(**connections.logins(data, keys.load(data)).owner) as connection:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        assert row is not None
        return int(row[0])


def own_servers(patch: pytest.MonkeyPatch) -> None:
    """Let this process, and what it starts, use embedded servers, whatever the suite runs on."""
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "LIANFANG_DATABASE"):
        patch.delenv(name, raising=False)


def never_wait_for_the_disk(data: Path) -> None:
    """From its next start on, an installation's server leaves it to the machine when to write: for what is only read
    by its test and thrown away with it."""
    with (home.settle(data).cluster / "postgresql.auto.conf").open("a") as out:
        out.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
