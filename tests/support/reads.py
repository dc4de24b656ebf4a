"""tests · reads: how many rows the database looked at, which no slow machine changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

_READ = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"


def rows_read(work: Callable[[], Any]) -> int:
    """The rows of all tables that this transaction reads while the work is done."""
    with connection.cursor() as cursor:
        # With the few rows of a test a whole table is read as soon as an index; with those of a year it is not.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(_READ)
        before: int = cursor.fetchone()[0]
        work()
        cursor.execute(_READ)
        after: int = cursor.fetchone()[0]
    return int(after - before)
