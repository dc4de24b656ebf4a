"""supplies · actions moving: what leaves the store unused, goes to another store and comes there, or comes back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from lianfang.areas.supplies import queries_transit
from lianfang.areas.supplies.kinds import RECORD
from lianfang.areas.supplies.kinds_arrival import ARRIVAL
from lianfang.areas.supplies.payloads import Item
from lianfang.areas.supplies.problems import TRANSFER_CAME
from lianfang.ground.units import queries as units
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor


@transaction.atomic
def move(
    actor: Actor,
    kind: Kind,
    *,
    entry: UUID,
    unit: str,
    item: Item,
    lot: str,
    quantity: Decimal,
    more: Mapping[str, object] | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """A quantity of a lot moves as the kind says. `more` are the kind's own fields. Raises what the journal refuses."""
    data = {"item": item.code, "lot": lot, "quantity": quantity, "quantity_unit": item.unit, **(more or {})}
    return record_act(actor, kind, unit, data, how, entry=entry)


@transaction.atomic
def take_in(
    actor: Actor,
    *,
    entry: UUID,
    transfer: UUID,
    quantity: Decimal,
    more: Mapping[str, object] | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """What another store sent has come: so much of it, under the lot that the other store knows. `more`: packed, note.

    Raises `not_found`, `not_allowed`, `supplies_transfer_came`.
    """
    found = queries_transit.transfer(actor, transfer, how.now)
    unit = units.unit(actor, found.to_unit)
    actor.must(RECORD, unit.path)
    if found.arrival not in (None, entry):
        raise Refused(TRANSFER_CAME, by=unit.words)
    said = {"transfer": transfer, **(more or {})} | ({"expires_on": found.expires_on} if found.expires_on else {})
    return move(
        actor, ARRIVAL, entry=entry, unit=unit.code, item=found.item, lot=found.lot, quantity=quantity, more=said,
        how=how,
    )  # fmt: skip
