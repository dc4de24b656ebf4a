"""shell · person copy: everything that is kept about one person, as a file for that person (PIPL art. 45)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple
from uuid import UUID

from lianfang.ground.people import identities, masking
from lianfang.ground.people import queries as people
from lianfang.ground.people.card import IDENTIFY
from lianfang.ground.people.identities import Identity
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.queries import Person, Seen
from lianfang.kernel import reading, retention, scope
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.retention import unlinked
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Code, Table, Text, When
from lianfang.shell.components.types import Fact
from lianfang.shell.directory.people_pages import PURPOSES
from lianfang.shell.documents.xlsx import Sheet, workbook
from lianfang.shell.files import shown
from lianfang.shell.files.shown import Shown
from lianfang.shell.files.zipped import add_files
from lianfang.shell.kinds.wording import kind_words, sentence
from lianfang.shell.ledger import api_views, queries
from lianfang.shell.ledger.queries import Asked, Entry

_CHUNK = queries.PAGE_LIMIT
_ALL = 10_000_000  # looks at one person: none is left out
_IN_MEMORY = 8 * 1024 * 1024
_MADE = (2020, 1, 1, 0, 0, 0)  # the file's own date, fixed so that equal content gives equal bytes


class Line(NamedTuple):
    """One entry as the workbook says it."""

    entry: Entry
    says: Words


class EntryTable(Table[Line]):
    """Every entry that is about the person or lists them, oldest first."""

    at = When(w("时间", "When"), "entry.occurred_at")
    kind = Text(w("种类", "Kind"), lambda row: kind_words(row.entry.kind))
    says = Text(w("内容", "What it says"))
    unit = Code(w("单位", "Unit"), "entry.unit")
    by = Code(w("记录人", "Recorded by"), "entry.recorded_by")
    id = Code(w("编号", "Id"), lambda row: str(row.entry.id))


class StayTable(Table[Person]):
    """Where the person belonged."""

    unit = Code(w("单位", "Unit"))
    since_day = When(w("自", "From"))
    until_day = When(w("至", "Until"))
    household = Code(w("住户", "Household"))


class LookTable(Table[Seen]):
    """Who looked at the person's name and numbers."""

    at = When(w("时间", "When"))
    login = Code(w("账号", "Login"))
    purpose = Text(w("用途", "Purpose"), lambda row: PURPOSES.get(row.purpose, row.purpose))


@dataclass(frozen=True, slots=True)
class Copy:
    """What is kept about a person, as far as the reader sees it; `elsewhere` entries lie outside of that."""

    person: UUID
    made_at: datetime
    identity: Identity | None
    stays: tuple[Person, ...]
    entries: tuple[Entry, ...]
    data: dict[UUID, dict[str, Any]]
    files: tuple[Shown, ...]
    looks: tuple[Seen, ...]
    elsewhere: int


def copy_of(actor: Actor, person: UUID, *, purpose: Purpose, at: datetime) -> Copy:
    """Collects it, and notes who took it and what for. The name comes with it where the reader may know it. Raises
    `not_found`, `person_erased`."""
    newest = people.person(actor, person)
    known = people.identity(actor, person, purpose=purpose) if actor.may(IDENTIFY, newest.path) else None
    identities.note(actor, [(person, newest.unit, newest.path)], Purpose.COPY)
    with masking.page(purpose):
        found = sorted([*_entries(actor, person), *_listing(actor, person)], key=lambda each: each.id)
        data = queries.facts_of(actor, found)
        files = shown.files_of(actor, [each for each in found if each.person == person], data)
    with scope.acting(scope.system_actor("person-copy")) as system:
        everywhere = queries.count(system, Asked(person=person)) + len(_listing(system, person))
        looks = tuple(people.views(system, person=person, limit=_ALL))
    return Copy(
        person, at, known, tuple(people.memberships(actor, person)), tuple(found),
        {each.id: _of_person(each, data[each.id], person) for each in found},
        tuple(one for named in files.values() for one in named.values()), looks, max(0, everywhere - len(found)),
    )  # fmt: skip


def packed(copy: Copy) -> IO[bytes]:
    """The copy as a zip of a JSON file for machines, a workbook for people, and the person's photos and papers; equal
    copies give equal bytes. Whoever hands it on closes it.
    """
    held = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    try:
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            brought = add_files(archive, copy.files, made=_MADE)
            files = {
                "person.json": json.dumps(_as_json(copy, brought), ensure_ascii=False, indent=1, default=str).encode(),
                "person.xlsx": _as_workbook(copy),
            }
            for name, body in files.items():
                archive.writestr(zipfile.ZipInfo(name, _MADE), body, zipfile.ZIP_DEFLATED)
    except BaseException:
        held.close()
        raise
    held.seek(0)
    return held


