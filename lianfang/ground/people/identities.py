"""people · identities: the one place where names and numbers are made readable, each time with a note of who saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from stdnum.cn import ric

from lianfang.ground.people import rules
from lianfang.ground.people.masking import Purpose
from lianfang.kernel import clock, ids, keyring, reading
from lianfang.kernel.scope import Actor, acting_actor


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a person is, as registered."""

    person: UUID
    name: str
    id_number: str | None
    phone: str | None

    @property
    def born_on(self) -> date | None:
        """The date of birth that the identity number holds."""
        kind, number = rules.parted(self.id_number) if self.id_number else (None, "")
        return ric.get_birth_date(number) if kind is rules.Document.RESIDENT else None

    @property
    def document(self) -> str:
        """The number of the document as people say it: with its kind, where it is no resident's card."""
        kind, number = rules.parted(self.id_number) if self.id_number else (rules.Document.RESIDENT, "")
        return number if kind is rules.Document.RESIDENT else f"{rules.DOCUMENT_WORDS[kind].say()} {number}"

    @property
    def concealed(self) -> tuple[str, str, str]:
        """Name, number and telephone with their middles hidden, for paper that leaves the house."""
        return (
            rules.concealed_name(self.name),
            rules.concealed_number(rules.parted(self.id_number)[1]) if self.id_number else "",
            rules.concealed_number(self.phone) if self.phone else "",
        )


def keep(people: Collection[tuple[UUID, str, str | None, str | None]]) -> int:
    """Writes (person, name, number, telephone) under each person's key; gives how many were written.

    The persons are on a register already. A number that somebody else has raises the database's IntegrityError.
    """
    keys = keyring.keys_of([person for person, *_ in people])
    homes = _homes([person for person, *_ in people])
    rows: list[tuple[Any, ...]] = []
    masks: list[tuple[Any, ...]] = []
    grams: list[tuple[Any, ...]] = []
    for person, name, id_number, phone in people:
        if person not in homes:
            continue
        conceal, home = _Under(person, keys[person]), homes[person]
        words = (
            conceal("name", name), conceal("id_number", id_number), conceal("phone", phone),
            _blind("id", id_number), _blind("phone", phone),
        )  # fmt: skip
        shown = conceal("shown", rules.concealed_name(name))
        parts = sorted(fingerprints(name, id_number, phone))
        rows.append((person, *home, *words, vouched(person, (*words, shown), parts)))
        masks.append((person, *home, shown))
        grams.extend((part, person, home[1]) for part in parts)
    # Tens of thousands at a time: bound on the server's side and in binary, which is many times as fast.
    with connection.wrap_database_errors:
        for statement, made in ((_KEEP, rows), (_KEEP_MASKS, masks), (_KEEP_GRAMS, grams)):
            if made:
                psycopg.Cursor(connection.connection).execute(statement, _columns(made))
    return len(rows)


def vouched(person: UUID, words: Iterable[str | bytes | None], grams: Iterable[bytes]) -> bytes:
    """The code over all that is kept of who a person is, as it stands in the tables; where it is kept is not in it.

    `words`: name, number and telephone concealed, the fingerprints of the last two, and the concealed mask.
    """
    return keyring.vouch("people_person", str(person), *words, *sorted(grams))


def _columns(rows: Collection[tuple[Any, ...]]) -> list[list[Any]]:
    """The rows as one list a column, as `unnest` takes them."""
    return [list(column) for column in zip(*rows, strict=True)]


_KEEP = (
    "INSERT INTO people_person (person, unit, path, name, id_number, phone, id_blind, phone_blind, mac) "
    "SELECT * FROM unnest(%b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::bytea[], "
    "%b::bytea[], %b::bytea[])"
)
_KEEP_MASKS = (
    "INSERT INTO people_mask (person, unit, path, shown) "
    "SELECT * FROM unnest(%b::uuid[], %b::text[], %b::text[], %b::text[])"
)
_KEEP_GRAMS = "INSERT INTO people_gram (gram, person, path) SELECT * FROM unnest(%b::bytea[], %b::uuid[], %b::text[])"


