"""kernel · bundle: one sealed day of one unit as one file that verifies without this house (tools/verify_bundle.py)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import digest, heads, seal_problems, signing, sql_batch
from lianfang.kernel.heads import Head
from lianfang.kernel.problems import Refused

FORM = 1
_ENTRIES = (
    "SELECT " + ", ".join("data::text" if name == "data" else name for name, _ in sql_batch.COLUMNS)
    + " FROM ledger_entry WHERE unit = %s AND recorded_at >= %s AND recorded_at < %s ORDER BY recorded_at, id"
)  # fmt: skip
_SEAL = "unit, path, day, from_at, to_at, entries, total, root, previous, digest, sealed_at, form"


def make(database: BaseDatabaseWrapper, unit: str, day: date) -> dict[str, Any]:
    """The day's entries exactly as digested, their seal, its way to the head, the head and its public key.

    `database` sees every unit: the way to the head goes past their seals. Raises `not_sealed`.
    """
    seal = _seal(database, unit, day)
    head, steps = _way(database, seal)
    keys = signing.load()
    key = keys.get(head.key)
    if key is None:
        raise Refused(seal_problems.WITNESS_KEY_UNKNOWN, key=head.key)
    with database.cursor() as cursor:
        cursor.execute(_ENTRIES, (unit, seal["from_at"], seal["to_at"]))
        names = [name for name, _ in sql_batch.COLUMNS]
        entries = [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor]
    return {
        "lianfang": "bundle",
        "form": FORM,
        "installation": str(keys.installation),
        "entries": entries,
        "seal": {name: _plain(value) for name, value in seal.items()},
        "steps": [list(step) for step in steps],
        "head": head.said(),
        "public": key.public.hex(),
    }


def as_text(made: dict[str, Any]) -> str:
    """The bundle as its file holds it."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _seal(database: BaseDatabaseWrapper, unit: str, day: date) -> dict[str, Any]:
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {_SEAL} FROM ledger_seal WHERE unit = %s AND day = %s", (unit, day))
        row = cursor.fetchone()
    if row is None:
        raise Refused(seal_problems.NOT_SEALED, unit=unit, day=day.isoformat())
    return dict(zip(_SEAL.split(", "), row, strict=True))


def _way(database: BaseDatabaseWrapper, seal: dict[str, Any]) -> tuple[Head, list[tuple[str, str]]]:
    """The head that holds the seal and the steps to it; a seal of the first form is held by the head that adopts it."""
    with database.cursor() as cursor:
        if seal["form"] == 1:
            cursor.execute("SELECT day FROM ledger_head WHERE adopts IS NOT NULL ORDER BY day LIMIT 1")
            adopting = cursor.fetchone()
            held_by = adopting and adopting[0]
            cursor.execute(
                "SELECT unit, day, path, sealed_at, digest FROM ledger_seal WHERE form = 1 "
                'ORDER BY unit COLLATE "C", day'
            )
            leaves = {
                (unit, day): digest.adopted_leaf(unit, path, day.isoformat(), sealed_at, bytes(made))
                for unit, day, path, sealed_at, made in cursor
            }
        else:
            held_by = seal["day"]
            cursor.execute(
                'SELECT unit, digest FROM ledger_seal WHERE day = %s ORDER BY unit COLLATE "C"', (seal["day"],)
            )
            leaves = {(unit, seal["day"]): bytes(made) for unit, made in cursor}
    head = heads.of_day(database, held_by) if held_by else None
    if head is None:
        raise Refused(seal_problems.NOT_SEALED, unit=seal["unit"], day=seal["day"].isoformat())
    position = list(leaves).index((seal["unit"], seal["day"]))
    return head, digest.inclusion_proof(list(leaves.values()), position)


def _plain(value: Any) -> Any:
    """A column as JSON carries it: moments in whole microseconds, bytes in hex, what is absent null."""
    if isinstance(value, datetime):
        return digest.micros(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