def _entries(actor: Actor, person: UUID) -> Iterator[Entry]:
    asked = Asked(person=person, newest_first=False, size=_CHUNK)
    while True:
        found = queries.entries(actor, asked)
        yield from found
        if len(found) < _CHUNK:
            return
        asked = replace(asked, after=found[-1].id)


def _listing(actor: Actor, person: UUID) -> list[Entry]:
    """Entries that list the person among others and are not about that person, as far as the actor may see them."""
    kinds = [kind.code for kind in KINDS if kind.names_persons]
    ids = reading.rows(
        actor,
        "SELECT e.id FROM ledger_entry e WHERE e.kind = ANY(%(kinds)s) AND strpos(e.data::text, %(person)s) > 0 "
        f"AND e.person IS DISTINCT FROM %(person)s::uuid AND NOT {unlinked('e.id')}",
        kinds=kinds, person=str(person),
    )  # fmt: skip
    found = queries.by_ids([row[0] for row in ids]).values() if ids else ()
    return [each for each in found if queries.may_see(actor, each) and _lists(each, person)]


def _lists(entry: Entry, person: UUID) -> bool:
    return any(str(person) in (entry.facts.get(name) or ()) for name in KINDS[entry.kind].names_persons)


def _of_person(entry: Entry, data: Mapping[str, Any], person: UUID) -> dict[str, Any]:
    """What an entry says, without whom else it lists; the words of somebody else stay concealed."""
    kind = KINDS.get(entry.kind)
    if kind is None:
        return dict(data)
    theirs = kind.personal if entry.person not in (None, person) else frozenset[str]()
    told = {name: entry.facts.get(name) if name in theirs else value for name, value in data.items()}
    return told | {name: [str(person)] for name in kind.names_persons if str(person) in (told.get(name) or ())}


def _entry(copy: Copy, each: Entry) -> dict[str, Any]:
    """An entry as the API shows it; whom else it is about is not told."""
    said = api_views.entry_out(each, copy.data[each.id])
    return said if each.person in (None, copy.person) else said | {"person": None}


def _as_json(copy: Copy, files: list[tuple[Any, ...]]) -> dict[str, Any]:
    known = copy.identity
    return {
        "person": str(copy.person),
        "made_at": copy.made_at.isoformat(),
        "identity": None if known is None else {
            "name": known.name, "id_number": known.id_number, "phone": known.phone,
        },
        "memberships": [
            {
                "unit": each.unit, "since": each.since_day, "until": each.until_day, "counts": each.counts,
                "household": each.household, "residency": each.residency,
            }
            for each in copy.stays
        ],
        "entries": [_entry(copy, each) for each in copy.entries],
        "entries_elsewhere": copy.elsewhere,
        "files": [dict(zip(("entry", "sha256", "file", "state"), each, strict=True)) for each in files],
        "looked_at": [{"at": each.at, "by": each.login, "purpose": each.purpose} for each in copy.looks],
        "kept_for_days": {kind.code: kind.privacy.retention_days for kind in retention.promised()},
    }  # fmt: skip


def _as_workbook(copy: Copy) -> bytes:
    known = copy.identity
    about = [
        Fact(w("截至", "As of"), copy.made_at),
        Fact(w("编号", "Id"), str(copy.person)),
        Fact(w("姓名", "Name"), known.name if known else w("由本单位另行告知", "told by the person's own unit")),
        Fact(w("证件号码", "Document number"), (known.id_number if known else None) or "—"),
        Fact(w("电话", "Telephone"), (known.phone if known else None) or "—"),
        Fact(w("范围以外的记录", "Entries outside this scope"), copy.elsewhere),
    ]
    lines = [Line(each, sentence(each.kind, copy.data[each.id])) for each in copy.entries]
    return workbook(
        [
            Sheet(w("本人与隶属", "The person"), StayTable(copy.stays), w("本人资料", "What is kept"), tuple(about)),
            Sheet(w("记录", "Entries"), EntryTable(lines)),
            Sheet(w("谁看过", "Who viewed"), LookTable(copy.looks)),
        ]
    )
