"""shell · ledger proofs: an entry and a unit's day recomputed at the reader's wish, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lianfang.kernel import clock, digest, heads, seals, signing
from lianfang.kernel.heads import Head
from lianfang.kernel.problems import Refused
from lianfang.kernel.seals import NO_SEAL_BEFORE
from lianfang.shell.ledger.queries import Entry


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seal of a unit's reporting day."""

    unit: str
    path: str
    day: date
    from_at: datetime
    to_at: datetime
    entries: int
    root: bytes
    previous: bytes
    digest: bytes
    sealed_at: datetime
    form: int
    total: int | None

    @property
    def recomputed(self) -> bytes:
        """The seal's digest made again from what it says, in its own form."""
        return digest.of_seal_in_form(
            self.form, self.unit, self.path, self.day.isoformat(), self.from_at, self.to_at, self.entries,
            self.total or 0, self.root, self.previous,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryProof:
    """What recomputing an entry gave. `sealed` is None while its day is not sealed; `steps` lead to the root."""

    recomputed: bytes
    digest_holds: bool
    sealed: Sealed | None
    steps: Sequence[tuple[str, str]]
    root_holds: bool | None
    seal_holds: bool | None

    @property
    def holds(self) -> bool:
        return self.digest_holds and self.root_holds is not False and self.seal_holds is not False


@dataclass(frozen=True, slots=True)
class DayProof:
    """What recomputing a unit's sealed day gave."""

    sealed: Sealed
    entries: int
    root: bytes
    digests_wrong: Sequence[str]
    chained: bool

    @property
    def root_holds(self) -> bool:
        return self.root == self.sealed.root and self.entries == self.sealed.entries

    @property
    def seal_holds(self) -> bool:
        return self.sealed.recomputed == self.sealed.digest

    @property
    def holds(self) -> bool:
        return self.root_holds and self.seal_holds and self.chained and not self.digests_wrong


@dataclass(frozen=True, slots=True)
class HeadProof:
    """The newest head, and whether its content and signature hold; `signed` is None where the keys are not here."""

    head: Head
    installation: UUID | None
    fits: bool
    signed: bool | None


def newest_head() -> HeadProof | None:
    """The signed head of the day sealed last, checked; None where there is none yet."""
    head = heads.newest(connection)
    if head is None:
        return None
    try:
        keys = signing.load()
    except Refused:
        return HeadProof(head, None, fits=True, signed=None)
    usable = heads.outlived(head, keys) is None
    return HeadProof(head, keys.installation, head.fits(keys.installation), head.signed(keys) and usable)


def of_entry(entry: Entry) -> EntryProof:
    """Recomputes an entry's digest, its way to the root of its unit's day, and that day's seal."""
    made = digest.of_entry(*entry.columns)
    sealed = seal_of(entry.unit, clock.day_of(entry.recorded_at).date)
    if sealed is None:
        return EntryProof(made, made == entry.digest, None, (), None, None)
    steps = seals.proof(entry) or []
    reached = digest.root_from(made, steps)
    return EntryProof(
        made, made == entry.digest, sealed, steps, reached == sealed.root, sealed.recomputed == sealed.digest
    )


def of_day(sealed: Sealed) -> DayProof:
    """Recomputes every entry of a unit's sealed day, the root over them, and the link to the seal before."""
    made, wrong = [], []
    with connection.cursor() as cursor:
        cursor.execute(f"{_OF_WINDOW} ORDER BY recorded_at, id", (sealed.unit, sealed.from_at, sealed.to_at))
        for *columns, stored in cursor:
            recomputed = digest.of_entry(*columns)
            made.append(recomputed)
            if recomputed != bytes(stored):
                wrong.append(str(columns[0]))
    before = seal_before(sealed.unit, sealed.day)
    previous = before.digest if before else NO_SEAL_BEFORE
    return DayProof(sealed, len(made), digest.merkle_root(made), wrong, previous == sealed.previous)


def seal_of(unit: str, day: date) -> Sealed | None:
    """The seal of a unit's day; None while it is not sealed, or outside the scope."""
    found = _seals("unit = %s AND day = %s", (unit, day), 1)
    return found[0] if found else None


def seal_before(unit: str, day: date) -> Sealed | None:
    """The unit's newest seal before a day."""
    found = _seals("unit = %s AND day < %s", (unit, day), 1)
    return found[0] if found else None


def chain_of(unit: str, *, size: int, before: date | None = None) -> list[Sealed]:
    """A unit's seals, newest first."""
    if before is None:
        return _seals("unit = %s", (unit,), size)
    return _seals("unit = %s AND day < %s", (unit, before), size)


def newest(*, size: int, after_unit: str = "") -> list[Sealed]:
    """The newest seal of each unit in scope, in the order of their codes."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_SEAL} FROM ledger_seal WHERE to_at = (SELECT max(to_at) FROM ledger_seal) AND unit > %s "
            "ORDER BY unit LIMIT %s",
            (after_unit, size),
        )
        return [_sealed(row) for row in cursor]


_SEAL = "unit, path, day, from_at, to_at, entries, root, previous, digest, sealed_at, form, total"
_OF_WINDOW = (
    "SELECT id, kind, unit, path, place, person, stream, version, occurred_at, known_at, recorded_at, recorded_by, "
    "origin, evidence, exercise, corrects, reason, data::text, digest FROM ledger_entry "
    "WHERE unit = %s AND recorded_at >= %s AND recorded_at < %s"
)


def _seals(where: str, parameters: tuple[Any, ...], size: int) -> list[Sealed]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SEAL} FROM ledger_seal WHERE {where} ORDER BY day DESC LIMIT %s", (*parameters, size))
        return [_sealed(row) for row in cursor]


def _sealed(row: Sequence[Any]) -> Sealed:
    values: list[Any] = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    return Sealed(*values)
