"""people · identities: the one place where names and numbers are made readable, each time with a note of who saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from stdnum.cn import ric

from lianfang.ground.people import rules
from lianfang.kernel import clock, ids, keyring
from lianfang.kernel.scope import Actor, acting_actor


class Purpose(StrEnum):
    """What somebody looks at names for."""

    ROSTER = "roster"
    SEARCH = "search"
    DETAIL = "detail"
    CONTACT = "contact"
    EXPORT = "export"
    RECORD = "record"


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
        return ric.get_birth_date(self.id_number) if self.id_number else None

    @property
    def concealed(self) -> tuple[str, str, str]:
        """Name, number and telephone with their middles hidden, for paper that leaves the house."""
        return (
            rules.concealed_name(self.name),
            rules.concealed_number(self.id_number) if self.id_number else "",
            rules.concealed_number(self.phone) if self.phone else "",
        )


def keep(people: Collection[tuple[UUID, str, str | None, str | None]]) -> int:
    """Writes (person, name, number, telephone) under each person's key; gives how many were written.

    The persons are on a register already. A number that somebody else has raises the database's IntegrityError.
    """
    keys = keyring.keys_of([person for person, *_ in people])
    rows: list[tuple[Any, ...]] = []
    masks: list[tuple[Any, ...]] = []
    grams: list[tuple[Any, ...]] = []
    for person, name, id_number, phone in people:
        conceal = _Under(person, keys[person])
        rows.append(
            (
                person, conceal("name", name), conceal("id_number", id_number), conceal("phone", phone),
                _blind("id", id_number), _blind("phone", phone),
            )
        )  # fmt: skip
        masks.append((person, conceal("shown", rules.concealed_name(name))))
        grams.extend((person, blind_part(part)) for part in sorted(rules.name_parts(name)))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_person (person, unit, path, name, id_number, phone, id_blind, phone_blind) "
            f"SELECT p.person, h.unit, h.path, p.name, p.id_number, p.phone, p.id_blind, p.phone_blind FROM "
            f"unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::bytea[]) "
            f"AS p(person, name, id_number, phone, id_blind, phone_blind) {_HOME}",
            _columns(rows, 6),
        )
        written: int = cursor.rowcount
        cursor.execute(
            "INSERT INTO people_mask (person, unit, path, shown) SELECT p.person, h.unit, h.path, p.shown "
            f"FROM unnest(%s::uuid[], %s::text[]) AS p(person, shown) {_HOME}",
            _columns(masks, 2),
        )
        cursor.execute(
            "INSERT INTO people_gram (gram, person, path) SELECT p.gram, p.person, h.path "
            f"FROM unnest(%s::uuid[], %s::bytea[]) AS p(person, gram) {_HOME}",
            _columns(grams, 2),
        )
    return written


_HOME = (
    "CROSS JOIN LATERAL (SELECT m.unit, m.path FROM people_membership m WHERE m.person = p.person "
    "ORDER BY m.until_day DESC, m.counts DESC, m.since_day DESC, m.unit LIMIT 1) h"
)


def shown_names(persons: Collection[UUID]) -> dict[UUID, str]:
    """The concealed names of persons in the scope (王**): nobody's name is read, so nothing is noted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, shown FROM people_mask WHERE person = ANY(%s)", (list(persons),))
        found = cursor.fetchall()
    keys = keyring.keys_of([person for person, _ in found])
    read = {person: _Under(person, keys.get(person)).read("shown", shown) for person, shown in found}
    return {person: shown for person, shown in read.items() if shown is not None}


def revealed(actor: Actor, persons: Collection[UUID], purpose: Purpose) -> dict[UUID, Identity]:
    """Who those of the persons are whom the actor may know by name; notes that the actor saw them."""
    acting_actor()
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
    _note(actor, [(row[0], row[1], row[2]) for row in rows if row[0] in found], purpose)
    return found


def blind_part(part: str) -> bytes:
    """The fingerprint of a part of a name."""
    return keyring.blind(f"part:{part}")[:12]


def _blind(what: str, text: str | None) -> bytes | None:
    return None if text is None else keyring.blind(f"{what}:{text}")


def blind_id_number(id_number: str) -> bytes:
    """The fingerprint by which an identity number is found."""
    return keyring.blind(f"id:{id_number}")


def blind_phone(phone: str) -> bytes:
    """The fingerprint by which a telephone number is found."""
    return keyring.blind(f"phone:{phone}")


def _note(actor: Actor, seen: Iterable[tuple[UUID, str, str]], purpose: Purpose) -> None:
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


def _columns(rows: Collection[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """The rows as one list a column, as `unnest` takes them."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
