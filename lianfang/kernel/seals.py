"""kernel · seals: each unit's reporting day is closed with a Merkle root, chained to the unit's seal before it.

The day of a seal is the window of `recorded_at` that closes at the playbook's hour, so that the seal of the
day a report speaks of is ready when the report is confirmed (docs/why/seals.md).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from lianfang.kernel import clock, digest
from lianfang.kernel.clock import Day
from lianfang.kernel.ports import PORTS
from lianfang.kernel.scope import acting_actor

NO_SEAL_BEFORE = bytes(32)


def seal_days_until(now: datetime) -> int:
    """Seals every reporting day that closed by `now` and is not sealed yet; gives the number of seals made.

    Every unit gets a seal for every day from its first entry on, also for a day without entries: that nothing
    was recorded is sealed too. Runs as an actor who sees every unit.
    """
    acting_actor()
    made = 0
    last = clock.day_of(now).date - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(day) FROM ledger_seal")
        sealed = cursor.fetchone()[0]
        if sealed is None:
            cursor.execute("SELECT min(recorded_at) FROM ledger_entry")
            first = cursor.fetchone()[0]
            if first is None:
                return 0
            sealed = clock.day_of(first).date - timedelta(days=1)
    while sealed < last:
        sealed += timedelta(days=1)
        made += _seal_day(clock.reporting_day(sealed), now)
    return made


def _seal_day(day: Day, now: datetime) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        # Waits for every writer that may still hold an earlier recorded_at, and lets none in meanwhile.
        cursor.execute("SELECT pg_advisory_xact_lock(161, 1)")
        cursor.execute("SELECT 1 FROM ledger_seal WHERE day = %s LIMIT 1", (day.date,))
        if cursor.fetchone():
            return 0
        roots = _roots(cursor, day)
        units = dict(PORTS.units_to_seal(day.date))
        units.update({unit: path for unit, (path, _) in roots.items()})
        cursor.execute("SELECT DISTINCT ON (unit) unit, digest FROM ledger_seal ORDER BY unit, day DESC")
        previous = {unit: bytes(value) for unit, value in cursor}
        rows = [
            _seal_row(unit, path, day, roots.get(unit, (path, []))[1], previous.get(unit, NO_SEAL_BEFORE), now)
            for unit, path in sorted(units.items())
        ]
        cursor.executemany(
            "INSERT INTO ledger_seal (id, unit, path, day, from_at, to_at, entries, root, previous, digest, sealed_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
    return len(rows)


def _roots(cursor: Any, day: Day) -> dict[str, tuple[str, list[bytes]]]:
    cursor.execute(
        "SELECT unit, path, digest FROM ledger_entry WHERE recorded_at >= %s AND recorded_at < %s "
        "ORDER BY unit, recorded_at, id",
        (day.from_at, day.to_at),
    )
    found: dict[str, tuple[str, list[bytes]]] = {}
    for unit, rows in groupby(cursor.fetchall(), key=lambda row: row[0]):
        listed = list(rows)
        found[unit] = (listed[-1][1], [bytes(row[2]) for row in listed])
    return found


def _seal_row(unit: str, path: str, day: Day, digests: list[bytes], previous: bytes, now: datetime) -> tuple[Any, ...]:
    root, name = digest.merkle_root(digests), day.date.isoformat()
    made = digest.of_seal(unit, name, day.from_at, day.to_at, len(digests), root, previous)
    return (
        f"{unit}:{name}", unit, path, day.date, day.from_at, day.to_at, len(digests), root, previous, made, now,
    )  # fmt: skip


def proof(entry: Any) -> list[tuple[str, str]] | None:
    """The steps from an entry's digest to the root of its unit's day; None while that day is not sealed."""
    day = clock.day_of(entry.recorded_at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_at, to_at FROM ledger_seal WHERE unit = %s AND day = %s", (entry.unit, day.date))
        window = cursor.fetchone()
        if window is None:
            return None
        cursor.execute(
            "SELECT id, digest FROM ledger_entry WHERE unit = %s AND recorded_at >= %s AND recorded_at < %s "
            "ORDER BY recorded_at, id",
            (entry.unit, *window),
        )
        rows = cursor.fetchall()
    position = [row[0] for row in rows].index(entry.id)
    return digest.inclusion_proof([bytes(row[1]) for row in rows], position)


def roots_by_unit(units: list[str], day: Day) -> dict[str, bytes]:
    """The seal digests of some units for one day, where sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit, digest FROM ledger_seal WHERE day = %s AND unit = ANY(%s)", (day.date, units))
        found: dict[str, bytes] = defaultdict(bytes)
        found.update({unit: bytes(value) for unit, value in cursor})
    return dict(found)
