"""kernel · cursors: how the statements of the hot paths reach the server: planned once, and sent without waiting.

Long answers come back while the server still makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_WALKED_AT_ONCE = 2000
_PREPARED_AFTER = 5  # times that a connection has run a statement


@contextmanager
def prepared_cursor() -> Iterator[Any]:
    """A cursor whose statements the server keeps planned: planning them again costs more than running them.

    Django's own cursors put the values into the text, so that no two statements are the same.
    """
    link: Any = connections[DEFAULT_DB_ALIAS]
    link.close_if_health_check_failed()
    link.ensure_connection()
    if link.connection.prepare_threshold is None:
        link.connection.prepare_threshold = _PREPARED_AFTER
    with link.wrap_database_errors, psycopg.Cursor(link.connection) as raw:
        if link.queries_logged:
            yield link.make_debug_cursor(raw)
        elif link.execute_wrappers:
            yield link.make_cursor(raw)
        else:
            yield raw


@contextmanager
def together() -> Iterator[None]:
    """What is executed inside is sent without waiting for the answers, which are there afterwards: read them then.

    A fault of any statement is raised at the end of the block. No COPY, and no question for `rowcount`, inside.
    """
    link: Any = connections[DEFAULT_DB_ALIAS]
    with link.wrap_database_errors, link.connection.pipeline():
        yield


def walked(
    database: BaseDatabaseWrapper, query: str, parameters: Sequence[Any] = (), *, binary: bool = False
) -> Iterator[tuple[Any, ...]]:
    """The rows of a long answer that the server keeps, some thousands in memory at a time; `database` can be asked
    other things meanwhile."""
    database.ensure_connection()
    raw = database.connection
    with raw.transaction(), raw.cursor(name="walked", binary=binary) as cursor:
        cursor.itersize = _WALKED_AT_ONCE
        cursor.execute(query, parameters)
        yield from cursor


@contextmanager
def streamed(
    link: psycopg.Connection[Any],
    query: str,
    parameters: Sequence[Any] = (),
    *,
    at_once: int,
    adapted: Callable[[psycopg.Cursor[Any]], None] = lambda cursor: None,
) -> Iterator[Iterator[tuple[Any, ...]]]:
    """The rows of a long answer, `at_once` of them in memory at a time while the server makes the next ones.

    `adapted` says how the cursor is to read its values. Nothing else can be asked of `link` until the block is left.
    """
    with psycopg.Cursor(link) as cursor:
        adapted(cursor)
        rows: Any = cursor.stream(query, parameters, binary=True, size=at_once)
        with closing(rows):
            yield rows
