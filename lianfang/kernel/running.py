"""kernel · running digest: each recording since the last seal is held by a MAC whose key is not in the database.

A writer is one connection of a process between two seals. Its recordings are numbered and each carries the MAC of the
one before, so that what is taken from their middle shows; no writer ever waits for another. What is cut from the end
of a writer's chain shows against the newest checkpoint (kernel/open_day.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connection, connections

from lianfang.kernel import digest, signing
from lianfang.kernel.sql_batch import LINK

BEFORE_ALL = bytes(32)
_STATE = "_lianfang_running"


@dataclass(frozen=True, slots=True)
class Link:
    """One recording in its writer's chain. Called once it is committed: only then does the chain stand there."""

    backend: object
    sealed: datetime | None
    writer: UUID
    number: int
    at: datetime
    entries: list[UUID]
    accumulated: bytes
    previous: bytes
    mac: bytes

    def __call__(self) -> None:
        setattr(connection, _STATE, self)

    @property
    def row(self) -> tuple[Any, ...]:
        """In the order of `sql_batch.LINK`."""
        return (self.writer, self.number, self.at, self.entries, self.accumulated, self.previous, self.mac)

    @property
    def named(self) -> dict[str, Any]:
        return dict(zip(LINK, self.row, strict=True))

    def written(self) -> None:
        """Says that the row went in; it counts when the transaction, or the savepoint around it, does."""
        connection.on_commit(self)


def link(sealed: datetime | None, entries: Sequence[tuple[UUID, datetime, bytes]]) -> Link:
    """What holds a recording of (id, recorded_at, digest) on this connection; `sealed` is up to when all is sealed."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    before, backend = _last(here), here.connection
    if before is None or before.backend is not backend or before.sealed != sealed:
        return chained(backend, sealed, uuid4(), 1, BEFORE_ALL, entries)
    return chained(before.backend, sealed, before.writer, before.number + 1, before.mac, entries)


def chained(
    backend: object,
    sealed: datetime | None,
    writer: UUID,
    number: int,
    previous: bytes,
    entries: Sequence[tuple[UUID, datetime, bytes]],
) -> Link:
    """The link after the one whose MAC is `previous`."""
    listed, at = [entry[0] for entry in entries], max(entry[1] for entry in entries)
    over = digest.accumulated([entry[2] for entry in entries])
    made = signing.mac(digest.running_text(writer, number, at, listed, over, previous))
    return Link(backend, sealed, writer, number, at, listed, over, previous, made)


def begin_anew() -> None:
    """Forgets where this connection's chain stood: after it turned out to stand elsewhere in the database."""
    setattr(connection, _STATE, None)


def _last(here: Any) -> Link | None:
    """The newest link of this connection that still counts.

    Inside a transaction it is the newest one whose savepoint was not rolled back: Django drops what was to be done
    after the commit together with the savepoint. After a rollback it is the last one committed.
    """
    for waiting in reversed(here.run_on_commit):
        called = waiting[1]
        if isinstance(called, Link):
            return called
    committed: Link | None = getattr(here, _STATE, None)
    return committed
