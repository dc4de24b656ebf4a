"""witnesses · queries: who keeps witnesses, what became of the deliveries, and what a keeper is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min

from lianfang.areas.witnesses.kinds_holder_set import HOLDER_SET
from lianfang.areas.witnesses.models import Delivery, Secret
from lianfang.kernel import heads, reading, witness
from lianfang.kernel.heads import Head
from lianfang.kernel.problems import first_of
from lianfang.kernel.scope import Actor, acting_actor
from lianfang.kernel.witness import Witness

SHOWN = 48  # two days of hourly deliveries


@dataclass(frozen=True, slots=True)
class Holder:
    """A keeper as it was last set; its address is nowhere in it."""

    id: UUID
    unit: str
    path: str
    name: str
    service: str
    fingerprint: str
    open: bool
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Failing:
    """Since when deliveries to a keeper have failed, how many, and why the last did."""

    since: datetime
    count: int
    why: str


_HOLDER = ("holder", "unit", "path", "name", "service", "fingerprint", "open", "version", "recorded_at")


def holders(actor: Actor) -> list[Holder]:
    """Every keeper that the actor sees, those in use first, by name."""
    found = [holder for holder in _holders(actor) if actor.sees(holder.path)]
    return sorted(found, key=lambda holder: (not holder.open, holder.name, holder.id))


def open_holders() -> list[Holder]:
    """Every keeper in use, as the acting actor sees them."""
    return [holder for holder in _holders(acting_actor()) if holder.open]


def holder(actor: Actor, number: UUID) -> Holder:
    """One keeper. Raises `not_found` outside the scope."""
    return first_of(_holders(actor, holder=number))


def _holders(actor: Actor, **narrowed: Any) -> list[Holder]:
    rows = reading.objects(actor, HOLDER_SET.model).filter(superseded_at__isnull=True, **narrowed)
    newest = rows.order_by("holder", "-version").distinct("holder")
    return [Holder(*row) for row in newest.values_list(*_HOLDER)]


def concealed_address(number: UUID) -> str | None:
    """The keeper's address, still under the house's key."""
    return Secret.objects.filter(holder=number).values_list("concealed", flat=True).first()


def deliveries(number: UUID, limit: int = SHOWN) -> list[Delivery]:
    """The deliveries to a keeper, newest first."""
    return list(Delivery.objects.filter(holder=number).order_by("-queued_at", "-id")[:limit])


def last_sent(number: UUID) -> Delivery | None:
    """The newest delivery that arrived."""
    return Delivery.objects.filter(holder=number, state="sent").order_by("-queued_at", "-id").first()


def failing() -> Iterator[tuple[Holder, Failing]]:
    """The keepers in use that the newest tried delivery did not reach."""
    for each in open_holders():
        sent = last_sent(each.id)
        since = Delivery.objects.filter(holder=each.id, tries__gt=0).exclude(state="sent").exclude(failure="")
        if sent is not None:
            since = since.filter(queued_at__gt=sent.queued_at)
        told = since.aggregate(since=Min("queued_at"), count=Count("id"))
        newest = since.order_by("-queued_at", "-id").first()
        if newest is not None:
            yield each, Failing(told["since"], told["count"], newest.failure)


def newest_head() -> Head | None:
    """The head that a witness made now would carry."""
    return heads.newest(connection)


def witness_for(path: str, now: datetime) -> Witness:
    """What a keeper of a unit is sent: the head of all, and the seals of the unit and everything below it.

    Raises `witness_none` before the first head.
    """
    return witness.make(connection, now=now, under=path)
