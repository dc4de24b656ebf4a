"""shell · finding entries: entries of the ledger by the last six characters of their number, or by all of it."""

from __future__ import annotations

import re
from uuid import UUID

from lianfang.kernel.finding import Asked, Hit, Nearness
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.components.text import moment
from lianfang.shell.kinds.console import entry_href
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import queries
from lianfang.shell.ledger.queries import Entry

_TAIL = re.compile(r"[0-9a-f]{6}")


def entries(actor: Actor, asked: Asked) -> list[Hit]:
    """The entries whose number is, or ends in, what was typed, as far as their kinds are the reader's to see."""
    found = sorted(_meant(actor, asked.text.lower(), asked.limit), key=lambda each: each.id, reverse=True)
    data = queries.facts_of(actor, found)
    return [
        Hit(sentence(each.kind, data[each.id]), entry_href(each.kind, each.id), _detail(each), Nearness.WHOLE)
        for each in found
    ]


def _meant(actor: Actor, text: str, limit: int) -> list[Entry]:
    if _TAIL.fullmatch(text):
        found = queries.by_ids(queries.ending_in(actor, text, limit))
    else:
        try:
            found = queries.by_ids([UUID(text)])
        except ValueError:
            return []
    return [each for each in found.values() if queries.may_see(actor, each)]


def _detail(of: Entry) -> Words:
    said = w("编号 …{tail}", "number …{tail}").fill(tail=str(of.id)[-6:])
    return listed([said, of.unit, moment(of.occurred_at)], w(" · ", " · "))
