"""tests · kept connections: looked at before they are used again, and asked only where there is something to read."""

from __future__ import annotations

import time
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql import base


@pytest.fixture
def asked(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What Django's own question, which wakes the server, was answered each time."""
    answers: list[bool] = []
    question = base.DatabaseWrapper.is_usable

    def ask(self: Any) -> bool:
        answers.append(question(self))
        return answers[-1]

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", ask)
    connection.ensure_connection()
    return answers


def test_a_quiet_connection_is_used_without_a_question(asked: list[bool]) -> None:
    assert connection.is_usable()
    assert asked == []


def test_a_connection_whose_server_went_away_is_known(asked: list[bool], superuser_conn: psycopg.Connection) -> None:
    pid = connection.connection.info.backend_pid
    superuser_conn.execute("SELECT pg_terminate_backend(%s)", (pid,))
    for _ in range(100):
        if asked:
            break
        usable = connection.is_usable()
        time.sleep(0.05)
    assert (usable, asked) == (False, [False])
    connection.health_check_enabled, connection.health_check_done = True, False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != pid


def test_what_the_server_says_of_itself_is_no_fault(asked: list[bool], superuser_conn: psycopg.Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN kept")
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None, "context": None}) as other:
        other.execute("NOTIFY kept")
    for _ in range(100):
        assert connection.is_usable()
        if asked:
            break
        time.sleep(0.05)
    assert asked == [True]
    with connection.cursor() as cursor:
        cursor.execute("UNLISTEN kept")
