"""playbook · current: the playbook that this installation works by, as it was applied.

Each process looks at most every two seconds whether another was applied, and reads it then; nothing is restarted. SQL
that judges by a rule joins `playbook_rule` and needs not even that (`rows.number_sql`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from lianfang.playbook import stored
from lianfang.playbook.faults import PlaybookFaults, Unreadable
from lianfang.playbook.loader import load
from lianfang.playbook.playbook import Playbook

KNOWN_FOR_SECONDS = 2.0  # how stale a process may be after another playbook was applied
_known: tuple[float, int | None, Playbook] | None = None
_handed: Playbook | None = None
_looking = threading.RLock()  # reading one takes seconds: the other threads wait for the first, and read nothing


def current() -> Playbook:
    """The playbook in force, its rules held within its own period; before one was applied, that of the settings.

    Never asked while modules are imported: there may be no database yet, and what was read then would stay.
    """
    global _known
    if _handed is not None:
        return _handed
    known = _known
    if known and (_is_fresh(known) or not _can_ask()):
        return known[2]
    with _looking:
        known = _known
        if known and _is_fresh(known):
            return known[2]
        asked_at = time.monotonic()
        number = stored.newest_number() if (known and known[1]) or stored.stands() else None
        if known and known[1] == number:
            playbook = known[2]
        else:
            playbook = named() if number is None else applied(number).in_its_period()
        _known = (asked_at, number, playbook)
    return playbook


def applied(number: int) -> Playbook:
    """An applied playbook; where this version of the program cannot read that edition, the one that comes with it.

    So that whoever brings the program up to date can start it at all; `init` then puts that one in force. Raises
    `Unreadable` where none comes with it: a playbook of one's own is never exchanged for another.
    """
    try:
        return stored.load_files(stored.files(number))
    except PlaybookFaults as wrong:
        return load(ours(stored.code(number), wrong))


def ours(code: str, wrong: PlaybookFaults) -> Path:
    """The folder that comes with the program, instead of an edition that is wrong now. Raises `Unreadable`."""
    folder = folder_of(code)
    if not folder.is_dir():
        raise Unreadable(code, wrong.faults) from wrong
    return folder


def named() -> Playbook:
    """The playbook that the settings name, from its folder: what a new installation begins with."""
    return load(folder_of(settings.PLAYBOOK)).in_its_period()


def folder_of(code: str) -> Path:
    """The folder of a playbook that comes with the program."""
    return Path(settings.BASE_DIR, "playbooks", code)


@contextmanager
def working_by(playbook: Playbook | None) -> Iterator[None]:
    """Inside, this process works by the given playbook, whatever was applied (None: by what was applied): for tests.

    What SQL judges by stays as it was applied.
    """
    global _handed
    before, _handed = _handed, playbook
    try:
        yield
    finally:
        _handed = before


def forget() -> None:
    """Drops what this process knows: after it applied another."""
    global _known
    _known = None


def day_closes_at() -> timedelta:
    """The hour at which a reporting day closes, as a span after midnight: the same for the whole of a playbook."""
    closes = current().day_closes.versions[0].at
    return timedelta(hours=closes.hour, minutes=closes.minute)


def _is_fresh(known: tuple[float, int | None, Playbook]) -> bool:
    return time.monotonic() - known[0] < KNOWN_FOR_SECONDS


def _can_ask() -> bool:
    """Whether the connection answers now: not after an error, before the transaction is rolled back."""
    backend = connection.connection
    if connection.needs_rollback:
        return False
    return backend is None or backend.info.transaction_status != psycopg.pq.TransactionStatus.INERROR
