"""sheets · queries: what a unit said of a sheet with certain heads, and by what ids other systems know entries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianfang.kernel import characters, reading
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class SavedHeads:
    """Field → head, field → value for all rows; `heads` in the order in which they stood, who said it, and when."""

    heads: tuple[str, ...]
    said: Mapping[str, str]
    fixed: Mapping[str, str]
    changed_at: datetime
    changed_by: str


def saved(actor: Actor, unit: str, sort: str, heads: Sequence[str]) -> SavedHeads | None:
    """What the unit said of a sheet of that sort with these heads, in whatever order they stand."""
    found = reading.named_rows(
        actor,
        "SELECT heads, said, fixed, changed_at, changed_by FROM sheets_heads "
        "WHERE unit = %(unit)s AND sort = %(sort)s AND known = %(known)s",
        unit=unit, sort=sort, known=known(heads),
    )  # fmt: skip
    if not found:
        return None
    row = found[0]
    stood, said, fixed = (json.loads(row[name]) for name in ("heads", "said", "fixed"))
    return SavedHeads(tuple(stood), said, fixed, row["changed_at"], row["changed_by"])


def known(heads: Sequence[str]) -> str:
    """A digest of the heads, whatever their order."""
    said = sorted({characters.folded(head) for head in heads if head})
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


CALLED = (
    "SELECT unit, ref, entry FROM sheets_source WHERE kind = %(kind)s AND unit = ANY(%(units)s) AND ref = ANY(%(refs)s)"
)


def entries_called(actor: Actor, kind: str, named: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """The entries of a kind that were made of what another system calls so, by (unit, id there)."""
    found = reading.rows(
        actor, CALLED,
        kind=kind, units=sorted({unit for unit, _ in named}), refs=sorted({ref for _, ref in named}),
    )  # fmt: skip
    return {(unit, ref): entry for unit, ref, entry in found}


def called(actor: Actor, entries: Collection[UUID]) -> dict[UUID, str]:
    """What other systems call entries: of a correction it is what the entry was called that it corrects."""
    found = reading.rows(
        actor,
        "WITH RECURSIVE back(entry, id) AS (SELECT e, e FROM unnest(%(entries)s::uuid[]) e UNION "
        "SELECT b.entry, e.corrects FROM back b JOIN ledger_entry e ON e.id = b.id WHERE e.corrects IS NOT NULL) "
        "SELECT b.entry, s.ref FROM back b JOIN sheets_source s ON s.entry = b.id",
        entries=list(entries),
    )  # fmt: skip
    return dict(found)


def refs_of(actor: Actor, kind: str, subject: str | UUID) -> list[str]:
    """What other systems call a person, or a place by its code, by the entries of a kind with which that began here."""
    who = "e.person = %(subject)s" if isinstance(subject, UUID) else "e.data ->> 'code' = %(subject)s"
    found = reading.rows(
        actor,
        f"SELECT s.ref FROM sheets_source s JOIN ledger_entry e ON e.id = s.entry WHERE s.kind = %(kind)s AND {who} "
        "ORDER BY s.ref",
        kind=kind, subject=subject,
    )  # fmt: skip
    return [ref for (ref,) in found]


def subjects(actor: Actor, entries: Collection[UUID]) -> dict[UUID, UUID | str | None]:
    """Whom entries are about, or else the code that they give."""
    found = reading.rows(
        actor,
        "SELECT id, person, data ->> 'code' FROM ledger_entry WHERE id = ANY(%(entries)s)",
        entries=list(entries),
    )
    return {entry: person or code for entry, person, code in found}


def beginnings(actor: Actor, kind: str, of: Collection[UUID] | Collection[str]) -> dict[UUID | str, UUID]:
    """The entries of a kind with which people, or places by their codes, came onto the register."""
    persons = [each for each in of if isinstance(each, UUID)]
    codes = [each for each in of if not isinstance(each, UUID)]
    found = reading.rows(
        actor,
        "SELECT person, data ->> 'code', id FROM ledger_entry WHERE kind = %(kind)s AND corrects IS NULL AND "
        + ("person = ANY(%(persons)s)" if persons else "data ->> 'code' = ANY(%(codes)s)")
        + " ORDER BY id DESC",
        kind=kind, persons=persons, codes=codes,
    )  # fmt: skip
    return {person or code: entry for person, code, entry in found}


def ended_links(actor: Actor, entries: Collection[UUID]) -> frozenset[UUID]:
    """Those of the entries that are no longer tied to their person."""
    found = reading.rows(actor, "SELECT entry FROM ledger_unlinked WHERE entry = ANY(%(entries)s)", entries=[*entries])
    return frozenset(row[0] for row in found)
