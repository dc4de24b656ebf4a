"""kernel · rebuild: the derived tables made again from the ledger, and compared with what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from django.db import OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import sql_batch
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.projections import Batch
from lianfang.kernel.registry import REGISTRY

_CHUNK = 5000
_TRIES = 5
_LEDGER_TABLES = ("ledger_correction", "ledger_stream")


@dataclass(frozen=True, slots=True)
class Difference:
    """A derived table that is not what the ledger gives: rows that are too many, and rows that are missing."""

    table: str
    surplus: int
    missing: int


class _Undo(Exception):
    """Leaves the transaction of a comparison without a trace."""


def tables() -> list[str]:
    """Every table that follows from the ledger."""
    derived = {table for kind in KINDS if kind.projection for table in kind.projection.tables}
    derived |= {table for follower in REGISTRY.followers() for table in follower.tables} | REGISTRY.tables()
    return [*_LEDGER_TABLES, *sorted(derived)]


def rebuild(owner: BaseDatabaseWrapper, tell: Callable[[int, int], None] | None = None) -> None:
    """Empties and fills every derived table, in one transaction, as the owner of the tables.

    `tell` hears how many steps are done, and of how many.
    """

    def work() -> None:
        with _alone(owner, "ACCESS EXCLUSIVE") as cursor:
            _refill(cursor, tell or (lambda done, of: None))

    _retried(work)


def compare(owner: BaseDatabaseWrapper) -> list[Difference]:
    """What a rebuild would change; changes nothing. No entry is recorded meanwhile (the tables are locked)."""
    found: list[Difference] = []

    def work() -> None:
        found.clear()
        with suppress(_Undo), _alone(owner, "EXCLUSIVE") as cursor:
            for table in tables():
                cursor.execute(f"CREATE TEMP TABLE stood_{table} ON COMMIT DROP AS SELECT * FROM {table}")
            _refill(cursor, lambda done, of: None)
            for table in tables():
                found.extend(_difference(cursor, table))
            raise _Undo

    _retried(work)
    return found


@contextmanager
def _alone(owner: BaseDatabaseWrapper, mode: str) -> Iterator[Any]:
    """A transaction in which nobody records and nobody changes a derived table."""
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute("SELECT ledger_enter(true)")
        cursor.execute(f"LOCK TABLE {', '.join(tables())} IN {mode} MODE")
        yield cursor


def _retried(work: Callable[[], None]) -> None:
    """Beside a running installation somebody may hold one table and wait for the next while we do the reverse."""
    for left in reversed(range(_TRIES)):
        try:
            return work()
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.DeadlockDetected) or not left:
                raise
    return None


def _difference(cursor: Any, table: str) -> Iterator[Difference]:
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND NOT (attname = 'id' AND atttypid IN ('int4'::regtype, 'int8'::regtype))",
        (table,),
    )
    columns = cursor.fetchone()[0]
    counts = []
    for one, other in ((f"stood_{table}", table), (table, f"stood_{table}")):
        cursor.execute(f"SELECT count(*) FROM (SELECT {columns} FROM {one} EXCEPT ALL SELECT {columns} FROM {other}) d")
        counts.append(cursor.fetchone()[0])
    if any(counts):
        yield Difference(table, *counts)


def _refill(cursor: Any, tell: Callable[[int, int], None]) -> None:
    cursor.execute(f"TRUNCATE {', '.join(tables())}")
    cursor.execute(
        "INSERT INTO ledger_correction (corrects, entry, kind, unit, path, recorded_at) "
        "SELECT w.corrects, w.id, w.kind, w.unit, w.path, w.recorded_at FROM ledger_entry w "
        "WHERE w.corrects IS NOT NULL "
        f"AND NOT EXISTS (SELECT FROM ledger_entry o WHERE o.id = w.corrects AND {sql_batch.FORESTALLS})"
    )
    cursor.execute(
        "INSERT INTO ledger_stream (entry, stream, version, path, closes) "
        "SELECT id, stream, version, path, kind = ANY(%s) FROM ledger_entry WHERE stream IS NOT NULL",
        ([kind.code for kind in KINDS if kind.closes],),
    )
    projected = sorted((kind for kind in KINDS if kind.projection is not None), key=lambda kind: kind.code)
    followers = REGISTRY.followers()
    steps = len(projected) + len(followers)
    for done, kind in enumerate(projected):
        tell(done, steps)
        assert kind.projection is not None
        for new in _ids(cursor, kind.code, kind.exercises):
            kind.projection.apply(cursor, Batch(kind.code, new, exercises=kind.exercises))
    for done, follower in enumerate(followers, start=len(projected)):
        tell(done, steps)
        follower.refill(cursor)
    tell(steps, steps)


def _ids(cursor: Any, kind: str, exercises: bool) -> Iterator[list[UUID]]:
    after = UUID(int=0)
    while True:
        cursor.execute(
            "SELECT id FROM ledger_entry WHERE kind = %s AND id > %s AND (NOT exercise OR %s) ORDER BY id LIMIT %s",
            (kind, after, exercises, _CHUNK),
        )
        found = [row[0] for row in cursor.fetchall()]
        if not found:
            return
        yield found
        after = found[-1]
