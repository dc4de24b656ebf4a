"""kernel · verify: recomputes every digest and every seal, and names what does not agree.

Streams the ledger in the order of its seals, so that its memory does not grow with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import clock, digest, sql_batch
from lianfang.kernel.registry import REGISTRY, Discrepancy
from lianfang.kernel.seals import NO_SEAL_BEFORE

_CHUNK = 5000
_SELECT = (
    "SELECT " + ", ".join("data::text" if name == "data" else name for name, _ in sql_batch.COLUMNS)
    + " FROM ledger_entry"
)  # fmt: skip


@dataclass
class Verification:
    """The outcome: how much was recomputed and everything that did not agree."""

    entries: int = 0
    seals: int = 0
    found: list[Discrepancy] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.found


@dataclass(frozen=True, slots=True)
class _Sealed:
    unit: str
    day: date
    from_at: datetime
    to_at: datetime
    entries: int
    root: bytes
    previous: bytes
    digest: bytes


def verify(
    database: BaseDatabaseWrapper,
    *,
    unit: str | None = None,
    first: date | None = None,
    last: date | None = None,
    tell: Callable[[int], None] | None = None,
) -> Verification:
    """Recomputes the ledger of all units or of one, of all days or of some.

    `database` is a connection that sees what is to be verified. What areas derive and promise to keep (reports)
    is compared too when everything is verified. `tell` hears now and then how many entries are done.
    """
    outcome = Verification()
    seals = _seals(database, unit)
    _check_chain(seals, outcome)
    _check_entries(database, seals, outcome, unit, first, last, tell)
    if unit is None and first is None and last is None:
        for card in REGISTRY.cards.values():
            for verifier in card.verifiers:
                outcome.found.extend(verifier(database))
    return outcome


def _seals(database: BaseDatabaseWrapper, unit: str | None) -> dict[str, list[_Sealed]]:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT unit, day, from_at, to_at, entries, root, previous, digest FROM ledger_seal "
            "WHERE %s::text IS NULL OR unit = %s ORDER BY unit, day",
            (unit, unit),
        )
        seals: dict[str, list[_Sealed]] = {}
        for row in cursor:
            sealed = _Sealed(*row[:5], *(bytes(value) for value in row[5:]))
            seals.setdefault(sealed.unit, []).append(sealed)
    return seals


def _check_chain(seals: dict[str, list[_Sealed]], outcome: Verification) -> None:
    for unit, chain in seals.items():
        previous = NO_SEAL_BEFORE
        for sealed in chain:
            outcome.seals += 1
            day = sealed.day.isoformat()
            made = digest.of_seal(unit, day, sealed.from_at, sealed.to_at, sealed.entries, sealed.root, sealed.previous)
            if made != sealed.digest:
                outcome.found.append(
                    Discrepancy("seal", unit, day, "", "封印与其内容不符 / the seal does not fit its content")
                )
            if sealed.previous != previous:
                outcome.found.append(
                    Discrepancy("seal", unit, day, "", "与前一封印不相连 / the seal is not chained to the one before")
                )
            previous = sealed.digest


def _check_entries(
    database: BaseDatabaseWrapper,
    seals: dict[str, list[_Sealed]],
    outcome: Verification,
    unit: str | None,
    first: date | None,
    last: date | None,
    tell: Callable[[int], None] | None,
) -> None:
    walk = _Walk(seals, outcome, first, last)
    for row in _stream(database, unit, first, last):
        outcome.entries += 1
        walk.step(row)
        if tell is not None and not outcome.entries % _CHUNK:
            tell(outcome.entries)
    walk.finish()


class _Walk:
    """Goes through the entries in the order (unit, recorded_at, id) beside the seals in theirs."""

    def __init__(
        self, seals: dict[str, list[_Sealed]], outcome: Verification, first: date | None, last: date | None
    ) -> None:
        self.waiting = {
            unit: [s for s in chain if (not first or s.day >= first) and (not last or s.day <= last)]
            for unit, chain in seals.items()
        }
        self.outcome = outcome
        self.unit = ""
        self.chain: list[_Sealed] = []
        self.digests: list[bytes] = []

    def step(self, row: tuple[Any, ...]) -> None:
        unit, recorded_at, stored = row[2], row[10], row[18]
        if unit != self.unit:
            self._close_unit()
            self.unit, self.chain = unit, self.waiting.pop(unit, [])
        while self.chain and recorded_at >= self.chain[0].to_at:
            self._close_day()
        if digest.of_entry(*row[:18]) != stored:
            day = clock.day_of(recorded_at).date.isoformat()
            self.outcome.found.append(
                Discrepancy("entry", unit, day, str(row[0]), "内容与摘要不符 / the content does not fit the digest")
            )
        if self.chain and recorded_at >= self.chain[0].from_at:
            self.digests.append(stored)

    def _close_day(self) -> None:
        sealed, digests, self.digests = self.chain.pop(0), self.digests, []
        if len(digests) != sealed.entries or digest.merkle_root(digests) != sealed.root:
            says = (
                f"封存 {sealed.entries} 条，现有 {len(digests)} 条，根值不符 / sealed with {sealed.entries} entries, "
                f"now {len(digests)}; the root differs"
            )
            self.outcome.found.append(Discrepancy("day", sealed.unit, sealed.day.isoformat(), "", says))

    def _close_unit(self) -> None:
        while self.chain:
            self._close_day()

    def finish(self) -> None:
        self._close_unit()
        for chain in self.waiting.values():
            self.chain = chain
            self._close_unit()


def _stream(
    database: BaseDatabaseWrapper, unit: str | None, first: date | None, last: date | None
) -> Iterator[tuple[Any, ...]]:
    where: list[str] = ["true"]
    parameters: list[str | datetime] = []
    if unit is not None:
        where.append("unit = %s")
        parameters.append(unit)
    if first is not None:
        where.append("recorded_at >= %s")
        parameters.append(clock.reporting_day(first).from_at)
    if last is not None:
        where.append("recorded_at < %s")
        parameters.append(clock.reporting_day(last).to_at)
    database.ensure_connection()
    raw = database.connection
    with raw.transaction(), raw.cursor(name="verify", binary=True) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY unit, recorded_at, id", parameters)
        yield from cursor
