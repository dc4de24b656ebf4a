"""files · queries: which of the files that entries name are there, and what is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db.models import Q

from lianfang.ground.files import problems, store
from lianfang.ground.files.limits import JPEG
from lianfang.ground.files.models import File
from lianfang.kernel import keyring
from lianfang.kernel.problems import Refused, existing
from lianfang.kernel.scope import Actor, acting_actor

# By what a file of an entry is found: the entry's unit and person, and the hash.
Key = tuple[str, UUID | None, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that entries name, or that waits for one."""

    sha256: str
    unit: str | None
    person: UUID | None
    stored: str | None
    small: str | None
    media: str
    size: int
    width: int | None
    height: int | None
    position: bool
    name: str
    gone_at: datetime | None

    @property
    def photo(self) -> bool:
        return self.media == JPEG

    @property
    def called(self) -> str:
        """A name under which it can be saved: never one that says another type than the content has."""
        ending = "jpg" if self.photo else "pdf"
        stem = self.name.rpartition(".")[0] or self.name
        return f"{stem or self.sha256[:12]}.{ending}"


_COLUMNS = tuple(Kept.__slots__)


def files_of(actor: Actor, asked: Collection[Key]) -> Mapping[Key, Kept]:
    """Those of the files that entries name which are there; the others were not brought."""
    assert acting_actor() is actor
    if not asked:
        return {}
    units, hashes = {unit for unit, _, _ in asked}, {sha256 for _, _, sha256 in asked}
    rows = File.objects.filter(entry__isnull=False, unit__in=units, sha256__in=hashes).values_list(*_COLUMNS)
    found = {(one.unit, one.person, one.sha256): one for one in (Kept(*row) for row in rows)}
    return {key: found[key] for key in asked if key in found}


def waiting(actor: Actor, hashes: Collection[str]) -> Mapping[str, Kept]:
    """The actor's own files that wait for an entry."""
    mine = Q(entry__isnull=True, brought_by=actor.login, sha256__in=list(hashes))
    return {row[0]: Kept(*row) for row in File.objects.filter(mine).values_list(*_COLUMNS)}


def own(actor: Actor, sha256: str) -> Kept:
    """One of the actor's own files that wait. Raises `not_found`."""
    return existing(waiting(actor, [sha256]).get(sha256))


def content_of(file: Kept, *, small: bool = False) -> bytes:
    """What is in it, or in its small picture. Raises `file_erased`, `file_lost`, `not_found`."""
    if file.gone_at is not None:
        raise Refused(problems.FILE_ERASED)
    name = existing(file.small if small else file.stored)
    content = store.get(name)
    if content is None:
        raise Refused(problems.FILE_LOST)
    if file.person is None:
        return content
    key = keyring.keys_of([file.person]).get(file.person)
    if key is None:
        raise Refused(problems.FILE_ERASED)
    try:
        return key.decrypt(content, [f"file:{file.sha256}".encode()])
    except InvalidTag:
        raise Refused(problems.FILE_LOST) from None
