"""kernel · steps: one step in the life of a thing: decided on what stands, and decided again where it has moved.

The ledger takes each step of a stream once (`Draft.stream`, `Draft.version`). Of two who decide at once, one comes
second: it looks again, and may now find that there is nothing left to do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

import psycopg
from django.db import OperationalError, connection, transaction

from lianfang.kernel.problems import STREAM_MOVED, Refused

_TRIES = 5

P = ParamSpec("P")
T = TypeVar("T")


class Lost(Exception):
    """Somebody else's step or correction came first between our check and our write: try again."""


def takes_step(act: Callable[P, T]) -> Callable[P, T]:
    """An action that takes a step: in one transaction, and from its beginning again where another came first.

    The action counts the step (`next_version`) before it reads what it decides on: whoever decides on what has moved
    on since, loses. Raises `stream_moved` where it loses each time.
    """

    @wraps(act)
    def taken(*args: P.args, **kwargs: P.kwargs) -> T:
        return again(lambda: act(*args, **kwargs))

    return taken


def again(act: Callable[[], T]) -> T:
    """What an act gives in a transaction of its own, repeated where a race or a deadlock was lost.

    A deadlock takes the caller's transaction along, so inside one it is raised. So is what was lost each time.
    """
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                return act()
        except (Lost, Refused, OperationalError) as error:
            if not left or not _passes(error):
                raise
    raise AssertionError("unreachable")


def _passes(error: Exception) -> bool:
    """Whether the next try may go better."""
    if isinstance(error, Refused):
        return error.problem is STREAM_MOVED
    if isinstance(error, OperationalError):
        passing = psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure
        return isinstance(error.__cause__, passing) and not connection.in_atomic_block
    return True


def next_version(stream: UUID, entry: UUID | None = None) -> int:
    """The number of the next step of a stream; of an `entry` that is a step of it already, its own number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(version) FILTER (WHERE entry = %s), coalesce(max(version), 0) + 1) "
            "FROM ledger_stream WHERE stream = %s",
            (entry, stream),
        )
        version: int = cursor.fetchone()[0]
    return version
