"""kernel · tests of steps: who comes second decides again, and gives up in the end."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import OperationalError, connection

from lianfang.kernel.problems import NOT_FOUND, STREAM_MOVED, Refused
from lianfang.kernel.steps import Lost, takes_step


def _losing(times: int, error: Callable[[], Exception]) -> tuple[Callable[[], int], list[bool]]:
    """An act that loses so many times, and whether it was in a transaction each time it began."""
    began: list[bool] = []

    @takes_step
    def act() -> int:
        began.append(connection.in_atomic_block)
        if len(began) <= times:
            raise error()
        return len(began)

    return act, began


def _deadlock() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = psycopg.errors.DeadlockDetected()
    return error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [Lost, lambda: Refused(STREAM_MOVED, version=1), _deadlock])
def test_what_was_lost_is_decided_again_each_time_in_a_transaction(error: Callable[[], Exception]) -> None:
    act, began = _losing(4, error)
    assert act() == 5
    assert began == [True] * 5
    lost, began = _losing(5, error)
    with pytest.raises((Lost, Refused, OperationalError)):
        lost()
    assert len(began) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("error", [_deadlock, lambda: Refused(NOT_FOUND), lambda: OperationalError("disk full")])
def test_what_no_second_try_mends_is_raised_at_once(error: Callable[[], Exception]) -> None:
    """A deadlock among them: it has taken the caller's transaction along."""
    act, began = _losing(1, error)
    with pytest.raises((Refused, OperationalError)):
        act()
    assert len(began) == 1
