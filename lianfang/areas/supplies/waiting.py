"""supplies · waiting: counts that differ from the books, for whoever may approve them and did not count."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from lianfang.areas.supplies import queries
from lianfang.areas.supplies.kinds import APPROVE
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """The differences that this actor can approve, the oldest first."""
    if APPROVE not in actor.verbs:
        return []
    found = [
        each for top in units.tops(actor, day=clock.day_of(now).date) for each in queries.differences(actor, top)
        if actor.may(APPROVE, each.path) and each.counted_by != actor.login
    ]  # fmt: skip
    return [
        Waiting(each.words, reverse("supplies:explain", args=[each.stocktake]), w("说明并批准", "Approve"))
        for each in sorted(found, key=lambda each: each.occurred_at)
    ]
