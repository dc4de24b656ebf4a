"""kernel · keyring: one key for each person, so that erasing a person is destroying one key.

Personal words in an entry are encrypted under the person's key before they are digested: the ledger and its
seals stay whole when the key is gone. AES-SIV (RFC 5297) is deterministic for one entry and field, so that
the same entry sent twice has the same content.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.db import connection

MARK = "enc:1:"  # under the person's key
MARK_SALTED = "enc:2:"  # under the key that an entry's salt makes of it
_KEY_BYTES = 64
_SALT_BYTES = 32

_make_key: ContextVar[Callable[[UUID], bytes]] = ContextVar("make_key", default=lambda _: os.urandom(_KEY_BYTES))
_make_salt: ContextVar[Callable[[UUID], bytes]] = ContextVar("make_salt", default=lambda _: os.urandom(_SALT_BYTES))


@contextmanager
def seeded(seed: int | str) -> Iterator[None]:
    """Person keys and salts from a seed: only for replays, whose people are synthetic."""
    mark = _make_key.set(lambda person: hashlib.sha512(f"keyring:{seed}:{person}".encode()).digest())
    salt_mark = _make_salt.set(lambda entry: hashlib.sha256(f"salt:{seed}:{entry}".encode()).digest())
    try:
        yield
    finally:
        _make_key.reset(mark)
        _make_salt.reset(salt_mark)


def make_keys(people: Collection[tuple[UUID, str]]) -> None:
    """Gives each (person, path) a key; a person who has one keeps it."""
    make, master = _make_key.get(), _master()
    wrapped = [master.encrypt(make(person), [person.bytes]) for person, _ in people]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_person_key (person, path, wrapped) "
            "SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) ON CONFLICT (person) DO NOTHING",
            ([person for person, _ in people], [path for _, path in people], wrapped),
        )


def keys_of(persons: Collection[UUID]) -> dict[UUID, AESSIV]:
    """The keys that still exist, of the persons inside the actor's scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, wrapped FROM kernel_person_key WHERE person = ANY(%s) AND wrapped IS NOT NULL",
            (list(persons),),
        )
        master = _master()
        return {person: AESSIV(master.decrypt(bytes(wrapped), [person.bytes])) for person, wrapped in cursor}


def key_within(person: UUID, wrapped: bytes) -> AESSIV:
    """The key of a person, of what is kept of it."""
    return AESSIV(_master().decrypt(wrapped, [person.bytes]))


def wrap(person: UUID, key: bytes) -> bytes:
    """A person's key as it is kept."""
    return _master().encrypt(key, [person.bytes])


def make_salts(entries: Mapping[UUID, str]) -> dict[UUID, bytes | None]:
    """A salt for each entry (with its path) that is not in the ledger yet; gives those of all, None where one was
    destroyed already. Whose salt is not the actor's to see is left out."""
    ids, make = list(entries), _make_salt.get()
    salts = [make(entry) for entry in ids]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_entry_salt (entry, path, salt, mac) "
            "SELECT n.* FROM unnest(%s::uuid[], %s::text[], %s::bytea[], %s::bytea[]) AS n(entry, path, salt, mac) "
            "WHERE n.entry NOT IN (SELECT ledger_known(%s::uuid[])) ON CONFLICT (entry) DO NOTHING",
            (ids, list(entries.values()), salts, list(map(vouch_salt, ids, salts)), ids),
        )
    return salts_of(ids)


def salts_of(entries: Collection[UUID]) -> dict[UUID, bytes | None]:
    """The salts of entries inside the actor's scope; None where one was destroyed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry, salt FROM kernel_entry_salt WHERE entry = ANY(%s)", (list(entries),))
        return {entry: None if salt is None else bytes(salt) for entry, salt in cursor}


def vouch_salt(entry: UUID, salt: bytes) -> bytes:
    """The code over an entry's salt."""
    return vouch("kernel_entry_salt", str(entry), salt)


def salted(key: AESSIV, entry: UUID, salt: bytes) -> AESSIV:
    """The key for one entry's words: it goes with the person's key, and with the entry's salt."""
    return AESSIV(hashlib.sha512(key.encrypt(salt, [b"entry", entry.bytes])).digest())


def is_concealed(text: str) -> bool:
    """Whether it is words under a key."""
    return text.startswith((MARK, MARK_SALTED))


def conceal(key: AESSIV, context: str, text: str, mark: str = MARK) -> str:
    """The words under the key, as text; `context` (entry and field) must be the same to read them."""
    return mark + base64.b64encode(key.encrypt(text.encode(), [context.encode()])).decode()


def reveal(key: AESSIV | None, context: str, text: str) -> str | None:
    """The words again; None where the key was destroyed or does not fit."""
    if key is None:
        return None
    try:
        return key.decrypt(
            base64.b64decode(text.removeprefix(MARK).removeprefix(MARK_SALTED)), [context.encode()]
        ).decode()
    except InvalidTag:
        return None


def blind(text: str) -> bytes:
    """A keyed fingerprint (HMAC-SHA-256) with which equal words are found again without being stored."""
    return hmac.digest(settings.KEYRING_KEY, b"blind:" + text.encode(), "sha256")


def unwraps(person: UUID, wrapped: bytes) -> bool:
    """Whether a wrapped key is the one that was made for the person: AES-SIV tells of any changed bit."""
    try:
        _master().decrypt(wrapped, [person.bytes])
    except (InvalidTag, ValueError):
        return False
    return True


def vouch(what: str, *parts: str | bytes | None) -> bytes:
    """A code (HMAC-SHA-256) over what a row holds, with a key that is not in the database: for rows that follow from no
    entry, so that whoever changes one behind our back cannot make its code again."""
    said = json.dumps([what, *(part.hex() if isinstance(part, bytes) else part for part in parts)])
    return hmac.digest(settings.ROWS_KEY, said.encode(), "sha256")


def house_key(purpose: str) -> AESSIV:
    """A key of this installation for what is no person's: the secrets by which it reaches other services."""
    return AESSIV(hashlib.sha512(f"house:{purpose}:".encode() + settings.KEYRING_KEY).digest())


def _master() -> AESSIV:
    return AESSIV(hashlib.sha512(b"wrap:" + settings.KEYRING_KEY).digest())