def _homes(persons: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """The unit that keeps each person's name, and its path: the one that counts the person, else the newest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (person) person, unit, path FROM people_membership WHERE person = ANY(%s) "
            "ORDER BY person, until_day DESC, counts DESC, since_day DESC, unit",
            (list(persons),),
        )
        return {person: (unit, path) for person, unit, path in cursor.fetchall()}


def shown_names(persons: Collection[UUID]) -> dict[UUID, str]:
    """The concealed names of persons in the scope (王**): nobody's name is read, so nothing is noted."""
    found = reading.rows(acting_actor(), _SHOWN, persons=sorted(persons))
    read = {
        person: _Under(person, keyring.key_within(person, bytes(key))).read("shown", shown)
        for person, shown, key in found
    }
    return {person: shown for person, shown in read.items() if shown is not None}


_SHOWN = (
    "SELECT m.person, m.shown, k.wrapped FROM people_mask m JOIN kernel_person_key k ON k.person = m.person "
    "WHERE m.person = ANY(%(persons)s) AND k.wrapped IS NOT NULL"
)


def revealed(actor: Actor, persons: Collection[UUID], purpose: Purpose) -> dict[UUID, Identity]:
    """Who those of the persons are whom the actor may know by name; notes that the actor saw them."""
    acting_actor()
    reading.in_earnest()  # it is noted who saw whom: once
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, unit, path, name, id_number, phone FROM people_person WHERE person = ANY(%s)",
            (list(persons),),
        )
        rows = cursor.fetchall()
    keys = keyring.keys_of([row[0] for row in rows])
    found: dict[UUID, Identity] = {}
    for person, _, _, *words in rows:
        under = _Under(person, keys.get(person))
        name, id_number, phone = (
            under.read(field, said) for field, said in zip(("name", "id_number", "phone"), words, strict=True)
        )
        if name is not None:
            found[person] = Identity(person, name, id_number, phone)
    note(actor, [(row[0], row[1], row[2]) for row in rows if row[0] in found], purpose)
    return found


def blind_part(part: str) -> bytes:
    """The fingerprint of a part of a name."""
    return keyring.blind(f"part:{part}")[:12]


def blind_tail(tail: str) -> bytes:
    """The fingerprint of the last digits of a number; shorter than one of a name, so as not to be taken for one."""
    return keyring.blind(f"tail:{tail}")[:8]


OF_NAME = "octet_length(gram) = 12"  # the fingerprints of a name, and not those of numbers


def fingerprints(name: str, id_number: str | None, phone: str | None) -> set[bytes]:
    """Everything by which somebody is found."""
    parts = {blind_part(part) for part in rules.name_parts(name)}
    return parts | {blind_tail(tail) for tail in rules.tails(id_number, phone)}


def _blind(what: str, text: str | None) -> bytes | None:
    return None if text is None else keyring.blind(f"{what}:{text}")


def blind_id_number(id_number: str) -> bytes:
    """The fingerprint by which an identity number is found."""
    return keyring.blind(f"id:{id_number}")


def blind_phone(phone: str) -> bytes:
    """The fingerprint by which a telephone number is found."""
    return keyring.blind(f"phone:{phone}")


def note(actor: Actor, seen: Iterable[tuple[UUID, str, str]], purpose: Purpose) -> None:
    """Notes that somebody was told who these (person, unit, path) are, or read words about them."""
    by_unit: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for person, unit, path in seen:
        by_unit[unit, path].append(person)
    now = clock.current().now()
    with connection.cursor() as cursor:
        for (unit, path), persons in sorted(by_unit.items()):
            cursor.execute(
                "INSERT INTO people_identity_view (id, at, login, user_id, unit, path, persons, purpose) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (ids.mint(now), now, actor.login, actor.user_id, unit, path, sorted(persons), str(purpose)),
            )


class _Under:
    """Words under one person's key."""

    def __init__(self, person: UUID, key: Any) -> None:
        self.person, self.key = person, key

    def __call__(self, field: str, text: str | None) -> str | None:
        return None if text is None else keyring.conceal(self.key, f"{self.person}:{field}", text)

    def read(self, field: str, text: str | None) -> str | None:
        return None if text is None else keyring.reveal(self.key, f"{self.person}:{field}", text)
