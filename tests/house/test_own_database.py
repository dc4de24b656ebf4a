"""tests · house: the tests' own database is the same for every run, however long the run has lasted."""

from __future__ import annotations

import os

import psycopg


def test_no_statistics_are_gathered_while_tests_run(superuser_conn: psycopg.Connection) -> None:
    """A plan that a test reads must not depend on whether autovacuum has come by."""
    assert superuser_conn.execute("SHOW autovacuum").fetchone() == ("off",)


def test_what_a_command_says_to_its_process_ends_with_its_test(same_environment: dict[str, str]) -> None:
    """`lianfang --data FOLDER` sets DATA for itself, and tests run commands in their own process."""
    assert same_environment["DATA"] == os.environ["LIANFANG_TESTS"] == os.environ["DATA"]
