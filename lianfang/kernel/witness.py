"""kernel · witness: the head of all seals as somebody keeps it elsewhere.

A witness is one line: JSON with the newest signed head, each unit's newest seal and the open day's last checkpoint; or
the head alone in the compact form that stands on paper and in a QR code. Whoever rewrites this installation afterwards,
its key file included, cannot change the line that lies elsewhere (docs/why/seals.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import digest, heads, open_day, seal_problems, signing
from lianfang.kernel.heads import Head
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import prefix_range

FORM = 1
MARK = "LIANFANG"


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A unit's newest seal; `total` is absent where it was sealed before seals told it."""

    day: date
    seal: bytes
    total: int | None


@dataclass(frozen=True, slots=True)
class Witness:
    """Everything that a witness says. One read from paper has the head alone, and its moment is the head's."""

    installation: UUID
    head: Head
    made_at: datetime
    key: str
    units: Mapping[str, UnitMark] = field(default_factory=dict)
    open: Mapping[str, Any] | None = None
    public: bytes | None = None
    signature: bytes | None = None

    def said(self) -> dict[str, Any]:
        """The witness as JSON."""
        return {
            "lianfang": "witness",
            "form": FORM,
            "installation": str(self.installation),
            "head": self.head.said(),
            "units": {
                unit: {"day": mark.day.isoformat(), "seal": mark.seal.hex(), "total": mark.total}
                for unit, mark in sorted(self.units.items())
            },
            "open": self.open,
            "made_at": digest.micros(self.made_at),
            "key": self.key,
            "public": None if self.public is None else self.public.hex(),
            "signature_of_witness": None if self.signature is None else self.signature.hex(),
        }

    @property
    def text(self) -> bytes:
        """What the witness as a whole is signed over: its form, and its JSON with sorted keys."""
        said = {name: value for name, value in self.said().items() if name != "signature_of_witness"}
        return f"lianfang witness {FORM}\n{_json(said)}".encode()

    @property
    def line(self) -> str:
        """The witness as it is kept: one line of JSON."""
        return _json(self.said())


def make(database: BaseDatabaseWrapper, *, now: datetime, under: str = "") -> Witness:
    """A witness of what is sealed now, signed. The head binds every unit; those at or below the path `under` are
    listed.

    Raises `witness_none` before the first head.
    """
    head = heads.newest(database)
    if head is None:
        raise Refused(seal_problems.WITNESS_NONE)
    keys, checkpoint = signing.load(), open_day.newest()
    key = keys.current
    bare = Witness(
        installation=keys.installation,
        head=head,
        made_at=now,
        key=key.fingerprint,
        units=_marks(database, under),
        open=open_day.said(checkpoint) if checkpoint else None,
        public=key.public,
    )
    return replace(bare, signature=signing.sign(bare.text).value)


def newest_text() -> str:
    """The newest head in its compact form, as documents carry it; empty before the first."""
    head = heads.newest(connection)
    if head is None:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM kernel_installation")
        return compact(head, cursor.fetchone()[0])


def compact(head: Head, installation: UUID) -> str:
    """The head in the characters that a QR code packs closest; `parse` takes it back."""
    said = head.said() | {"installation": str(installation)}
    return ":".join([MARK, str(FORM), *("" if said[name] is None else str(said[name]).upper() for name in COMPACT)])


# The fields of the compact form, in their order.
NUMBERS = ("from_at", "to_at", "sealed_at", "units", "entries", "total", "unheld", "missing")
COMPACT = ("installation", "day", *NUMBERS, "root", "previous", "adopted", "adopts", "key", "signature")


def _marks(database: BaseDatabaseWrapper, under: str) -> dict[str, UnitMark]:
    low, high = prefix_range(under)
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (unit) unit, day, digest, total FROM ledger_seal WHERE path >= %s AND path < %s "
            "ORDER BY unit, day DESC",
            (low, high),
        )
        return {unit: UnitMark(day, bytes(seal), total) for unit, day, seal, total in cursor}


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
