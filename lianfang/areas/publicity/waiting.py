"""publicity · waiting: what waits for this reader of rumours and tips, the late ones first."""

from __future__ import annotations

from datetime import datetime

from lianfang.areas.publicity import queries_rumour, queries_tip
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """Rumours and tips in hand."""
    found = [*queries_rumour.waiting(actor, now), *queries_tip.waiting(actor, now)]
    return sorted(found, key=lambda each: not each.late)
