"""config · backup.kept_log: the database's log between two backups, so that a given second can be brought back.

The server hands each finished piece to a folder of its own beside the cluster, but only while the mark `.on` stands
there; whoever looks after the backups takes the pieces from there, locks them and lays them on the shelf.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from lianfang.config.backup import problems
from lianfang.config.backup.envelope import SUFFIX, Lock, writing
from lianfang.config.backup.problems import BackupFault
from lianfang.config.backup.programs import folder_size
from lianfang.config.backup.shelf import Shelf
from lianfang.config.supervisor import cluster, home
from lianfang.config.supervisor.home import Home

ON = ".on"
PIECE = "piece"
# A shelf that is gone for long must not fill the machine's own disk.
WAITING_BYTES_MAX = 4 << 30
_NAME = re.compile(r"^([0-9A-F]{24}|[0-9A-F]{8}\.history)$")


def begin(place: Home) -> None:
    """From now on the server keeps its log for us."""
    folder = cluster.log_folder(place)
    home.private_folder(folder, place.person)
    mark = folder / ON
    if not mark.exists():
        mark.touch(0o600)
        place.person.owns(mark)


def end(place: Home) -> None:
    """It does so no longer; what waits is thrown away."""
    folder = cluster.log_folder(place)
    if folder.is_dir():
        (folder / ON).unlink(missing_ok=True)
        for path in folder.iterdir():
            path.unlink(missing_ok=True)


def ship(place: Home, superuser: dict[str, Any], shelf: Shelf, lock: Lock) -> datetime:
    """Everything logged so far, to the shelf; gives the moment until which it reaches.

    BackupFault where the shelf cannot be written; the log waits then, up to a limit.
    """
    folder = cluster.log_folder(place)
    if not (folder / ON).exists():
        raise BackupFault(problems.LOG_NOT_KEPT, path=shelf.top)
    try:
        shelf.log.mkdir(exist_ok=True)
        until = _close_piece(superuser, folder)
        for piece in sorted(path for path in folder.iterdir() if _NAME.match(path.name)):
            with writing(shelf.log / f"{piece.name}{SUFFIX}", lock) as out:
                out.file(PIECE, piece)
            piece.unlink()
        shelf.reach(until)
    except (BackupFault, OSError) as fault:
        if folder_size(folder) > WAITING_BYTES_MAX:
            end(place)
        if isinstance(fault, OSError):
            raise BackupFault(problems.NOT_WRITABLE, path=shelf.log, why=fault.strerror) from fault
        raise
    return until


def _close_piece(superuser: dict[str, Any], folder: Path) -> datetime:
    """Finish the piece being written, with a mark in it that is later than all that was recorded before."""
    with psycopg.connect(**superuser, autocommit=True) as connection:
        until = datetime.now(UTC)
        connection.execute("SELECT pg_logical_emit_message(true, 'lianfang', 'the log is kept until here')")
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row is not None
        end_at = time.monotonic() + 30
        while not (folder / row[0]).exists():
            if time.monotonic() > end_at:
                raise BackupFault(problems.LOG_NOT_KEPT, path=folder)
            time.sleep(0.05)
    return until
