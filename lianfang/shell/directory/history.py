"""shell · directory: what was recorded about a unit, place, person or grant, and the proof of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.urls import reverse

from lianfang.ground.access.queries_called import meet, who
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.types import Event, Proof
from lianfang.shell.kinds.wording import graded, is_withdrawal, origin_words, sentence
from lianfang.shell.ledger import proofs, queries
from lianfang.shell.ledger.queries import Entry

_RECENT = 100


def of_entries(actor: Actor, ids: Collection[UUID]) -> list[Entry]:
    """The entries as far as the actor may see their kinds where they stand, oldest first."""
    found = queries.by_ids(ids).values() if ids else ()
    return sorted(
        (each for each in found if queries.may_see(actor, each)),
        key=lambda each: (each.recorded_at, each.id),
    )


def timeline(actor: Actor, entries: Iterable[Entry]) -> list[Event]:
    """The entries as a history, newest first; what no longer stands is struck."""
    listed = sorted(entries, key=lambda each: (each.recorded_at, each.id), reverse=True)[:_RECENT]
    data = queries.facts_of(actor, listed)
    meet(each.recorded_by for each in listed)
    return [
        Event(
            at=each.recorded_at,
            title=sentence(each.kind, data[each.id]),
            who=who(each.recorded_by).say(),
            body=each.reason or _note(data[each.id].get("note")),
            href=reverse("shell:ledger-entry", args=[each.id]),
            mark="excused" if is_withdrawal(each.kind) else "done",
            struck=each.superseded_by is not None,
        )
        for each in listed
    ]


def proof(entries: Iterable[Entry]) -> Proof | None:
    """The proof of the newest entry that stands; None where there is none to show."""
    standing = [each for each in entries if each.stands]
    if not standing:
        return None
    found = max(standing, key=lambda each: (each.recorded_at, each.id))
    day = clock.day_of(found.recorded_at).date
    sealed = proofs.seal_of(found.unit, day)
    return Proof(
        digest=found.digest.hex(),
        recorded_at=found.recorded_at,
        recorded_by=found.recorded_by,
        origin=origin_words(found.origin),
        evidence=graded(found),
        seal_day=sealed.day if sealed else None,
        seal_root=sealed.root.hex() if sealed else "",
        seal_href=reverse("shell:verify-day", args=[found.unit, day.isoformat()]) if sealed else "",
    )


def _note(said: object) -> Words | str:
    return w("说明：{note}", "Note: {note}").fill(note=said) if said else ""
