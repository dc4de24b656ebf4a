"""kernel · verify: recomputes every digest and every seal, and names what does not agree.

Streams the ledger in the order of its seals, so that its memory does not grow with it, in one transaction that sees
one state of the database. What is trusted are the keys in the file beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import DataError
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import clock, digest, open_day, signing, sql_batch, verify_heads, verify_open
from lianfang.kernel.registry import REGISTRY, Discrepancy, Verifier
from lianfang.kernel.seals import NO_SEAL_BEFORE
from lianfang.kernel.signing import SealKeys
from lianfang.kernel.verify_heads import Sealed
from lianfang.kernel.words import Words, w

_CHUNK = 5000
_SELECT = (
    "SELECT " + ", ".join("data::text" if name == "data" else name for name, _ in sql_batch.COLUMNS)
    + " FROM ledger_entry"
)  # fmt: skip
_PART_ONLY = w(
    "只核验了部分单位或日期：未查各项派生承诺和未封存的记录",
    "only some units or days were verified: neither what areas keep nor what is not sealed yet was compared",
)


@dataclass
class Verification:
    """The outcome: how much was recomputed, everything that did not agree, and what could not be compared."""

    entries: int = 0
    seals: int = 0
    heads: int = 0
    signed: int = 0
    open: int = 0
    adopted: date | None = None
    checkpoint: datetime | None = None
    found: list[Discrepancy] = field(default_factory=list)
    unchecked: list[Words] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.found


def verify(
    database: BaseDatabaseWrapper,
    *,
    unit: str | None = None,
    first: date | None = None,
    last: date | None = None,
    keys: SealKeys | None = None,
    tell: Callable[[int], None] | None = None,
) -> Verification:
    """Recomputes the ledger of all units or of one, of all days or of some.

    `database` is a connection that sees what is to be verified; `keys` are those of the installation's own file by
    default. What areas derive and promise to keep (reports) is compared too when everything is verified. `tell` hears
    now and then how many entries are done. Raises `Refused` where the keys are gone or damaged.
    """
    outcome, whole = Verification(), unit is None and first is None and last is None
    own = keys is None
    keys = keys or signing.load()
    # Read first: whatever it says stood must still stand in the state of the database that follows.
    checkpoint = open_day.newest() if own else None
    with _one_state(database) as link:
        seals = _seals(database)
        until = max((chain[-1].to_at for chain in seals.values()), default=None)
        known = verify_heads.check(database, seals, keys, outcome)
        seals = seals if unit is None else {code: chain for code, chain in seals.items() if code == unit}
        _check_chain(seals, outcome)
        walk = _Walk(seals, outcome, first, last, until)
        for row in _stream(link, unit, first, last):
            outcome.entries += 1
            walk.step(row)
            if tell is not None and not outcome.entries % _CHUNK:
                tell(outcome.entries)
        walk.finish()
        outcome.open = walk.open
        if whole:
            verify_open.check(link, keys, outcome, until, known, checkpoint, own=own)
            for card in REGISTRY.cards.values():
                for verifier in card.verifiers:
                    outcome.found.extend(_promised(database, card.area, verifier))
        else:
            outcome.unchecked.append(_PART_ONLY)
    return outcome


def _promised(database: BaseDatabaseWrapper, area: str, verifier: Verifier) -> list[Discrepancy]:
    """What a verifier names. Content so damaged that it cannot even be compared is named too; entry or row of it are
    then among the discrepancies already, or `rebuild --check` tells the table."""
    try:
        with database.connection.transaction():
            return list(verifier(database))
    except DataError as error:
        says = f"内容已损坏，无法比对 / too damaged to be compared: {str(error).splitlines()[0]}"
        return [Discrepancy("content", area, "", "", says)]


@contextmanager
def _one_state(database: BaseDatabaseWrapper) -> Iterator[psycopg.Connection[Any]]:
    """A transaction in which everything is seen as it stood at its beginning."""
    database.ensure_connection()
    link: psycopg.Connection[Any] = database.connection
    begins = link.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    with link.transaction():
        if begins:
            link.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield link


def _seals(database: BaseDatabaseWrapper) -> dict[str, list[Sealed]]:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT unit, path, day, from_at, to_at, entries, sealed_at, form, total, root, previous, digest "
            "FROM ledger_seal ORDER BY unit, day"
        )
        seals: dict[str, list[Sealed]] = {}
        for row in cursor:
            sealed = Sealed(*row[:9], *(bytes(value) for value in row[9:]))
            seals.setdefault(sealed.unit, []).append(sealed)
    return seals


def _check_chain(seals: dict[str, list[Sealed]], outcome: Verification) -> None:
    for unit, chain in seals.items():
        before, so_far = None, 0
        for sealed in chain:
            outcome.seals += 1
            so_far += sealed.entries
            for says in _faults(sealed, before, so_far):
                outcome.found.append(Discrepancy("seal", unit, sealed.day.isoformat(), "", says))
            before = sealed


def _faults(sealed: Sealed, before: Sealed | None, so_far: int) -> Iterator[str]:
    if sealed.form not in (1, 2):
        yield f"没有第 {sealed.form} 式封印 / there is no form {sealed.form} of seals"
    if sealed.recomputed != sealed.digest:
        yield "封印与其内容不符 / the seal does not fit its content"
    if sealed.previous != (before.digest if before else NO_SEAL_BEFORE):
        yield "与前一封印不相连 / the seal is not chained to the one before"
    if sealed.form != 1 and sealed.total != so_far:
        yield f"累计 {sealed.total} 条，应为 {so_far} / says {sealed.total} entries so far, there are {so_far}"
    if before is not None and before.form != 1 and (sealed.day - before.day).days != 1:
        yield "与前一封印之间缺日 / there are days without a seal before this one"


class _Walk:
    """Goes through the entries in the order (unit, recorded_at, id) beside the seals in theirs.

    `until` is the moment up to which everything is sealed: later entries are open, earlier ones stand in a seal.
    """

    def __init__(
        self,
        seals: dict[str, list[Sealed]],
        outcome: Verification,
        first: date | None,
        last: date | None,
        until: datetime | None,
    ) -> None:
        self.waiting = {
            unit: [s for s in chain if (not first or s.day >= first) and (not last or s.day <= last)]
            for unit, chain in seals.items()
        }
        self.outcome = outcome
        self.until = until
        self.unit = ""
        self.chain: list[Sealed] = []
        self.digests: list[bytes] = []
        self.open = 0

    def step(self, row: tuple[Any, ...]) -> None:
        unit, recorded_at, stored = row[2], row[10], row[18]
        if unit != self.unit:
            self._close_unit()
            self.unit, self.chain = unit, self.waiting.pop(unit, [])
        while self.chain and recorded_at >= self.chain[0].to_at:
            self._close_day()
        if digest.of_entry(*row[:18]) != stored:
            self._name(row, "内容与摘要不符 / the content does not fit the digest")
        if row[4] == "" or row[16] == "":
            self._name(row, "应为空缺处写成了空字 / it is empty where it must be absent")
        if self.chain and recorded_at >= self.chain[0].from_at:
            self.digests.append(stored)
        elif self.until is None or recorded_at >= self.until:
            self.open += 1
        else:
            self._name(row, "在已封存的时间内，却不在任何封印中 / it lies in time that is sealed, and in no seal")

    def _name(self, row: tuple[Any, ...], says: str) -> None:
        day = clock.day_of(row[10]).date.isoformat()
        self.outcome.found.append(Discrepancy("entry", row[2], day, str(row[0]), says))

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
    link: psycopg.Connection[Any], unit: str | None, first: date | None, last: date | None
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
    with link.cursor(name="verify", binary=True) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY unit, recorded_at, id", parameters)
        yield from cursor
