"""files · actions: a file is brought, kept once an entry names it, and taken away where none does or may any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from lianfang.ground.files import problems, store
from lianfang.ground.files.limits import JPEG
from lianfang.ground.files.models import File
from lianfang.ground.files.vouching import COLUMNS, code_of
from lianfang.kernel import characters, clock, ids, keyring
from lianfang.kernel.ports import FileNamed
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor, acting_actor

if TYPE_CHECKING:
    from lianfang.ground.files.pictures import Judged

WAITS = timedelta(hours=24)
WAITING_MOST = 300
NAME_LONGEST = 120
_SWEPT_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that waits for its entry, by the SHA-256 under which an entry names it."""

    sha256: str
    media: str
    size: int
    width: int | None
    height: int | None
    name: str


def bring(
    actor: Actor,
    *,
    name: str,
    content: bytes,
    photos_only: bool = False,
    position: bool = False,
    at: clock.Clock | None = None,
) -> Brought:
    """Takes in a file, judged by its content, for an entry that the actor records within a day; nobody else sees it.

    Brought twice it is there once. Raises `Refused` where it is nothing that is taken, or the disk is full.
    """
    from lianfang.ground.files import pictures  # decoders are heavy, and most processes never need them

    now, called = (at or clock.current()).now(), plain_name(name)
    prefix = next(iter(actor.prefixes()), None)
    if prefix is None:
        raise Refused(NOT_ALLOWED, verb="files.bring")
    waiting = File.objects.filter(entry__isnull=True, brought_by=actor.login, brought_at__gt=now - WAITS)
    if waiting.count() >= WAITING_MOST:
        raise Refused(problems.TOO_MANY_WAIT, limit=WAITING_MOST)
    found = pictures.judged(content, called, photos_only=photos_only, position=position)
    stored, small = _put(found)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO files_file (id, path, sha256, stored, small, media, size, width, height, position, name, "
            "brought_at, brought_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (brought_by, sha256, position) WHERE entry IS NULL "
            "DO UPDATE SET brought_at = excluded.brought_at, name = excluded.name",
            (
                ids.mint(now), prefix, stored, stored, small, found.media, len(found.content), found.width,
                found.height, found.position, called, now, actor.login,
            ),
        )  # fmt: skip
    _put(found)  # where it was swept in the moment before its row stood
    return Brought(stored, found.media, len(found.content), found.width, found.height, called)


def plain_name(name: str) -> str:
    """What a file is called, without folders and without what no line of text may hold."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(each for each in last if each == " " or characters.trouble(each, lines=False) is None).strip()
    return kept[-NAME_LONGEST:] or "file"


def keep(named: Sequence[FileNamed]) -> None:
    """The kernel's word that entries name files: what the actor has brought is the unit's from then on.

    Inside the recording transaction. A file that was not brought, or is nothing that the field takes, stays a mere
    hash. What an entry about a person names is put under that person's key, and no other copy of it stays.
    """
    actor = acting_actor()
    hashes, units = {one.sha256 for one in named}, {one.unit for one in named}
    waiting, kept = Q(entry__isnull=True, brought_by=actor.login), Q(entry__isnull=False, unit__in=units)
    found = list(File.objects.filter(Q(sha256__in=hashes) & (waiting | kept)))
    have = {(row.unit, row.sha256, row.person) for row in found if row.entry is not None}
    brought = [row for row in found if row.entry is None]
    persons = {one.person for one in named if one.person} if brought else set()
    keys = keyring.keys_of(persons) if persons else {}
    for one in named:
        mine = next((row for row in brought if row.sha256 == one.sha256 and _taken(row, one)), None)
        if mine is None or (one.unit, one.sha256, one.person) in have or (one.person and one.person not in keys):
            continue
        _keep(mine, one, keys[one.person] if one.person else None)
        have.add((one.unit, one.sha256, one.person))


def _taken(row: File, one: FileNamed) -> bool:
    return (row.media == JPEG or not one.rule.photos_only) and (one.rule.position or not row.position)


def _keep(mine: File, one: FileNamed, key: object) -> None:
    row = File(
        id=ids.mint(mine.brought_at), sha256=one.sha256, unit=one.unit, path=one.path, entry=one.entry,
        person=one.person, stored=mine.stored, small=mine.small, media=mine.media, size=mine.size, width=mine.width,
        height=mine.height, position=mine.position, name="" if one.person else mine.name, brought_at=mine.brought_at,
        brought_by=mine.brought_by,
    )  # fmt: skip
    if key is not None:
        row.stored, row.small = _concealed(mine, key)
        if row.stored is None:
            return  # it went away meanwhile: the entry names a mere hash
        File.objects.filter(pk=mine.pk).delete()
        transaction.on_commit(partial(_drop_unused, [mine.stored, mine.small]))
    row.mac = code_of([getattr(row, name) for name in COLUMNS])
    File.objects.bulk_create([row], ignore_conflicts=True)


def _concealed(mine: File, key: object) -> tuple[str | None, str | None]:
    """Both contents under a person's key, in the data folder."""
    contents = [store.get(name) if name else None for name in (mine.stored, mine.small)]
    if contents[0] is None:
        return None, None
    kept = [None if each is None else store.put(under(key, mine.sha256, each)) for each in contents]
    return kept[0], kept[1]


