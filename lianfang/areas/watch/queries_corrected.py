"""watch · queries of what was corrected: what a handover told, and what of it was set right after both had signed.

Whoever took over relied on what they read. A correction of it is open matter of the watch until the next handover is
signed: then the next one has read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from lianfang.areas.watch import policy, queries
from lianfang.areas.watch.kinds import ROSTER, SEE, STAND
from lianfang.areas.watch.kinds_log import LOGGED
from lianfang.areas.watch.queries import Post
from lianfang.areas.watch.rules import Handover
from lianfang.kernel import clock
from lianfang.kernel.frame import Waiting
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.reading import rows, under
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

_BACK = timedelta(days=2)  # a shift lasts no longer
_THING = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# Corrections since a handover was signed, of entries that it told of or that the shift had written into its log.
_CORRECTED = """
SELECT c.id, c.kind = o.kind, o.kind, c.unit, c.path, c.reason, c.recorded_at FROM units_path p
JOIN ledger_entry c ON c.unit = p.unit AND c.recorded_at > %(signed_at)s AND c.corrects IS NOT NULL AND NOT c.exercise
JOIN ledger_entry o ON o.id = c.corrects AND o.recorded_at <= %(signed_at)s
WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s
  AND (o.id = ANY(%(things)s) OR o.stream = ANY(%(things)s) OR (o.kind = %(log)s AND o.unit = %(unit)s
       AND o.occurred_at >= %(from_at)s AND o.occurred_at < %(to_at)s))
ORDER BY c.recorded_at, c.id
"""
_SAID = {
    True: w("交接后更正了{kind}", "corrected since the handover: {kind}"),
    False: w("交接后撤回了{kind}", "withdrawn since the handover: {kind}"),
}
_LOOK = w("查看更正", "See the correction")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction of what was handed over. `words` name nobody; `why` is the reason that was given."""

    entry: UUID
    words: Words
    why: str
    unit: str
    path: str
    see: str
    at: datetime

    @property
    def href(self) -> str:
        return reverse("shell:ledger-entry", args=[self.entry])


def since_handover(actor: Actor, post: Post, signed: Handover, now: datetime) -> Iterator[Corrected]:
    """What was corrected of it since both had signed, the oldest first."""
    if signed.signature is None:
        return
    found = rows(
        actor, _CORRECTED, signed_at=signed.signature.at, day=clock.day_of(now).date, things=_things(signed),
        log=LOGGED.code, unit=post.unit, from_at=signed.leaving.begins_at, to_at=signed.leaving.ends_at,
        **under(post.path),
    )  # fmt: skip
    for entry, again, of, unit, path, why, at in found:
        kind = KINDS.get(of)
        words = _SAID[again].fill(kind=kind.words if kind else Words(of, of))
        yield Corrected(entry, words, why or "", unit, path, (kind.see if kind else "") or SEE, at)


def newest_signed(actor: Actor, posts: Mapping[str, Post], now: datetime) -> dict[str, Handover]:
    """The last handover of each watch that both have signed."""
    known = queries.handovers(actor, now - _BACK, now + _BACK, posts)
    return {unit: one for (unit, _), one in known.items() if one.signature is not None}  # the newest comes last


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """What the watch wants of this actor, and what was corrected of that which they took over."""
    found, shift = queries.mine(actor, now), policy.shift_at(now)
    own = {each.unit: each.verbs for each in actor.held if each.unit and each.verbs & {STAND, ROSTER}}
    if shift is None or not own or not policy.watched(now):
        return found
    # As `mine` asks it, so that a page that asks the same once has it already.
    posts = {each.unit: each for each in queries.posts(actor, own)}
    known = queries.handovers(actor, shift.begins_at, shift.ends_at + timedelta(seconds=1), posts) if posts else {}
    for unit, post in posts.items():
        one = known.get((unit, shift.begins_at))
        if one is None or one.signature is None or one.signature.by != actor.login:
            continue
        for each in since_handover(actor, post, one, now):
            if actor.may(each.see, each.path):
                found.append(Waiting(each.words, each.href, _LOOK, detail=each.why))
    return found


def _things(signed: Handover) -> list[UUID]:
    """The entries and lives that a handover names: of its lines, its own log, and the handover itself."""
    found: set[str] = set()
    kept: list[Mapping[str, Any]] = []
    if signed.offer is not None:
        found.add(str(signed.offer.entry))
        kept += [*signed.offer.matters, *signed.offer.done, *signed.offer.undone]
    if signed.signature is not None:
        found.add(str(signed.signature.entry))
        kept += signed.signature.came
    for line in kept:
        found |= {each for name in ("key", "href", "item") for each in _THING.findall(str(line.get(name, "")))}
    return [UUID(each) for each in sorted(found)]
