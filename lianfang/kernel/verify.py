"""kernel · verify: recomputes every digest and every seal, and names what does not agree.

Streams the ledger in the order of its seals, so that its memory does not grow with it, in one transaction that sees
one state of the database. What is trusted are the keys in the file beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import inf
from typing import Any

import psycopg
from django.db import DataError
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.numeric import Int8BinaryLoader
from psycopg.types.string import ByteaBinaryLoader, TextBinaryLoader

from lianfang.kernel import clock, cursors, digest, open_day, signing, sql_batch, verify_heads, verify_open
from lianfang.kernel.registry import REGISTRY, Discrepancy, Verifier
from lianfang.kernel.seals import NO_SEAL_BEFORE
from lianfang.kernel.signing import SealKeys
from lianfang.kernel.verify_heads import Sealed
from lianfang.kernel.words import Words, w

_TOLD_AFTER = 5000
_AT_ONCE = 500
# As the columns stand, without a cast: what an owner's own cast would say is not what is stored.
_SELECT = f"SELECT {sql_batch.NAMES} FROM ledger_entry"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SERVERS_EPOCH = 946_684_800_000_000  # microseconds from there to 2000-01-01, from which the server counts
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
        with _stream(link, unit, first, last) as rows:
            for row in rows:
                outcome.entries += 1
                walk.step(row)
                if tell is not None and not outcome.entries % _TOLD_AFTER:
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
        self.until = -inf if until is None else _micros(until)
        self.unit = ""
        self.chain: list[Sealed] = []
        self.from_at, self.to_at = inf, inf
        self.digests: list[bytes] = []
        self.open = 0

    def step(self, row: tuple[Any, ...]) -> None:
        """One entry, its columns as `_stream` gives them."""
        (
            raw, kind, unit, path, place, person, stream, version, occurred_at, known_at, recorded_at, recorded_by,
            origin, evidence, exercise, corrects, reason, data, stored,
        ) = row  # fmt: skip
        recorded_at += _SERVERS_EPOCH
        if unit != self.unit:
            self._close_unit()
            self.unit, self.chain = unit, self.waiting.pop(unit, [])
            self._begin_day()
        while recorded_at >= self.to_at:
            self._close_day()
        made = digest.of_entry(
            _text(raw), kind, unit, path, place, person and _text(person), stream and _text(stream), version,
            occurred_at + _SERVERS_EPOCH, None if known_at is None else known_at + _SERVERS_EPOCH, recorded_at,
            recorded_by, origin, evidence, exercise, corrects and _text(corrects), reason, data,
        )  # fmt: skip
        if made != stored:
            self._name(raw, recorded_at, "内容与摘要不符 / the content does not fit the digest")
        if place == "" or reason == "":
            self._name(raw, recorded_at, "应为空缺处写成了空字 / it is empty where it must be absent")
        if recorded_at >= self.from_at:
            self.digests.append(stored)
        elif recorded_at >= self.until:
            self.open += 1
        else:
            says = "在已封存的时间内，却不在任何封印中 / it lies in time that is sealed, and in no seal"
            self._name(raw, recorded_at, says)

    def _name(self, raw: bytes, recorded_at: int, says: str) -> None:
        try:
            day = clock.day_of(_EPOCH + timedelta(microseconds=recorded_at)).date.isoformat()
        except OverflowError:
            day = ""  # infinity, or a year that no calendar here has
        self.outcome.found.append(Discrepancy("entry", self.unit, day, _text(raw), says))

    def _begin_day(self) -> None:
        """Between which moments the next seal of the unit lies, if there is one."""
        sealed = self.chain[0] if self.chain else None
        self.from_at, self.to_at = (_micros(sealed.from_at), _micros(sealed.to_at)) if sealed else (inf, inf)

    def _close_day(self) -> None:
        sealed, digests, self.digests = self.chain.pop(0), self.digests, []
        if len(digests) != sealed.entries or digest.merkle_root(digests) != sealed.root:
            says = (
                f"封存 {sealed.entries} 条，现有 {len(digests)} 条，根值不符 / sealed with {sealed.entries} entries, "
                f"now {len(digests)}; the root differs"
            )
            self.outcome.found.append(Discrepancy("day", sealed.unit, sealed.day.isoformat(), "", says))
        self._begin_day()

    def _close_unit(self) -> None:
        while self.chain:
            self._close_day()

    def finish(self) -> None:
        self._close_unit()
        for chain in self.waiting.values():
            self.chain = chain
            self._close_unit()


def _micros(at: datetime) -> float:
    return int(digest.micros(at))


def _text(raw: bytes) -> str:
    """An id's 16 bytes in its canonical text."""
    said = raw.hex()
    return f"{said[:8]}-{said[8:12]}-{said[12:16]}-{said[16:20]}-{said[20:]}"


def _stream(
    link: psycopg.Connection[Any], unit: str | None, first: date | None, last: date | None
) -> AbstractContextManager[Iterator[tuple[Any, ...]]]:
    """The entries in the order of their seals, as the server stores them: ids as 16 bytes, moments as microseconds
    since 2000-01-01 UTC, data as the text it is. Whole objects of them would cost more than the hashing."""
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
    query = f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY unit, recorded_at, id"
    return cursors.streamed(link, query, parameters, at_once=_AT_ONCE, adapted=_as_stored)


def _as_stored(cursor: psycopg.Cursor[Any]) -> None:
    cursor.adapters.register_loader("uuid", ByteaBinaryLoader)
    cursor.adapters.register_loader("timestamptz", Int8BinaryLoader)
    cursor.adapters.register_loader("json", TextBinaryLoader)
