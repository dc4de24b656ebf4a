"""playbook · current: the playbook that this installation works by, as it was applied.

Each process looks at most every two seconds whether another was applied, and reads it then; nothing is restarted. SQL
that judges by a rule joins `playbook_rule` and needs not even that (`rows.number_sql`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from lianfang.playbook import stored
from lianfang.playbook.loader import load
from lianfang.playbook.playbook import Playbook

KNOWN_FOR_SECONDS = 2.0  # how stale a process may be after another playbook was applied
_known: tuple[float, int | None, Playbook] | None = None
_handed: Playbook | None = None


def current() -> Playbook:
    """The playbook in force, its rules held within its own period; before one was applied, that of the settings.

    Never asked while modules are imported: there may be no database yet, and what was read then would stay.
    """
    global _known
    if _handed is not None:
        return _handed
    if _known and (time.monotonic() - _known[0] < KNOWN_FOR_SECONDS or not _can_ask()):
        return _known[2]
    number = stored.newest_number() if (_known and _known[1]) or stored.stands() else None
    if _known and _known[1] == number:
        playbook = _known[2]
    else:
        playbook = named() if number is None else stored.load_files(stored.files(number)).in_its_period()
    _known = (time.monotonic(), number, playbook)
    return playbook


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


def _can_ask() -> bool:
    """Whether the connection answers now: not after an error, before the transaction is rolled back."""
    backend = connection.connection
    if connection.needs_rollback:
        return False
    return backend is None or backend.info.transaction_status != psycopg.pq.TransactionStatus.INERROR
