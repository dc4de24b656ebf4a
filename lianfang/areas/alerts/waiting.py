"""alerts · waiting: the alerts of one reader in one line of the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.alerts import queries
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w


def waiting(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """All of them in one: each stands on its own page, and what it is about often on the home page too."""
    found = queries.mine(actor, now)
    if not found:
        return
    late = any(each.due_at is not None and each.due_at < now for each in found)
    due = min((each.due_at for each in found if each.due_at is not None), default=None)
    yield Waiting(
        w("{n} 条提醒等您处置", "Alerts that wait for you: {n}").fill(n=len(found)),
        reverse("alerts:list"),
        w("去处置", "Answer them"),
        due_at=None if late else due,
        late=late,
        detail=found[0].words,
    )
