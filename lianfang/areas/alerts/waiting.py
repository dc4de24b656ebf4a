"""alerts · waiting: the alerts of one reader, folded into one line of the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.alerts import queries
from lianfang.kernel.frame import Fold, Waiting
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

_MOST = 500


def waiting(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Each of them, to be counted together; what another line of the page is about already is not said again."""
    listed = reverse("alerts:list")
    fold = Fold(w("{n} 条提醒等您处置", "Alerts that wait for you: {n}"), listed, w("去处置", "Answer them"))
    for each in queries.mine(actor, now, limit=_MOST):
        late = each.due_at is not None and each.due_at < now
        yield Waiting(each.words, each.href, fold.act, each.due_at, late, each.exercise, fold=fold, thing=each.about)
