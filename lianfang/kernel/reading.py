"""kernel · reading: how rows are read: for the actor for whom the connection works, or not at all.

The database answers for whoever stands in the scope. Every read here names its actor too, and the two must be one,
so that no query answers for another than the one it was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.db import connection, models

from lianfang.kernel.scope import Actor, acting_actor, prefix_range

T = TypeVar("T")
U = TypeVar("U")

# What `once` has been answered so far: (how it was asked, actor, statement, parameters) → answer. None outside of it.
_Key = tuple[str, Actor, str, str]
_answered: ContextVar[dict[_Key, Any] | None] = ContextVar("answered", default=None)
_ROWS_KEPT = 5000  # an answer of more is a download: it would only fill memory


@contextmanager
def once() -> Iterator[None]:
    """Inside, the same question is asked of the database once, by however many parts of a page.

    It stands around every request that only reads; within another it is that one. Whatever the journal records inside
    means that everything is asked again.
    """
    if _answered.get() is not None:
        yield
        return
    mark = _answered.set({})
    try:
        yield
    finally:
        _answered.reset(mark)


@contextmanager
def afresh() -> Iterator[None]:
    """Inside, every question is asked, and afterwards none counts as asked: for what changes the answers."""
    known = _answered.get()
    mark = _answered.set(None)
    try:
        yield
    finally:
        _answered.reset(mark)
        if known is not None:
            known.clear()


class _NotYet(BaseException):
    """A part of a page waits for an answer, or for its turn to do what can be done but once."""


# Of `in_step`: the questions that its parts wait for, by their keys; None outside of it.
_Waiting = dict[_Key, tuple[dict[str, Any], Callable[[Any], Any]]]
_waiting: ContextVar[tuple[Actor, _Waiting] | None] = ContextVar("waiting", default=None)


def in_step(actor: Actor, parts: Sequence[Callable[[], T]]) -> list[T]:
    """What several parts of a page say, each of which only reads: what all of them ask next goes in one journey.

    A part that asks something is left there, and begun again once the answer has come, with all it was told before; so
    a page takes as many journeys as its longest part, and not as all of them together. Where a part comes to something
    that must not be done twice (`in_earnest`), it is run by itself at the end. A part may have parts of its own.
    """
    if _waiting.get() is not None:
        return _within(parts)
    said: dict[int, T] = {}
    apart: list[int] = []
    with once():
        known = _answered.get()
        while left := [number for number in range(len(parts)) if number not in said and number not in apart]:
            asked: _Waiting = {}
            for number in left:
                mark = _waiting.set((actor, asked))
                try:
                    said[number] = parts[number]()
                except _NotYet as waits:
                    if waits.args:
                        apart.append(number)
                finally:
                    _waiting.reset(mark)
            if asked and known is not None:
                known |= _together(actor, asked)
        said |= {number: parts[number]() for number in apart}
    return [said[number] for number in range(len(parts))]


def both(actor: Actor, one: Callable[[], T], other: Callable[[], U]) -> tuple[T, U]:
    """What two parts say, asked in step."""
    said: list[Any] = in_step(actor, cast("list[Callable[[], Any]]", [one, other]))
    return said[0], said[1]


def _within(parts: Sequence[Callable[[], T]]) -> list[T]:
    """The parts of a part: what any of them asks goes along."""
    said: list[T] = []
    for part in parts:
        try:
            said.append(part())
        except _NotYet as waits:
            if waits.args:
                raise
    if len(said) < len(parts):
        raise _NotYet
    return said


def in_earnest() -> None:
    """What follows is done once: a part that is run in step goes on from here by itself, when the others are done."""
    if _waiting.get() is not None:
        raise _NotYet("alone")


def _together(actor: Actor, asked: _Waiting) -> dict[_Key, Any]:
    """The answers to several questions, sent as one."""
    with cursor(actor) as sent:
        sent.execute(";\n".join(sent.mogrify(key[2], named) for key, (named, _) in asked.items()))
        found = {}
        for key, (_, fetch) in asked.items():
            found[key] = fetch(sent)
            sent.nextset()
    return found


def rows(actor: Actor, statement: str, /, **named: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement. Raises `NoActor` where nobody was named, `RuntimeError` where somebody else was."""
    return [*_once("rows", actor, statement, named, _fetchall)]


def row(actor: Actor, statement: str, /, **named: Any) -> tuple[Any, ...] | None:
    """The first row, None where there is none."""
    found: tuple[Any, ...] | None = _once("row", actor, statement, named, lambda asked: asked.fetchone())
    return found


def value(actor: Actor, statement: str, /, **named: Any) -> Any:
    """The first column of the first row, None where there is none."""
    found = row(actor, statement, **named)
    return None if found is None else found[0]


def _once(how: str, actor: Actor, statement: str, named: dict[str, Any], fetch: Callable[[Any], Any]) -> Any:
    known = _answered.get()
    if known is None:
        return _asked(actor, statement, named, fetch)
    _same(actor)
    key = how, actor, statement, repr(named)
    if key in known:
        return known[key]
    if (waiting := _waiting.get()) is not None and waiting[0] is actor:
        waiting[1][key] = named, fetch
        raise _NotYet
    found = _asked(actor, statement, named, fetch)
    if how == "row" or len(found) <= _ROWS_KEPT:
        known[key] = found
    return found


def _asked(actor: Actor, statement: str, named: dict[str, Any], fetch: Callable[[Any], Any]) -> Any:
    _same(actor)
    with connection.cursor() as asked:
        asked.execute(statement, named)
        return fetch(asked)


def _fetchall(asked: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = asked.fetchall()
    return found


def column(actor: Actor, statement: str, /, **named: Any) -> list[Any]:
    """The first column of every row."""
    return [found[0] for found in rows(actor, statement, **named)]


def named_rows(actor: Actor, statement: str, /, **named: Any) -> list[dict[str, Any]]:
    """The rows, each as its columns by name."""
    return [{**each} for each in _once("named", actor, statement, named, _fetch_named)]


def _fetch_named(asked: Any) -> list[dict[str, Any]]:
    names = [each.name for each in asked.description]
    return [dict(zip(names, found, strict=True)) for found in asked.fetchall()]


def objects(actor: Actor, model: type[models.Model]) -> models.Manager[Any]:
    """The rows of a table as Django reads them."""
    _same(actor)
    in_earnest()
    found: models.Manager[Any] = model._default_manager
    return found


@contextmanager
def cursor(actor: Actor) -> Iterator[Any]:
    """A cursor, for a read that takes several statements."""
    _same(actor)
    in_earnest()
    with connection.cursor() as opened:
        yield opened


def loaded(value: Any) -> Any:
    """A json column as Python values, whichever way the driver hands it over."""
    return json.loads(value) if isinstance(value, str) else value


def under(path: str) -> dict[str, str]:
    """The parameters of `path >= %(low)s AND path < %(high)s`: a path and everything below it."""
    low, high = prefix_range(path)
    return {"low": low, "high": high}


def _same(actor: Actor) -> None:
    if acting_actor() is not actor:
        raise RuntimeError(f"read inside scope.acting(actor): asked for {actor.login}")
