"""supplies · waiting: counts that differ, for whoever may approve them and did not count; issues, for who has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.supplies import queries, queries_transit
from lianfang.areas.supplies.kinds import APPROVE, CONFIRM
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

_HANDED = w(
    "{item} {n}{unit}已发给 {to}，请确认领到", "{n} {unit} of {item} were issued to {to}: confirm that you have them"
)
_ON_THE_SPOT = ("site", "property", "grid", "gate", "laundry")


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """The differences that this actor can approve and the issues to confirm, the oldest first."""
    if not actor.verbs & {APPROVE, CONFIRM}:
        return []
    tops = units.tops(actor, day=clock.day_of(now).date)
    return [*_differences(actor, tops), *_handed(actor, tops, now)]


def _differences(actor: Actor, tops: list[Unit]) -> Iterator[Waiting]:
    if APPROVE not in actor.verbs:
        return
    found = [
        each for top in tops for each in queries.differences(actor, top)
        if actor.may(APPROVE, each.path) and actor.login not in each.counted_by
    ]  # fmt: skip
    for each in sorted(found, key=lambda each: each.occurred_at):
        yield Waiting(
            each.words, reverse("supplies:explain", args=[each.stocktake]), w("说明并批准", "Explain and approve")
        )


def _handed(actor: Actor, tops: list[Unit], now: datetime) -> Iterator[Waiting]:
    """What was issued to units for which this actor confirms it; a keeper's own part of the home page says it."""
    if CONFIRM not in actor.verbs:
        return
    found = [each for top in tops for each in queries_transit.handed(actor, top, now) if each.waits]
    ends = units.units(actor, sorted({each.to_unit for each in found}), day=clock.day_of(now).date)
    for each in found:
        unit = ends.get(each.to_unit)
        if unit is not None and _waits_for(actor, unit):
            words = _HANDED.fill(
                item=each.item.words, n=f"{each.left.normalize():f}", unit=each.item.unit_words, to=unit.words
            )
            yield Waiting(words, reverse("supplies:confirm", args=[each.entry]), w("确认领到", "Confirm"))


def _waits_for(actor: Actor, unit: Unit) -> bool:
    """Whether what a unit was handed waits for this actor: as one of its own, or as somebody who works on the spot.

    An officer or reporter of a whole team may confirm for a crew, and is not asked to.
    """
    held = [grant for grant in actor.held if grant.covers(unit.path)]
    if any(grant.role == "keeper" for grant in held):
        return False
    return any(CONFIRM in grant.verbs and (grant.unit == unit.code or grant.role in _ON_THE_SPOT) for grant in held)
