"""config · supervisor: small chores around the processes: old logs, counters' files."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

ROTATE_BYTES = 50 * 1024 * 1024
KEPT = 3
ROTATE_SECONDS = 60.0
IN_MEMORY = Path("/dev/shm")
_rotated = 0.0


def rotate(folder: Path) -> None:
    """Move aside files that grew too big; looks at most once a minute.

    Copied and emptied rather than renamed: PostgreSQL and the web keep theirs open, and
    append to whatever the file then is.
    """
    global _rotated
    if time.monotonic() - _rotated < ROTATE_SECONDS:
        return
    _rotated = time.monotonic()
    for file in [*folder.glob("*.log"), *folder.glob("*.out")]:
        if file.stat().st_size > ROTATE_BYTES:
            for number in range(KEPT, 1, -1):
                older = file.with_name(f"{file.name}.{number - 1}")
                if older.exists():
                    older.replace(file.with_name(f"{file.name}.{number}"))
            shutil.copyfile(file, file.with_name(f"{file.name}.1"))
            with file.open("r+b") as handle:
                handle.truncate(0)


def metrics_folder(data: Path) -> Path:
    """Where the web processes keep their counters: in memory where the system offers that, else in DATA.

    The counters are memory mapped, and whoever writes into such a file while its disk is full is killed for it.
    """
    if not (IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)):
        return data / "metrics"
    return IN_MEMORY / f"lianfang-{os.geteuid()}-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"


def clear_metrics(data: Path) -> None:
    """Counters are kept in files, one per web process; those of an earlier run are not ours."""
    folder = metrics_folder(data)
    drop_metrics(data)
    folder.mkdir(mode=0o700, parents=True)


def drop_metrics(data: Path) -> None:
    """Leaves no counters behind."""
    shutil.rmtree(metrics_folder(data), ignore_errors=True)


def last_lines(file: Path, count: int) -> str:
    """The last lines of a file, in one line."""
    with suppress(OSError):
        lines = file.read_text(errors="replace").strip().splitlines()[-count:]
        return " · ".join(line.strip() for line in lines)
    return "?"
