"""kernel · kept: what takes long to add up over a wide tree is kept for a moment, with its own as-of.

A wide tree has so many units that adding it up is felt. Its answer is used again by this process while the database
is exactly as it was (the same snapshot: nobody has written anything), and else for at most two seconds; pages print
the moment for which it holds. Inside a transaction, where a sum is recorded, everything is always recalculated.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from lianfang.kernel import reading
from lianfang.kernel.scope import Actor

WIDE_FROM_UNITS = 300
_KEPT_SECONDS = 2.0
_KEPT_MOST = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer, the state of the database before it was calculated, and when that was (campaign's and machine's)."""

    value: Any
    snapshot: str
    now: datetime
    made_at: float


_kept: dict[Hashable, _Answer] = {}
_wide: set[str] = set()  # the paths under which this process has met many units


@contextmanager
def whole_tables() -> Iterator[None]:
    """Inside, the planner joins whole tables: it knows neither the width of a tree nor that of a scope, and a
    nested loop over ten thousand units takes twice as long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")


def kept(
    actor: Actor,
    prefix: str,
    key: Hashable,
    now: datetime,
    make: Callable[[], T],
    *,
    units: Callable[[T], int] | None = None,
) -> tuple[T, datetime]:
    """`make()`, or its answer of a moment ago, and the moment for which it holds.

    `key` must say everything that the answer depends on besides the database; an actor who does not see all of the
    subtree is always answered again. `units` tells from an answer how many units it covers: until a tree is known to
    be wide nothing of it is kept. Without it the caller knows that it is.
    """
    if connection.in_atomic_block or not actor.sees(prefix):
        return make(), now
    known = _kept.get(key)
    if known is not None and time.monotonic() - known.made_at < _KEPT_SECONDS and known.now <= now:
        return known.value, known.now
    wide = units is None or prefix in _wide
    if wide:
        reading.in_earnest()
    snapshot = _snapshot() if wide else ""
    if known is not None and snapshot and known.snapshot == snapshot:
        value = known.value
    elif wide:
        with whole_tables():
            value = make()
    else:
        value = make()
    if units is not None and units(value) >= WIDE_FROM_UNITS:
        _wide.add(prefix)
    if units is None or prefix in _wide:
        _keep(key, _Answer(value, snapshot, now, time.monotonic()))
    return value, now


def _keep(key: Hashable, answer: _Answer) -> None:
    if len(_kept) >= _KEPT_MOST:
        _kept.clear()
    _kept[key] = answer


def forget() -> None:
    """Drops what this process keeps (after it has written something itself)."""
    _kept.clear()


def _snapshot() -> str:
    """Which transactions this moment sees; the same words twice mean that nothing was written between."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        found: str = cursor.fetchone()[0]
    return found