def under(key: object, sha256: str, content: bytes) -> bytes:
    """A content under a person's key, bound to the file that it belongs to."""
    return key.encrypt(content, [f"file:{sha256}".encode()])  # type: ignore[attr-defined]


def _put(found: Judged) -> tuple[str, str | None]:
    return store.put(found.content), store.put(found.small) if found.small else None


def sweep(*, now: datetime) -> int:
    """Takes away what waited a day for no entry, what is an erased person's, and what no entry is tied to its person
    for any more; gives how many rows.

    For the product's own hand, which sees every unit.
    """
    gone = list(File.objects.filter(entry__isnull=True, brought_at__lte=now - WAITS)[:_SWEPT_AT_ONCE])
    File.objects.filter(pk__in=[row.pk for row in gone], entry__isnull=True).delete()
    over = [*_at(_OF_ERASED, {}), *_at(_OF_ENDED, {"now": now})]
    for row, gone_at in over:
        contents, row.stored, row.small, row.gone_at = [row.stored, row.small], None, None, gone_at
        row.mac = code_of([getattr(row, name) for name in COLUMNS])
        row.save(update_fields=["stored", "small", "gone_at", "mac"])
        transaction.on_commit(partial(_drop_unused, contents))
    transaction.on_commit(partial(_drop_unused, [name for row in gone for name in (row.stored, row.small)]))
    transaction.on_commit(lambda: _drop_unused(store.older_than(WAITS.total_seconds())))
    return len(gone) + len(over)


_OF_ERASED = (
    "SELECT f.id, k.destroyed_at FROM files_file f JOIN kernel_person_key k ON k.person = f.person "
    "WHERE f.person IS NOT NULL AND f.stored IS NOT NULL AND k.wrapped IS NULL"
)
# Of a file that several entries name, the last of them has to be over.
_OF_ENDED = (
    "SELECT f.id, %(now)s::timestamptz FROM files_file f JOIN ledger_unlinked l ON l.entry = f.entry "
    "WHERE f.person IS NOT NULL AND f.stored IS NOT NULL AND NOT EXISTS ("
    "SELECT FROM ledger_entry e WHERE e.person = f.person AND e.unit = f.unit "
    "AND strpos(e.data::text, f.sha256) > 0 AND NOT EXISTS (SELECT FROM ledger_unlinked o WHERE o.entry = e.id))"
)


def _at(statement: str, named: dict[str, Any]) -> list[tuple[File, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT %(most)s", named | {"most": _SWEPT_AT_ONCE})
        at: dict[UUID, datetime] = dict(cursor.fetchall())
    return [(row, at[row.pk]) for row in File.objects.filter(pk__in=at)]


def _drop_unused(names: object) -> None:
    """Takes contents away that no row names any more."""
    listed = list(dict.fromkeys(name for name in names if name))  # type: ignore[attr-defined]
    for start in range(0, len(listed), _SWEPT_AT_ONCE):
        some = listed[start : start + _SWEPT_AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT stored FROM files_file WHERE stored = ANY(%s) UNION SELECT small FROM files_file "
                "WHERE small = ANY(%s)",
                (some, some),
            )
            used = {name for (name,) in cursor}
        for name in some:
            if name not in used:
                store.drop(name)
