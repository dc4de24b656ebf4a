"""shell · ledger set-aside: what came in and could not become an entry, kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, acting_actor, prefix_range

_SELECT = "SELECT id, entry, unit, path, received_at, received_by, problem, body FROM ledger_set_aside"


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing set aside; `body` is what was received, as JSON text."""

    id: UUID
    entry: UUID | None
    unit: str
    path: str
    received_at: datetime
    received_by: str
    problem: str
    body: str


def listed(actor: Actor, *, after: UUID | None, size: int) -> list[Kept]:
    """What was set aside where the actor sees the ledger, newest first."""
    where, parameters = _reach(actor)
    if after is not None:
        where += " AND id < %s"
        parameters.append(after)
    return _ask(f"{_SELECT} WHERE {where} ORDER BY id DESC LIMIT %s", [*parameters, size])


def one(actor: Actor, wanted: UUID) -> Kept:
    """One of them. Raises `not_found`."""
    where, parameters = _reach(actor)
    found = _ask(f"{_SELECT} WHERE {where} AND id = %s", [*parameters, wanted])
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def count(actor: Actor) -> int:
    """How many there are."""
    where, parameters = _reach(actor)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ledger_set_aside WHERE {where}", parameters)
        counted: int = cursor.fetchone()[0]
    return counted


def _reach(actor: Actor) -> tuple[str, list[Any]]:
    """Where the actor sees the ledger, as a condition."""
    prefixes = actor.prefixes("ledger.see")
    parameters = [bound for prefix in prefixes for bound in prefix_range(prefix)]
    return f"({' OR '.join(['path >= %s AND path < %s'] * len(prefixes)) or 'false'})", parameters


def _ask(sql: str, parameters: Sequence[Any]) -> list[Kept]:
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Kept(*row) for row in cursor]
