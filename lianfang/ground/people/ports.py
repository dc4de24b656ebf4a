"""people · ports: what the kernel asks about persons."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

from lianfang.kernel.scope import acting_actor

# Persons whom this very action registers: the entry that registers somebody already names that person.
_registering: ContextVar[frozenset[UUID]] = ContextVar("people_registering", default=frozenset())


@contextmanager
def registering(persons: Collection[UUID]) -> Iterator[None]:
    """Inside, these persons are known although no entry has registered them yet."""
    mark = _registering.set(frozenset(persons))
    try:
        yield
    finally:
        _registering.reset(mark)


def known_persons(persons: Collection[UUID]) -> frozenset[UUID]:
    """Those of the persons who belong, or belonged, to a unit in the actor's scope and were not erased."""
    acting_actor()
    found = _registering.get() & frozenset(persons)
    asked = [person for person in persons if person not in found]
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT person FROM people_membership WHERE person = ANY(%s) AND NOT erased", (asked,))
        return found | {row[0] for row in cursor.fetchall()}
