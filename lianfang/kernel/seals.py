"""kernel · seals: each unit's reporting day is closed with a Merkle root, chained to the unit's seal before it.

Over the seals of all units stands the day's signed head (kernel/heads.py). The day of a seal is the window of
`recorded_at` that closes at the playbook's hour, so that the seal of the day a report speaks of is ready when the
report is confirmed (docs/why/seals.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lianfang.kernel import clock, digest, heads, open_day, scope, signing
from lianfang.kernel.clock import Day
from lianfang.kernel.ports import PORTS

NO_SEAL_BEFORE = bytes(32)
_FUNCTION = f"SELECT ledger_seal_day({', '.join(['%s'] * 22)})"


def something_recorded() -> bool:
    """Whether the ledger has entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM ledger_entry)")
        return bool(cursor.fetchone()[0])


def seal_days_until(now: datetime) -> int:
    """Seals every reporting day that closed by `now` and is not sealed yet; gives the number of units' seals made.

    Every unit gets a seal for every day from its first on, also for a day without entries and after it was closed:
    that nothing was recorded is sealed too, and a gap is always a fault. The house itself seals, whoever asks.
    """
    scope.acting_actor()
    made = 0
    last = clock.day_of(now).date - timedelta(days=1)
    with scope.acting(scope.system_actor()):
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


@dataclass(frozen=True, slots=True)
class _UnitSeal:
    unit: str
    path: str
    entries: int
    total: int
    root: bytes
    previous: bytes
    digest: bytes


def _seal_day(day: Day, now: datetime) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        # Waits for every writer that may still hold an earlier recorded_at, and lets none in meanwhile.
        cursor.execute("SELECT ledger_enter(true)")
        cursor.execute("SELECT 1 FROM ledger_seal WHERE day = %s LIMIT 1", (day.date,))
        if cursor.fetchone():
            return 0
        made = _unit_seals(cursor, day)
        _sign_and_write(cursor, day, now, made)
    return len(made)


def _unit_seals(cursor: Any, day: Day) -> list[_UnitSeal]:
    """The day's seals in the order of the units' codes."""
    roots = _roots(cursor, day)
    before = _before(cursor)
    units = {unit: path for unit, (path, _, _) in before.items()}
    units |= PORTS.units_to_seal(day.date)
    units |= {unit: path for unit, (path, _) in roots.items()}
    return [
        _unit_seal(unit, units[unit], day, roots.get(unit, ("", []))[1], *before.get(unit, ("", NO_SEAL_BEFORE, 0))[1:])
        for unit in sorted(units)
    ]


def _unit_seal(unit: str, path: str, day: Day, digests: list[bytes], previous: bytes, so_far: int) -> _UnitSeal:
    root, total = digest.merkle_root(digests), so_far + len(digests)
    text = digest.seal_text(
        unit, path, day.date.isoformat(), day.from_at, day.to_at, len(digests), total, root, previous
    )
    return _UnitSeal(unit, path, len(digests), total, root, previous, digest.of_text(text))


def _before(cursor: Any) -> dict[str, tuple[str, bytes, int]]:
    """Each unit's path and digest in its newest seal, and how many entries it had by then."""
    cursor.execute(
        "SELECT DISTINCT ON (unit) unit, path, digest, coalesce(total, (SELECT sum(entries) FROM ledger_seal earlier "
        "WHERE earlier.unit = s.unit)) FROM ledger_seal s ORDER BY unit, day DESC"
    )
    return {unit: (path, bytes(made), int(total)) for unit, path, made, total in cursor}


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


def _sign_and_write(cursor: Any, day: Day, now: datetime, made: list[_UnitSeal]) -> None:
    keys = signing.load()
    head = heads.newest(connection)
    adopted, adopts = (None, None) if head else _adopted(cursor)
    if head is None:
        cursor.execute("SELECT coalesce(sum(entries), 0) FROM ledger_seal")
        so_far = int(cursor.fetchone()[0])
    else:
        so_far = head.total
    counted = sum(each.entries for each in made)
    unheld, missing, kept = _agrees(day, counted, head.digest if head else NO_SEAL_BEFORE, keys)
    root, previous = digest.merkle_root([each.digest for each in made]), head.digest if head else NO_SEAL_BEFORE
    text = digest.head_text(
        keys.installation, day.date.isoformat(), day.from_at, day.to_at, now, len(made), counted, so_far + counted,
        unheld, missing, root, previous, adopted, adopts,
    )  # fmt: skip
    signed = signing.sign(text)
    cursor.execute(
        _FUNCTION,
        (
            day.date, day.from_at, day.to_at, now,
            *([getattr(each, name) for each in made] for name in _UnitSeal.__slots__),
            so_far + counted, unheld, missing, root, previous, adopted, adopts, digest.of_text(text),
            signed.fingerprint, signed.value, kept,
        ),
    )  # fmt: skip


def _adopted(cursor: Any) -> tuple[int | None, bytes | None]:
    """What the first head takes over: the number of seals of the first form, and the root over them."""
    cursor.execute('SELECT unit, path, day, sealed_at, digest FROM ledger_seal ORDER BY unit COLLATE "C", day')
    leaves = [
        digest.adopted_leaf(unit, path, on.isoformat(), sealed_at, bytes(made))
        for unit, path, on, sealed_at, made in cursor
    ]
    return (len(leaves), digest.merkle_root(leaves)) if leaves else (None, None)


def _agrees(day: Day, counted: int, head: bytes, keys: signing.SealKeys) -> tuple[int, int, list[UUID]]:
    """What does not agree with the running digest: entries that it does not hold, what is missing, whose links stay."""
    held = open_day.held(connection.connection, keys, from_at=day.from_at, to_at=day.to_at)
    faults = [fault for fault in held.faults if day.from_at <= fault.at < day.to_at]
    faults += open_day.shortfall(open_day.newest(), head, held.ends)
    return max(0, counted - held.inside), sum(fault.lacks for fault in faults), [fault.writer for fault in faults]


def head_proof(unit: str, day: date) -> dict[str, Any] | None:
    """How a unit's seal stands under the day's signed head: the head, and the steps from the seal's digest to its root.

    None while the day is not sealed, where it was sealed before there were heads, or outside the scope.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_seal WHERE unit = %s AND day = %s", (unit, day))
        if cursor.fetchone() is None:
            return None
    head = heads.of_day(connection, day)
    if head is None:
        return None
    # The siblings are digests alone, so that they may be known to whoever sees one of the units.
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute('SELECT unit, digest FROM ledger_seal WHERE day = %s ORDER BY unit COLLATE "C"', (day,))
        rows = cursor.fetchall()
    position = [row[0] for row in rows].index(unit)
    return {"head": head.said(), "steps": digest.inclusion_proof([bytes(row[1]) for row in rows], position)}


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
