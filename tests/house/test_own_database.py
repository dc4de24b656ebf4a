"""tests · house: the tests' own database is the same for every run, however long the run has lasted."""

from __future__ import annotations

import psycopg


def test_no_statistics_are_gathered_while_tests_run(superuser_conn: psycopg.Connection) -> None:
    """A plan that a test reads must not depend on whether autovacuum has come by."""
    watched = superuser_conn.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition "
        "AND relnamespace = 'public'::regnamespace "
        "AND NOT coalesce(reloptions @> ARRAY['autovacuum_enabled=false'], false) AND relname NOT LIKE 'test\\_%'"
    ).fetchall()
    assert watched == []
