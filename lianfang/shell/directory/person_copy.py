"""shell · person copy: everything that is kept about one person, as a file for that person (PIPL art. 45)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from lianfang.ground.people import identities, masking
from lianfang.ground.people import queries as people
from lianfang.ground.people.card import IDENTIFY
from lianfang.ground.people.identities import Identity
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.queries import Person, Seen
from lianfang.kernel import retention, scope
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Code, Table, Text, When
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.xlsx import Sheet, workbook
from lianfang.shell.kinds.wording import kind_words, sentence
from lianfang.shell.ledger import api_views, queries
from lianfang.shell.ledger.queries import Asked, Entry
from lianfang.shell.uncovering import ASKED_FOR_WORDS

_CHUNK = queries.PAGE_LIMIT
_MADE = (2020, 1, 1, 0, 0, 0)  # the file's own date, fixed so that equal content gives equal bytes


class Line(NamedTuple):
    """One entry as the workbook says it."""

    entry: Entry
    says: Words


class EntryTable(Table[Line]):
    """Every entry about the person, oldest first."""

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
    purpose = Text(w("用途", "What for"), lambda row: ASKED_FOR_WORDS.get(row.purpose, row.purpose))


@dataclass(frozen=True, slots=True)
class Copy:
    """What is kept about a person, as far as the reader sees it; `elsewhere` entries lie outside of that."""

    person: UUID
    made_at: datetime
    identity: Identity | None
    stays: tuple[Person, ...]
    entries: tuple[Entry, ...]
    data: dict[UUID, dict[str, Any]]
    looks: tuple[Seen, ...]
    elsewhere: int


def copy_of(actor: Actor, person: UUID, *, purpose: Purpose, at: datetime) -> Copy:
    """Collects it, and notes who took it and what for. The name comes with it where the reader may know it. Raises
    `not_found`, `person_erased`."""
    newest = people.person(actor, person)
    known = people.identity(actor, person, purpose=purpose) if actor.may(IDENTIFY, newest.path) else None
    identities.note(actor, [(person, newest.unit, newest.path)], Purpose.COPY)
    with masking.page(purpose):
        found = tuple(_entries(actor, person))
        data = queries.facts_of(actor, found)
    with scope.acting(scope.system_actor("person-copy")) as system:
        everywhere = queries.count(system, Asked(person=person))
        looks = tuple(people.views(system, person=person, limit=_CHUNK))
    return Copy(
        person, at, known, tuple(people.memberships(actor, person)), found, data, looks,
        max(0, everywhere - len(found)),
    )  # fmt: skip


def packed(copy: Copy) -> bytes:
    """The copy as a zip of a JSON file for machines and a workbook for people; equal copies give equal bytes."""
    held = io.BytesIO()
    files = {
        "person.json": json.dumps(_as_json(copy), ensure_ascii=False, indent=1, default=str).encode(),
        "person.xlsx": _as_workbook(copy),
    }
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), body, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _entries(actor: Actor, person: UUID) -> Iterator[Entry]:
    asked = Asked(person=person, newest_first=False, size=_CHUNK)
    while True:
        found = queries.entries(actor, asked)
        yield from found
        if len(found) < _CHUNK:
            return
        asked = replace(asked, after=found[-1].id)


def _as_json(copy: Copy) -> dict[str, Any]:
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
        "entries": [api_views.entry_out(each, copy.data[each.id]) for each in copy.entries],
        "entries_elsewhere": copy.elsewhere,
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
            Sheet(w("谁看过", "Who looked"), LookTable(copy.looks)),
        ]
    )
