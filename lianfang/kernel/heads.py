"""kernel · heads: the signed chain over the whole installation, one head for each sealed day.

A head binds the number of units and entries and the root over all units' seals, so that a missing day, unit or tail
shows; it is signed with a key that is not in the database (kernel/signing.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import digest, signing
from lianfang.kernel.signing import Key, SealKeys

COLUMNS = (
    "day, from_at, to_at, sealed_at, units, entries, total, unheld, missing, root, previous, adopted, adopts, "
    "digest, key, signature"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The seal of a reporting day of the whole installation."""

    day: date
    from_at: datetime
    to_at: datetime
    sealed_at: datetime
    units: int
    entries: int
    total: int
    unheld: int
    missing: int
    root: bytes
    previous: bytes
    adopted: int | None
    adopts: bytes | None
    digest: bytes
    key: str
    signature: bytes

    def text(self, installation: UUID) -> bytes:
        """What is signed."""
        return digest.head_text(
            installation, self.day.isoformat(), self.from_at, self.to_at, self.sealed_at, self.units, self.entries,
            self.total, self.unheld, self.missing, self.root, self.previous, self.adopted, self.adopts,
        )  # fmt: skip

    def fits(self, installation: UUID) -> bool:
        """Whether the digest is that of the content."""
        return digest.of_text(self.text(installation)) == self.digest

    def signed(self, keys: SealKeys) -> bool:
        """Whether one of the keys made the signature."""
        return signing.check(self.text(keys.installation), self.key, self.signature, keys)

    def said(self) -> dict[str, Any]:
        """The head as JSON: moments as whole microseconds, digests in hex."""
        moments = {name: digest.micros(getattr(self, name)) for name in ("from_at", "to_at", "sealed_at")}
        counted = {name: getattr(self, name) for name in ("units", "entries", "total", "unheld", "missing", "adopted")}
        return {
            "day": self.day.isoformat(),
            **moments,
            **counted,
            "root": self.root.hex(),
            "previous": self.previous.hex(),
            "adopts": None if self.adopts is None else self.adopts.hex(),
            "digest": self.digest.hex(),
            "key": self.key,
            "signature": self.signature.hex(),
        }


def outlived(head: Head, keys: Mapping[str, Key] | SealKeys) -> Key | None:
    """The head's key, where it had been revoked or retired before the head says that it was sealed."""
    key = keys.get(head.key)
    if key is None:
        return None
    revoked = key.revoked_at is not None and head.sealed_at >= key.revoked_at
    retired = key.valid_to is not None and head.sealed_at > key.valid_to
    return key if revoked or retired else None


def all_of(database: BaseDatabaseWrapper) -> list[Head]:
    """Every head, in the order of days."""
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM ledger_head ORDER BY day")
        return [of_row(row) for row in cursor]


def of_day(database: BaseDatabaseWrapper, day: date) -> Head | None:
    """The head of a day; None while it is not sealed, or was sealed before there were heads."""
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM ledger_head WHERE day = %s", (day,))
        row = cursor.fetchone()
    return of_row(row) if row else None


def newest(database: BaseDatabaseWrapper) -> Head | None:
    """The head of the day sealed last."""
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM ledger_head ORDER BY day DESC LIMIT 1")
        row = cursor.fetchone()
    return of_row(row) if row else None


def of_row(row: Sequence[Any]) -> Head:
    """A head from the columns of `COLUMNS`."""
    values: list[Any] = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    return Head(*values)
