"""reporting · keeping: what takes long to add up over a wide tree is kept for a moment, and said with its own as-of.

A wide tree has so many units that adding it up is felt. Its answer is used again by this process while the database
is exactly as it was (the same snapshot: nobody has written anything), and else for at most two seconds; pages print
the moment for which it holds. Inside a transaction, where reports are filed, everything is always reckoned anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from lianfang.kernel.scope import Actor, prefix_range

WIDE_FROM_UNITS = 300
_KEPT_SECONDS = 2.0
_KEPT_MOST = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer, the state of the database before it was reckoned, and when that was (campaign's and machine's)."""

    value: Any
    snapshot: str
    now: datetime
    made_at: float


_kept: dict[Hashable, _Answer] = {}


def wide(prefix: str) -> bool:
    """Whether so many units stand under a path that the planner is to expect it."""
    low, high = prefix_range(prefix)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM units_path WHERE path >= %s AND path < %s LIMIT %s) few",
            (low, high, WIDE_FROM_UNITS),
        )
        found: int = cursor.fetchone()[0]
    return found >= WIDE_FROM_UNITS


@contextmanager
def whole_tables() -> Iterator[None]:
    """Inside, the planner joins whole tables: it knows neither the width of a tree nor that of a scope, and a
    nested loop over ten thousand units takes twice as long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")


def kept(actor: Actor, prefix: str, key: Hashable, now: datetime, make: Callable[[], T]) -> tuple[T, datetime]:
    """`make()`, or its answer of a moment ago, and the moment for which it holds.

    `key` must say everything that the answer depends on besides the database; an actor who does not see all of the
    subtree is always answered anew.
    """
    if connection.in_atomic_block or not actor.sees(prefix):
        return make(), now
    known = _kept.get(key)
    if known is not None and time.monotonic() - known.made_at < _KEPT_SECONDS and known.now <= now:
        return known.value, known.now
    snapshot = _snapshot()
    if known is not None and known.snapshot == snapshot:
        value = known.value
    else:
        with whole_tables():
            value = make()
    if len(_kept) >= _KEPT_MOST:
        _kept.clear()
    _kept[key] = _Answer(value, snapshot, now, time.monotonic())
    return value, now


def forget() -> None:
    """Drops what this process keeps (after it has written something itself)."""
    _kept.clear()


def _snapshot() -> str:
    """Which transactions this moment sees; the same words twice mean that nothing was written between."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        found: str = cursor.fetchone()[0]
    return found
