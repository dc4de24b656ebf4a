"""shell · ledger ingest: what was taken from a body goes to the journal, and every part of it gets its answer."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from lianfang.kernel import journal
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor
from lianfang.shell.ledger.intake import Taken


class Answer(msgspec.Struct, gc=False):
    """The answer for one entry. `line` stands where there is a problem: its line or place in the array, from 1;
    `notice` where it was recorded otherwise than it was said.
    """

    id: UUID | None
    status: str
    recorded_at: datetime | None = None
    digest: str | None = None
    problem: dict[str, Any] | None = None
    notice: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    line: int | msgspec.UnsetType = msgspec.UNSET


@contextmanager
def collector_resting() -> Iterator[None]:
    """No search for garbage while a batch is under way: it would walk over all of its objects again and again,
    for as long as everything else takes together, and none of them is garbage yet.
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()


def ingest(actor: Actor, taken: Taken, *, origin: Origin) -> list[Answer]:
    """Records what holds, in one transaction, and answers everything in the order in which it came."""
    receipts = journal.record(actor, taken.drafts, origin=origin) if taken.drafts else []
    answers = [_answer(receipt, line) for receipt, line in zip(receipts, taken.lines, strict=True)]
    if not taken.bad:
        return answers
    bad = [(one.line, Answer(one.id, "rejected", problem=one.refused.as_json(), line=one.line)) for one in taken.bad]
    both = [*zip(taken.lines, answers, strict=True), *bad]
    return [answer for _, answer in sorted(both, key=lambda each: each[0])]


def _answer(receipt: Receipt, line: int) -> Answer:
    if receipt.problem is not None:
        return Answer(receipt.id, receipt.status, problem=receipt.problem.as_json(), line=line)
    return accepted(receipt)


def accepted(receipt: Receipt) -> Answer:
    """The answer for an entry that is in the ledger."""
    digest = receipt.digest.hex() if receipt.digest else None
    notice = receipt.notice.as_json() if receipt.notice else msgspec.UNSET
    return Answer(receipt.id, receipt.status, receipt.recorded_at, digest, notice=notice)


def ingest_one(actor: Actor, taken: Taken, *, origin: Origin) -> Receipt:
    """The receipt of a body that holds one entry. Raises the `Refused` that stands against it."""
    if taken.bad:
        raise taken.bad[0].refused
    (receipt,) = journal.record(actor, taken.drafts, origin=origin)
    if receipt.problem is not None:
        raise receipt.problem
    return receipt


def refused_id(taken: Taken) -> UUID | None:
    """The id that the one entry of a body carried, as far as it could be read."""
    return taken.bad[0].id if taken.bad else taken.drafts[0].id
