"""files · actions: a file is brought, kept once an entry names it, and taken away where none does or may any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from lianfang.ground.files import problems, store
from lianfang.ground.files.limits import JPEG
from lianfang.ground.files.models import File
from lianfang.ground.files.vouching import COLUMNS, code_of
from lianfang.kernel import characters, clock, ids, keyring, scope
from lianfang.kernel.ports import FileNamed
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor, acting_actor

WAITS = timedelta(hours=24)
WAITING_MOST = 300
NAME_LONGEST = 120
_SWEPT_AT_ONCE = 500
_DROPPED_AT_ONCE = 50


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
    fine: bool = False,
    at: clock.Clock | None = None,
) -> Brought:
    """Takes in a file, judged by its content, for an entry that the actor records within a day; nobody else sees it.

    Brought twice it is there once. With `fine` a picture keeps what the scan of a page needs to be read.
    Raises `Refused` where it is nothing that is taken, or the disk is full.
    """
    from lianfang.ground.files import pictures  # decoders are heavy, and most processes never need them

    now, called = (at or clock.current()).now(), plain_name(name)
    prefix = next(iter(actor.prefixes()), None)
    if prefix is None:
        raise Refused(NOT_ALLOWED, verb="files.bring")
    waiting = File.objects.filter(entry__isnull=True, brought_by=actor.login, brought_at__gt=now - WAITS)
    if waiting.count() >= WAITING_MOST:
        raise Refused(problems.TOO_MANY_WAIT, limit=WAITING_MOST)
    side = pictures.FINE_SIDE if fine else pictures.SIDE
    found = pictures.judged(content, called, photos_only=photos_only, position=position, side=side)
    contents = [each for each in (found.content, found.small) if each]
    names = [store.name_of(each) for each in contents]
    stored, small = names[0], names[1] if found.small else None
    with transaction.atomic(), connection.cursor() as cursor:
        _claim(names)
        _put(contents)
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
    brought = _claimed([row for row in found if row.entry is None])
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
        _drop_later([mine.stored, mine.small])
    row.mac = code_of([getattr(row, name) for name in COLUMNS])
    File.objects.bulk_create([row], ignore_conflicts=True)


def _concealed(mine: File, key: object) -> tuple[str | None, str | None]:
    """Both contents under a person's key, in the data folder."""
    contents = [store.get(name) if name else None for name in (mine.stored, mine.small)]
    if contents[0] is None:
        return None, None
    kept = [under(key, mine.sha256, each) for each in contents if each is not None]
    names = [store.name_of(each) for each in kept]
    _claim(names)
    _put(kept)
    return names[0], names[1] if len(names) == 2 else None


def under(key: object, sha256: str, content: bytes) -> bytes:
    """A content under a person's key, bound to the file that it belongs to."""
    return key.encrypt(content, [f"file:{sha256}".encode()])  # type: ignore[attr-defined]


def _claim(names: Collection[str]) -> None:
    """Waits for whoever takes one of these contents away; until this transaction ends nobody does."""
    with connection.cursor() as cursor:  # in one order, so that no two wait for each other
        cursor.execute("SELECT kernel_wait_for('file:' || n) FROM unnest(%s::text[]) n", (sorted(set(names)),))


def _claimed(waiting: list[File]) -> list[File]:
    """Those of the files that still wait, once nobody can take their contents away any more."""
    if not waiting:
        return []
    _claim({name for row in waiting for name in (row.stored, row.small) if name})
    return list(File.objects.filter(pk__in=[row.pk for row in waiting], entry__isnull=True))


def _put(contents: Collection[bytes]) -> None:
    """Keeps contents whose rows come in this transaction."""
    names = [store.put(each) for each in contents]
    transaction.on_commit(partial(store.settle, names), robust=True)


def sweep(*, now: datetime) -> int:
    """Takes away what waited a day for no entry, what is an erased person's, and what no entry is tied to its person
    for any more; gives how many rows.

    For the product's own hand, which sees every unit. What it looks at is bounded, however much is kept.
    """
    with transaction.atomic():
        gone = _given_up(now)
        over = [*_at(_OF_ERASED, {}), *_at(_OF_ENDED, {"now": now})]
        _drop_later(gone)
        for row, gone_at in over:
            contents, row.stored, row.small, row.gone_at = [row.stored, row.small], None, None, gone_at
            row.mac = code_of([getattr(row, name) for name in COLUMNS])
            row.save(update_fields=["stored", "small", "gone_at", "mac"])
            _drop_later(contents)
    _drop_unused(store.unsettled(WAITS.total_seconds(), _SWEPT_AT_ONCE))
    return len(gone) // 2 + len(over)


def _given_up(now: datetime) -> list[str | None]:
    """Takes away the rows of what waited for too long; gives the names of both contents of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM files_file WHERE id IN (SELECT id FROM files_file WHERE entry IS NULL AND brought_at <= %s "
            "LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING stored, small",
            (now - WAITS, _SWEPT_AT_ONCE),
        )
        return [name for row in cursor.fetchall() for name in row]


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


def _drop_later(names: Collection[str | None]) -> None:
    """Takes contents away once this transaction holds; what a fault leaves behind is swept by its mark."""
    listed = [name for name in names if name]
    with suppress(OSError):  # a full disk is no reason to keep them
        store.mark(listed)
    transaction.on_commit(partial(_drop_unused, listed), robust=True)


def _drop_unused(names: Collection[str]) -> None:
    """Takes contents away that no row of any unit names, while nobody can begin to use them."""
    listed = sorted(set(names))
    for start in range(0, len(listed), _DROPPED_AT_ONCE):
        some = listed[start : start + _DROPPED_AT_ONCE]
        with scope.acting(scope.system_actor("files")), transaction.atomic(), connection.cursor() as cursor:
            _claim(some)
            cursor.execute(
                "SELECT stored FROM files_file WHERE stored = ANY(%s) UNION SELECT small FROM files_file "
                "WHERE small = ANY(%s)",
                (some, some),
            )
            used = {name for (name,) in cursor}
            for name in some:
                if name not in used:
                    store.drop(name)
            store.settle(some)
