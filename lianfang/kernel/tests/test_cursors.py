"""kernel · tests of statements that go together: they are sent at the end, all at once, and answered in their order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from lianfang.kernel import cursors

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """For what the connection waited, so that a test can tell that it waited for nothing."""
    connection.ensure_connection()
    heard: list[object] = []
    real = connection.connection.wait

    def noted(asked: Any) -> Any:
        """The driver's own question to the connection, each time that it must wait noted."""
        try:
            state = next(asked)
            while True:
                heard.append(state)
                state = asked.send((yield state))
        except StopIteration as end:
            return end.value

    monkeypatch.setattr(
        connection.connection, "wait", lambda asked, *given, **named: real(noted(asked), *given, **named)
    )
    return heard


def test_nothing_is_sent_before_the_end(waited: list[object]) -> None:
    with transaction.atomic(), cursors.prepared_cursor() as one, cursors.prepared_cursor() as other:
        with cursors.together():
            one.execute("SELECT %s::int", (1,))
            other.execute("SELECT %s::int", (2,))
            assert waited == []
        assert waited
        assert [one.fetchone(), other.fetchone()] == [(1,), (2,)]


def test_what_is_larger_than_every_buffer_arrives(waited: list[object]) -> None:
    long = "长" * 3_000_000
    with transaction.atomic(), cursors.prepared_cursor() as one, cursors.prepared_cursor() as other:
        with cursors.together():
            one.execute("SELECT %s::text", (long,))
            other.execute("SELECT length(%s::text)", (long,))
        assert [one.fetchone(), other.fetchone()] == [(long,), (len(long),)]


def test_an_answer_can_be_read_before_the_end_and_what_follows_still_goes(waited: list[object]) -> None:
    with transaction.atomic(), cursors.prepared_cursor() as one, cursors.prepared_cursor() as other:
        with cursors.together():
            one.execute("SELECT 1")
            assert one.fetchone() == (1,)
            other.execute("SELECT 2")
        assert other.fetchone() == (2,)


def test_one_within_the_other_is_sent_with_it(waited: list[object]) -> None:
    with transaction.atomic(), cursors.prepared_cursor() as one, cursors.prepared_cursor() as other:
        with cursors.together():
            one.execute("SELECT 1")
            with cursors.together():
                other.execute("SELECT 2")
        assert [one.fetchone(), other.fetchone()] == [(1,), (2,)]


@transaction.atomic
def _a_fault_first(one: Any, other: Any) -> None:
    with cursors.together():
        one.execute("SELECT 1/%s::int", (0,))
        other.execute("SELECT 2")


def test_a_fault_is_told_at_the_end_and_the_connection_goes_on(waited: list[object]) -> None:
    with cursors.prepared_cursor() as one, cursors.prepared_cursor() as other:
        with pytest.raises(DatabaseError):
            _a_fault_first(one, other)
        one.execute("SELECT 3")
        assert one.fetchone() == (3,)
