"""duties · waiting: the open slots of one reader's roles, as the home page lists them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lianfang.areas.duties import queries
from lianfang.areas.duties.rules import State
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.kinds.console import pad_href


def waiting(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """One line for each duty, window and unit; `about` is the kind of record that fulfils it."""
    for each in queries.mine(actor, now):
        late = each.state is State.OVERDUE
        href = pad_href(each.kind, each.unit) or each.href
        yield Waiting(each.words, href, w("去办理", "Open task"), each.due_at, late, about=each.kind)
