"""kernel · reading: how rows are read: for the actor for whom the connection works, or not at all.

The database answers for whoever stands in the scope. Every read here names its actor too, and the two must be one,
so that no query answers for another than the one it was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models

from lianfang.kernel.scope import Actor, acting_actor, prefix_range

# What `once` has been answered so far: (actor, statement, parameters) → rows. None outside of it.
_answered: ContextVar[dict[tuple[Actor, str, str], list[tuple[Any, ...]]] | None] = ContextVar("answered", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Inside, `rows` and what goes by it ask the same question of the database once.

    For a page that many parts make, each of which asks what it needs, and on which nothing is recorded.
    """
    mark = _answered.set({})
    try:
        yield
    finally:
        _answered.reset(mark)


def rows(actor: Actor, statement: str, /, **named: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement. Raises `NoActor` where nobody was named, `RuntimeError` where somebody else was."""
    known = _answered.get()
    if known is None:
        return _rows(actor, statement, named)
    _same(actor)
    key = actor, statement, repr(named)
    if key not in known:
        known[key] = _rows(actor, statement, named)
    return [*known[key]]


def _rows(actor: Actor, statement: str, named: dict[str, Any]) -> list[tuple[Any, ...]]:
    with cursor(actor) as asked:
        asked.execute(statement, named)
        found: list[tuple[Any, ...]] = asked.fetchall()
    return found


def row(actor: Actor, statement: str, /, **named: Any) -> tuple[Any, ...] | None:
    """The first row, None where there is none."""
    with cursor(actor) as asked:
        asked.execute(statement, named)
        found: tuple[Any, ...] | None = asked.fetchone()
    return found


def value(actor: Actor, statement: str, /, **named: Any) -> Any:
    """The first column of the first row, None where there is none."""
    found = row(actor, statement, **named)
    return None if found is None else found[0]


def column(actor: Actor, statement: str, /, **named: Any) -> list[Any]:
    """The first column of every row."""
    return [found[0] for found in rows(actor, statement, **named)]


def named_rows(actor: Actor, statement: str, /, **named: Any) -> list[dict[str, Any]]:
    """The rows, each as its columns by name."""
    with cursor(actor) as asked:
        asked.execute(statement, named)
        names = [each.name for each in asked.description]
        return [dict(zip(names, found, strict=True)) for found in asked.fetchall()]


def objects(actor: Actor, model: type[models.Model]) -> models.Manager[Any]:
    """The rows of a table as Django reads them."""
    _same(actor)
    found: models.Manager[Any] = model._default_manager
    return found


@contextmanager
def cursor(actor: Actor) -> Iterator[Any]:
    """A cursor, for a read that takes several statements."""
    _same(actor)
    with connection.cursor() as opened:
        yield opened


def under(path: str) -> dict[str, str]:
    """The parameters of `path >= %(low)s AND path < %(high)s`: a path and everything below it."""
    low, high = prefix_range(path)
    return {"low": low, "high": high}


def _same(actor: Actor) -> None:
    if acting_actor() is not actor:
        raise RuntimeError(f"read inside scope.acting(actor): asked for {actor.login}")
