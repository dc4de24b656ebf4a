"""supplies · actions: receiving, issuing and counting at the store, and approving a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from lianfang.areas.supplies import queries
from lianfang.areas.supplies.kinds import APPROVE
from lianfang.areas.supplies.kinds_difference_explained import DIFFERENCE_EXPLAINED
from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE
from lianfang.areas.supplies.payloads import Item
from lianfang.areas.supplies.problems import ALREADY_EXPLAINED, NO_DIFFERENCE, NOTHING_COUNTED, OWN_COUNT
from lianfang.areas.supplies.queries import Difference
from lianfang.kernel import journal
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.problems import NOT_FOUND, Fault, Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Count:
    """So much was counted of that lot."""

    item: Item
    lot: str
    counted: Decimal
    packed: str = ""


@transaction.atomic
def receive(
    actor: Actor,
    *,
    entry: UUID,
    unit: str,
    item: Item,
    lot: str,
    quantity: Decimal,
    expires_on: date | None = None,
    more: Mapping[str, str] | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """A quantity came in, under the id `entry`. `more`: packed, source, maker, standard,
    expired_why. Raises what the journal refuses."""
    data = _moved(item, lot, quantity) | dict(more or {})
    if expires_on is not None:
        data["expires_on"] = expires_on
    return record_act(actor, RECEIPT, unit, data, how, entry=entry)


@transaction.atomic
def issue(
    actor: Actor,
    *,
    entry: UUID,
    unit: str,
    item: Item,
    lot: str,
    quantity: Decimal,
    more: Mapping[str, str] | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """A quantity was handed out for use; more than the books have is recorded too. `more`: packed, to_unit, purpose."""
    return record_act(actor, ISSUE, unit, _moved(item, lot, quantity) | dict(more or {}), how, entry=entry)


@transaction.atomic
def take_stock(
    actor: Actor,
    *,
    unit: str,
    counts: Sequence[tuple[UUID, Count]],
    note: str | None = None,
    how: Recording = Recording(),
) -> list[Receipt]:
    """A sheet of counts, all or none, each under its own id. Raises `supplies_nothing_counted` or the first refusal."""
    if not counts:
        raise Refused(NOTHING_COUNTED)
    drafts = [_counted(unit, entry, count, note, how) for entry, count in counts]
    receipts = journal.record(actor, drafts, origin=how.origin, at=how.clock)
    for (_, count), receipt in zip(counts, receipts, strict=True):
        if receipt.problem is not None:
            raise _of_lot(receipt.problem, count)
    return receipts


@transaction.atomic
def explain_difference(
    actor: Actor,
    *,
    entry: UUID,
    stocktake: UUID,
    reason: str,
    how: Recording = Recording(),
) -> Receipt:
    """Approves that the books go by a count that did not agree with them, and says why it did not (domain B10).

    Raises `not_found`, `not_allowed`, `supplies_no_difference`, `supplies_already_explained`, `supplies_own_count`,
    `invalid`.
    """
    found = _difference(actor, stocktake)
    actor.must(APPROVE, found.path)
    if actor.login in found.counted_by:
        raise Refused(OWN_COUNT)
    if found.reason is not None:
        raise Refused(ALREADY_EXPLAINED, by=found.explained_by)
    data = {"stocktake": stocktake, "reason": reason}
    return record_act(actor, DIFFERENCE_EXPLAINED, found.unit, data, how, entry=entry)


def _difference(actor: Actor, stocktake: UUID) -> Difference:
    try:
        return queries.difference(actor, stocktake)
    except Refused as refused:
        raise Refused(NO_DIFFERENCE) from refused if refused.problem is NOT_FOUND else None


def _moved(item: Item, lot: str, quantity: Decimal) -> dict[str, object]:
    return {"item": item.code, "lot": lot, "quantity": quantity, "quantity_unit": item.unit}


def _counted(unit: str, entry: UUID, count: Count, note: str | None, how: Recording) -> Draft:
    data = {"item": count.item.code, "lot": count.lot, "counted": count.counted, "quantity_unit": count.item.unit}
    said = data | ({"packed": count.packed} if count.packed else {}) | ({"note": note} if note else {})
    return Draft(id=entry, kind=STOCKTAKE.code, unit=unit, occurred_at=how.now, data=said)


def _of_lot(refused: Refused, count: Count) -> Refused:
    """The same refusal, its faults named by the lot that they are about."""
    faults = tuple(Fault(f"{count.item.code}.{count.lot}", fault.says, fault.code) for fault in refused.faults)
    return Refused(refused.problem, faults=faults, **refused.data)
