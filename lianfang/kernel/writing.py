"""kernel · writing: the connection's side of the journal: the staging table and the months."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections

from lianfang.kernel import ids, sql_batch

_ID_DAY = 86_400_000 << 80  # how far a UUIDv7 moves in a day
_KNOWN = "_lianfang_months"


def stage(cursor: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    """Puts the rows into the connection's staging table with a binary COPY."""
    cursor.execute(sql_batch.STAGE)
    cursor.execute("DELETE FROM ledger_staged")
    with psycopg.Cursor(connection.connection).copy(sql_batch.COPY_STAGED) as copy:
        copy.set_types(sql_batch.TYPES)
        for row in rows:
            copy.write_row(row)


def open_months(cursor: Any, minted: Iterable[UUID]) -> None:
    """Makes sure that the ledger has a partition for each month of the ids.

    Each backend connection remembers which it saw: another database may lack them.
    """
    one_a_day = {one.int // _ID_DAY: one for one in minted}
    months = {(at.year, at.month) for at in map(ids.minted_at, one_a_day.values())}
    here = connections[DEFAULT_DB_ALIAS]
    known: tuple[object, set[tuple[int, int]]] = getattr(here, _KNOWN, (None, set()))
    opened = known[1] if known[0] is here.connection else set()
    missing = months - opened
    for month in sorted(missing):
        if not _stands(cursor, month):
            _open(month)
            if not _stands(cursor, month):
                raise RuntimeError(f"the ledger has no month {month[0]}-{month[1]:02d}")
    if missing:
        setattr(here, _KNOWN, (here.connection, opened | missing))


def _stands(cursor: Any, month: tuple[int, int]) -> bool:
    cursor.execute("SELECT ledger_month_stands(make_date(%s, %s, 1))", month)
    return bool(cursor.fetchone()[0])


def _open(month: tuple[int, int]) -> None:
    """On a connection of its own, so that no recording keeps others out of the month, or out of the ledger, while it
    waits for its turn."""
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("SELECT ledger_open_month(make_date(%s, %s, 1))", month)
    finally:
        apart.close()
