"""kernel · away: tells a database that cannot serve at the moment from a fault of our own in asking it."""

from __future__ import annotations

from collections.abc import Iterator

import django.db
import psycopg

from lianfang.kernel.problems import BUSY, DISK_FULL, READ_ONLY, Problem

_DATABASE = (django.db.Error, psycopg.Error)
# The server's own codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_CODES = {
    "53100": DISK_FULL,
    "25006": READ_ONLY,  # a standby, or default_transaction_read_only
    "57014": BUSY,  # a statement that ran out of its time
    "58030": BUSY,  # its disk fails it
    "55P03": BUSY,  # a lock that was not had in time
}
_CLASSES = {
    "08": BUSY,  # the connection broke
    "40": BUSY,  # a deadlock, or two at once
    "53": BUSY,  # no memory, or no connection left
    "57": BUSY,  # stopping, starting, recovering, or ended by its administrator
}
_DISK_READ_ONLY = "Read-only file system"  # comes under the code of a missing right, which is else our fault


def away(error: BaseException) -> Problem | None:
    """The problem to tell when `error` means that the database cannot serve; None when something else is wrong."""
    for each in _causes(error):
        found = _said_by(each)
        if found is not None:
            return found
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came of. What another fault than the database's only happened beside is not its cause."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (each.__context__ if isinstance(each, _DATABASE) else None)


def _said_by(error: BaseException) -> Problem | None:
    if isinstance(error, django.db.OperationalError | django.db.InterfaceError) and error.__cause__ is None:
        return BUSY  # said by Django itself, of a connection that is closed
    if not isinstance(error, psycopg.Error):
        return None
    code = error.sqlstate
    if code is None:  # no server said it: it was not reached, or went away
        return BUSY if isinstance(error, psycopg.OperationalError) else None
    if code == "42501" and _DISK_READ_ONLY in str(error):
        return READ_ONLY
    return _CODES.get(code) or _CLASSES.get(code[:2])
