"""incidents · waiting: proposals, steps and findings, as the home page lists them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lianfang.areas.incidents import queries, queries_drills
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor


def waiting(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """What waits for this actor, the soonest first."""
    found = [*queries.mine(actor, now), *queries_drills.findings_waiting(actor)]
    for each in sorted(found, key=lambda one: (one.due_at is None, one.due_at or now, one.href)):
        late = each.due_at is not None and each.due_at < now
        yield Waiting(each.words, each.href, each.act, each.due_at, late, exercise=each.exercise)
