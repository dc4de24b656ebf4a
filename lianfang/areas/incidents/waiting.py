"""incidents · waiting: proposals, steps and findings, as the home page lists them."""

from __future__ import annotations

from datetime import datetime

from lianfang.areas.incidents import queries_drills, queries_next
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """What waits for this actor, the soonest first."""
    return queries_next.soonest_first([*queries_next.mine(actor, now), *queries_drills.findings_waiting(actor, now)])
