"""config · family: small chores around the processes: old logs, counters' files."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

ROTATE_BYTES = 50 * 1024 * 1024
KEPT = 3
ROTATE_SECONDS = 60.0
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


def clear_metrics(folder: Path) -> None:
    """Counters are kept in files, one per web process; those of an earlier run are not ours."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def last_lines(file: Path, count: int) -> str:
    """The last lines of a file, in one line."""
    with suppress(OSError):
        lines = file.read_text(errors="replace").strip().splitlines()[-count:]
        return " · ".join(line.strip() for line in lines)
    return "?"
