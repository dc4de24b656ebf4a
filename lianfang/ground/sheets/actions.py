"""sheets · actions: what a unit says of its sheets' heads, and what other systems call their rows, is kept here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from lianfang.ground.sheets.models import SheetHeads, SheetSource
from lianfang.ground.sheets.queries import ended_links, entries_called, known
from lianfang.ground.units.queries import unit as unit_of
from lianfang.ground.units.queries import units as units_of
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor


@transaction.atomic
def keep_heads(
    actor: Actor,
    *,
    verb: str,
    unit: str,
    sort: str,
    heads: Sequence[str],
    said: Mapping[str, str],
    fixed: Mapping[str, str],
    at: clock.Clock | None = None,
) -> None:
    """Keeps what the unit says of sheets with these heads; the newest word counts.

    Needs the verb with which such sheets are handed in. Raises `not_found`, `not_allowed`.
    """
    path = unit_of(actor, unit).path
    actor.must(verb, path)
    SheetHeads.objects.update_or_create(
        unit=unit, sort=sort, known=known(heads),
        defaults={
            "path": path, "heads": [*heads], "said": dict(said), "fixed": dict(fixed),
            "changed_at": (at or clock.current()).now(), "changed_by": actor.login,
        },
    )  # fmt: skip


@transaction.atomic
def keep_sources(
    actor: Actor,
    *,
    verb: str,
    kind: str,
    made: Collection[tuple[str, str, UUID]],
    at: clock.Clock | None = None,
) -> frozenset[UUID]:
    """Keeps by what id another system knows entries, as (unit, id there, entry); what is kept of one stays. Of an entry
    whose link to its person has ended nothing is kept. Gives the entries of which the id is kept now.

    Of units where the actor does not hold the verb with which such entries are recorded nothing is kept either: the
    entries are in the ledger by then.
    """
    units = units_of(actor, sorted({unit for unit, _, _ in made}))
    paths = {code: each.path for code, each in units.items() if actor.may(verb, each.path)}
    ended = ended_links(actor, [entry for *_, entry in made])
    now = (at or clock.current()).now()
    new = [(unit, ref, entry) for unit, ref, entry in made if unit in paths and entry not in ended]
    SheetSource.objects.bulk_create(
        [
            SheetSource(entry=entry, unit=unit, path=paths[unit], kind=kind, ref=ref, kept_at=now, kept_by=actor.login)
            for unit, ref, entry in new
        ],
        ignore_conflicts=True,
    )
    there = entries_called(actor, kind, {(unit, ref) for unit, ref, _ in new}) if new else {}
    return frozenset(entry for unit, ref, entry in new if there.get((unit, ref)) == entry)
