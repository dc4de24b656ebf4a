"""supplies · actions moving: what leaves the store unused, goes to another store and comes there, or comes back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from lianfang.areas.supplies import queries_transit
from lianfang.areas.supplies.kinds import CONFIRM, RECORD
from lianfang.areas.supplies.kinds_arrival import ARRIVAL
from lianfang.areas.supplies.kinds_confirmation import CONFIRMATION
from lianfang.areas.supplies.payloads import Item
from lianfang.areas.supplies.problems import CONFIRMED_ALREADY, TRANSFER_CAME
from lianfang.areas.supplies.queries_ends import still_expected
from lianfang.ground.units import queries as units
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Kind
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
    """What another store sent has come, or a part of it, under the lot that the other store knows.

    `more`: packed, note, more_to_come. Of two who take in the same at once, the second finds what the first left.
    Raises `not_found`, `not_allowed`, `supplies_transfer_came`, `supplies_sending_withdrawn` or
    `supplies_came_otherwise`.
    """
    queries_transit.wait_for(actor, queries_transit.TRANSFERS, [transfer])
    found, said = queries_transit.transfer(actor, transfer, but=entry), dict(more or {})
    unit = units.unit(actor, found.to_unit)
    actor.must(RECORD, unit.path)
    more_to_come = bool(said.get("more_to_come"))
    still_expected(found, TRANSFER_CAME, unit.words, quantity, note=said.get("note"), more_to_come=more_to_come)
    said |= {"transfer": transfer} | ({"expires_on": found.expires_on} if found.expires_on else {})
    return move(
        actor, ARRIVAL, entry=entry, unit=unit.code, item=found.item, lot=found.lot, quantity=quantity, more=said,
        how=how,
    )  # fmt: skip


@transaction.atomic
def confirm(
    actor: Actor,
    *,
    entry: UUID,
    issue: UUID,
    quantity: Decimal,
    more: Mapping[str, object] | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """The unit that was handed some of a lot says how much it has. `more`: packed, note.

    Raises `not_found`, `not_allowed`, `supplies_confirmed_already`, `supplies_sending_withdrawn`,
    `supplies_came_otherwise`.
    """
    queries_transit.wait_for(actor, queries_transit.ISSUES, [issue])
    found, said = queries_transit.issue(actor, issue, but=entry), dict(more or {})
    unit = units.unit(actor, found.to_unit)
    actor.must(CONFIRM, unit.path)
    still_expected(found, CONFIRMED_ALREADY, unit.words, quantity, note=said.get("note"))
    return move(
        actor, CONFIRMATION, entry=entry, unit=unit.code, item=found.item, lot=found.lot, quantity=quantity,
        more={"issue": issue, **said}, how=how,
    )  # fmt: skip
