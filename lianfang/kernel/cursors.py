"""kernel · cursors: how the statements of the hot paths reach the server: planned once, and sent without waiting.

Long answers come back while the server still makes them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import PipelineStatus, TransactionStatus

_WALKED_AT_ONCE = 2000
_PREPARED_AFTER = 5  # times that a connection has run a statement


class prepared_cursor:  # noqa: N801 - it is called where a function would be
    """A cursor whose statements the server keeps planned: planning them again costs more than running them.

    Django's own cursors put the values into the text, so that no two statements are the same.
    """

    __slots__ = ("_link", "_raw")

    def __enter__(self) -> Any:
        link: Any = connections[DEFAULT_DB_ALIAS]
        link.close_if_health_check_failed()
        if link.connection is None:
            link.ensure_connection()
        if link.connection.prepare_threshold is None:
            link.connection.prepare_threshold = _PREPARED_AFTER
        self._link, self._raw = link, psycopg.Cursor(link.connection)
        if link.queries_logged:
            return link.make_debug_cursor(self._raw)
        return link.make_cursor(self._raw) if link.execute_wrappers else self._raw

    def __exit__(self, kind: Any, fault: Any, trace: Any) -> None:
        self._raw.close()
        self._link.wrap_database_errors.__exit__(kind, fault, trace)


@contextmanager
def together() -> Iterator[None]:
    """What is executed inside is sent without waiting for the answers, which are there afterwards: read them then.

    A fault of any statement is raised at the end of the block. No COPY, and no question for `rowcount`, inside.
    """
    link: Any = connections[DEFAULT_DB_ALIAS]
    raw = link.connection
    begins = _begins_here(raw)
    if begins:
        raw.autocommit = True  # nothing is sent for that: Django alone commits
    with link.wrap_database_errors, raw.pipeline() as pipeline:
        if begins:
            pipeline.command_queue.append(partial(raw.pgconn.send_query_params, b"BEGIN", None))
            pipeline.result_queue.append(None)
        if pipeline.level > 1:
            yield
            return
        # psycopg would send each statement by itself, and the server would wake for each.
        pipeline._communicate_gen = partial(_kept_back, pipeline.command_queue)
        try:
            yield
        finally:
            del pipeline._communicate_gen


def _kept_back(commands: deque[Callable[[], None]]) -> tuple[()]:
    """Hands the commands to the driver, which keeps them until the end of the pipeline sends all; waits for nothing."""
    while commands:
        commands.popleft()()
    return ()


def _begins_here(raw: psycopg.Connection[Any]) -> bool:
    """Whether the transaction's first statement is still to come. psycopg would send BEGIN before it, and wait for the
    answer; a transaction that is begun like any other can be told along with what follows."""
    return (
        not raw.autocommit
        and raw.pgconn.transaction_status == TransactionStatus.IDLE
        and raw.pgconn.pipeline_status == PipelineStatus.OFF
        and raw.isolation_level is None
    )


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
