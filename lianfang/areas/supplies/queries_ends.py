"""supplies · queries ends: what is asked of that which goes from one unit to another, at either end.

A receiver that does not stand; what is not what was sent, or is said twice; what was sent and came already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from lianfang.areas.supplies import queries_transit
from lianfang.areas.supplies.kinds_arrival import ARRIVAL
from lianfang.areas.supplies.kinds_confirmation import CONFIRMATION
from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_transfer import TRANSFER
from lianfang.areas.supplies.payloads import lot_key
from lianfang.areas.supplies.problems import (
    CAME_ALREADY,
    CAME_OTHERWISE,
    CONFIRMED_ALREADY,
    NO_SUCH_RECEIVER,
    NOT_WHAT_WAS_SENT,
    SENDING_WITHDRAWN,
    TRANSFER_CAME,
)
from lianfang.areas.supplies.queries_transit import Sending
from lianfang.areas.supplies.rules import wants_words
from lianfang.kernel import clock, reading
from lianfang.kernel.entries import Draft
from lianfang.kernel.problems import NOT_FOUND, Fault, Problem, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words

_STANDING = "SELECT unit FROM supplies_standing(%(codes)s, %(day)s) AS unit"
_IN_LEDGER = "SELECT ledger_known(%(entries)s::uuid[])"
_TO = {ARRIVAL.code: ("transfer", TRANSFER_CAME), CONFIRMATION.code: ("issue", CONFIRMED_ALREADY)}


def still_expected(
    left: Sending, already: Problem, by: Words | str, quantity: Decimal, *, note: object, more_to_come: bool = False
) -> None:
    """Raises what stands against that so much came of what is `left` of a sending."""
    if left.withdrawn:
        raise Refused(SENDING_WITHDRAWN)
    if not left.waits:
        raise Refused(already, by=by)
    if not note and wants_words(left.left, quantity, more_to_come=more_to_come):
        said: dict[str, Any] = {"left": _plain(left.left), "came": _plain(quantity), "unit": left.item.unit_words}
        raise at("data.note", Refused(CAME_OTHERWISE, **said))


def withdrawable(actor: Actor, kind: str, entry: UUID, to_unit: str = "", item: str = "") -> None:
    """Raises `supplies_came_already` where something came of what would be taken back, or sent elsewhere. Whoever says
    so at the same moment is waited for, where this stands in one transaction with what follows."""
    of_transfer = kind == TRANSFER.code
    queries_transit.wait_for(actor, queries_transit.TRANSFERS if of_transfer else queries_transit.ISSUES, [entry])
    try:
        found = (queries_transit.transfer if of_transfer else queries_transit.issue)(actor, entry)
    except Refused as refused:
        if refused.problem is not NOT_FOUND:
            raise
        return  # what has no other end, or is not there: nothing came of it
    stays = to_unit == found.to_unit and item == found.item.code
    if found.came is not None and not stays:
        said: dict[str, Any] = {"to": found.to_unit, "came": _plain(found.came), "unit": found.item.unit_words}
        raise Refused(CAME_ALREADY, **said)


def asked_of_ends(actor: Actor, drafts: Sequence[Draft], read: Mapping[UUID, Any]) -> dict[UUID, Refused]:
    """What is asked of drafts that name the other end of a movement."""
    found = _receivers(actor, drafts, read)
    left = [draft for draft in drafts if draft.id not in found]
    ends = _ends(actor, left, read)
    for draft in left:
        try:
            _one(actor, draft, read[draft.id], ends)
        except Refused as refused:
            found[draft.id] = refused
    return found


@dataclass(slots=True)
class _Ends:
    """What drafts name as sent, as it is said last, by the version that they name; and what came of it with them.

    `hidden`: what stands in the ledger, where this reader does not see it.
    """

    named: dict[UUID, Sending]
    hidden: set[UUID]
    now: dict[UUID, Sending] = field(default_factory=dict)


def _ends(actor: Actor, drafts: Sequence[Draft], read: Mapping[UUID, Any]) -> _Ends:
    """Asked at once for however many drafts."""
    found: dict[UUID, Sending] = {}
    missing: set[UUID] = set()
    for kind, slots in ((ARRIVAL.code, queries_transit.TRANSFERS), (CONFIRMATION.code, queries_transit.ISSUES)):
        of = [draft for draft in drafts if draft.kind == kind and not draft.corrects]
        named = sorted({getattr(read[draft.id], _TO[kind][0]) for draft in of})
        queries_transit.wait_for(actor, slots, named)
        there = queries_transit.found_of(actor, slots, named, but=[draft.id for draft in of])
        found |= there
        missing |= set(named) - set(there)
    hidden = set(reading.column(actor, _IN_LEDGER, entries=sorted(missing))) if missing else set()
    return _Ends(found, hidden)


def at(path: str, refused: Refused) -> Refused:
    """The same refusal at its field."""
    return Refused(refused.problem, faults=(Fault(path, refused.says, refused.problem.code),), **refused.data)


def _receivers(actor: Actor, drafts: Sequence[Draft], read: Mapping[UUID, Any]) -> dict[UUID, Refused]:
    """Whose receiver does not stand on its day: one question for each day."""
    named: dict[date, dict[UUID, str]] = {}
    for draft in drafts:
        code = getattr(read[draft.id], "to_unit", None) or getattr(read[draft.id], "from_unit", None)
        if code:
            named.setdefault(clock.day_of(draft.occurred_at).date, {})[draft.id] = code
    found: dict[UUID, Refused] = {}
    for day, codes in named.items():
        there = set(reading.column(actor, _STANDING, codes=sorted({*codes.values()}), day=day))
        found |= {entry: _no_receiver(code) for entry, code in codes.items() if code not in there}
    return found


def _one(actor: Actor, draft: Draft, said: Any, ends: _Ends) -> None:
    if draft.corrects:
        if draft.kind in (TRANSFER.code, ISSUE.code) and said.to_unit:
            withdrawable(actor, draft.kind, draft.corrects, said.to_unit, said.item)
        return
    if draft.kind not in _TO:
        return
    field_name, already = _TO[draft.kind]
    named: UUID = getattr(said, field_name)
    if named not in ends.named:
        if named in ends.hidden:
            raise at(f"data.{field_name}", Refused(NOT_FOUND))
        return  # what was sent may still be on its way to the ledger
    newest = ends.named[named]
    sent = ends.now.get(newest.entry, newest)
    if (draft.unit, said.item, lot_key(said.lot)) != (sent.to_unit, sent.item.code, lot_key(sent.lot)):
        raise at(f"data.{field_name}", Refused(NOT_WHAT_WAS_SENT, item=sent.item.words, lot=sent.lot, to=sent.to_unit))
    more_to_come = getattr(said, "more_to_come", False)
    still_expected(sent, already, draft.unit, said.quantity, note=said.note, more_to_come=more_to_come)
    came = (sent.came or Decimal(0)) + said.quantity
    ends.now[newest.entry] = replace(sent, came=came, waits=more_to_come and came < sent.sent)


def _no_receiver(code: str) -> Refused:
    return at("data.to_unit", Refused(NO_SUCH_RECEIVER, code=code[:40], example="STORE-2"))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
