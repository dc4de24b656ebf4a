"""watch · queries of what is open: all that a unit has open, for whoever takes over; and the watch's own part.

Every area tells its own; this only asks them, as the system, and leaves out what the reader may not see.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from lianfang.areas.watch import policy, queries, queries_corrected, queries_log
from lianfang.areas.watch.kinds import SEE
from lianfang.areas.watch.rules import Offer
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Reading, Sort, read
from lianfang.kernel.reading import rows, under
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

_MARK = 8  # so many figures of a key's digest tell it from the others on one page
_DAY = timedelta(days=1)


def all_open(actor: Actor, unit: Unit, now: datetime, until: datetime) -> Reading:
    """Everything that is open at a unit and below it, or falls due before `until`, as far as the actor may see it."""
    with scope.acting(scope.system_actor()) as system:
        found = read(actor, REGISTRY.open_matters(), unit.path, now, until)
        apart = sorted({each.unit for each in found.matters if each.unit_apart and each.unit != unit.code})
        called = {code: each.words for code, each in units.units(system, apart).items()} if apart else {}
    return replace(found, matters=tuple(_with_unit(each, called) for each in found.matters))


def _with_unit(matter: OpenMatter, called: Mapping[str, Words]) -> OpenMatter:
    """The matter, its unit before it where that is another than the one that is read."""
    if matter.unit not in called or not matter.unit_apart:
        return matter
    said = w("{unit}：{words}", "{unit}: {words}").fill(unit=called[matter.unit], words=matter.words)
    return replace(matter, words=said)


def mark_of(key: str) -> str:
    """A key in a few figures: what a page remembers of what it has shown."""
    return hashlib.sha256(key.encode()).hexdigest()[:_MARK]


def marks_of(keys: Collection[str]) -> str:
    """What a page has shown, as its form sends it back."""
    return " ".join(sorted(mark_of(key) for key in keys))


def digest_of(keys: Collection[str]) -> str:
    """The digest of a state: of all its keys, in their order."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()


def changed(offer: Offer, found: Reading) -> tuple[list[OpenMatter], list[Mapping[str, Any]]]:
    """What has come up since an offer, and what of it is settled; nothing of offers that kept no state."""
    if offer.matters_count is None:
        return [], []
    kept, now = {each["key"] for each in offer.matters}, {each.key[:300] for each in found.matters}
    # Of a state that was too long to keep whole, what is not among the kept lines may have been there.
    whole = len(offer.matters) >= offer.matters_count - (offer.matters_hidden or 0)
    came = [each for each in found.matters if each.key[:300] not in kept] if whole else []
    return came, [each for each in offer.matters if each["key"] not in now]


@dataclass(frozen=True, slots=True)
class Did:
    """How many records of a kind the people of a shift made."""

    kind: str
    count: int

    @property
    def words(self) -> Words:
        kind = KINDS.get(self.kind)
        return kind.words if kind else Words(self.kind, self.kind)


_DID = """
SELECT e.kind, count(*) FROM units_path p
JOIN ledger_entry e ON e.unit = p.unit AND e.recorded_at >= %(from_at)s AND e.recorded_at < %(to_at)s
WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s
  AND e.recorded_by = ANY(%(people)s) AND e.origin <> 'automatic' AND NOT e.exercise
GROUP BY e.kind ORDER BY count(*) DESC, e.kind
"""


def did(actor: Actor, unit: Unit, people: Sequence[str], from_at: datetime, to_at: datetime) -> list[Did]:
    """What some people recorded at a unit and below it, counted by kind: of the kinds that the actor may see."""
    if not people:
        return []
    day = clock.day_of(to_at).date
    found = rows(actor, _DID, people=list(people), from_at=from_at, to_at=to_at, day=day, **under(unit.path))
    return [Did(kind, count) for kind, count in found if _seen(actor, kind, unit)]


def _seen(actor: Actor, kind: str, unit: Unit) -> bool:
    known = KINDS.get(kind)
    return known is None or not known.see or actor.may(known.see, unit.path)


def open_watch(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """What the watches of a unit and below it have open: calls, items of the log, swaps, what was corrected of the last
    handover, shifts without people."""
    named = under(path)
    posts = {each.unit: each for each in queries.posts(actor) if named["low"] <= each.path < named["high"]}
    limits = policy.limits_lately(now) if posts else None
    if limits is None:
        return

    def own(key: str, unit: str, words: Words, href: str, due: datetime | None) -> OpenMatter:
        late = due is not None and due < now
        return OpenMatter(key, Sort.WATCH, words, href, unit, posts[unit].path, SEE, due, late, unit_apart=True)

    for call in queries.waiting_calls(actor, now - _DAY, list(posts)):
        words, href = w("查岗待应答", "a spot call waits"), reverse("watch:spot", args=[call.unit])
        yield own(f"watch.call:{call.stream}", call.unit, words, href, call.at + limits.answer)
    for line in queries_log.open_items(actor, list(posts), limit=None):
        words, href = Words(line.text[:160], line.text[:160]), reverse("watch:item", args=[line.entry])
        yield own(f"watch.item:{line.entry}", line.unit, words, href, line.due_at)
    for ask in queries.waiting_asks(actor, list(posts), now):
        words = w("{shift}调班待答复", "a swap of {shift} waits for its answer").fill(shift=ask.given.said)
        yield own(
            f"watch.swap:{ask.stream}", ask.unit, words, reverse("watch:swap", args=[ask.stream]), ask.given.begins_at
        )
    for unit, signed in queries_corrected.newest_signed(actor, posts, now).items():
        for each in queries_corrected.since_handover(actor, posts[unit], signed, now):
            yield OpenMatter(
                f"watch.corrected:{each.entry}", Sort.WATCH, each.words, each.href, each.unit, each.path, each.see,
                detail=each.why, since=each.at, unit_apart=True,
            )  # fmt: skip
    for unit, lack in queries.lacking(actor, list(posts), now, limits):
        href = reverse("watch:roster", args=[unit, lack.first.on.isoformat()])
        yield own(
            f"watch.roster:{unit}:{lack.first.on.isoformat()}.{lack.first.code}",
            unit,
            lack.words,
            href,
            lack.first.begins_at,
        )


OPEN = OpenMatters(open_watch, frozenset({"watch.roster_gap", "watch.spot_call_unanswered", "watch.nobody_on_duty"}))
