"""witnesses · actions folders: a witness as a further line of a file on another disk or share."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from django.conf import settings

from lianfang.areas.witnesses.problems import BESIDE_DATABASE, NO_FOLDER
from lianfang.kernel.problems import Refused


def read(address: str) -> Path:
    """The folder that an address names. Raises `witness_no_folder`, `witness_beside_database`."""
    try:
        folder = Path(address.strip())
        real = folder.resolve()
        usable = folder.is_absolute() and real.is_dir() and os.access(real, os.W_OK | os.X_OK)
    except (OSError, ValueError):
        usable = False
    if not usable:
        raise Refused(NO_FOLDER)
    if real.is_relative_to(Path(settings.DATA).resolve()):
        raise Refused(BESIDE_DATABASE)
    return folder


def file_of(folder: Path, installation: object, day: date) -> Path:
    """Where a day's witness goes: one file a month, named so that two installations may share the folder."""
    return folder / f"lianfang-{str(installation)[:8]}-{day:%Y-%m}.jsonl"


def append(file: Path, line: str) -> None:
    """Adds a line and waits until it is on the disk. What an interrupted write left of a line is cut off first.

    Raises `OSError` where the share is gone, full or read-only.
    """
    with file.open("a+b") as out:
        kept = _whole_lines(out.seek(0, os.SEEK_END), out)
        out.truncate(kept)
        out.write(f"{line}\n".encode())
        out.flush()
        os.fsync(out.fileno())


def _whole_lines(size: int, out: object) -> int:
    """How far the file reaches up to its last end of a line."""
    step, end = 65_536, size
    while end > 0:
        start = max(0, end - step)
        out.seek(start)  # type: ignore[attr-defined]
        found = out.read(end - start).rfind(b"\n")  # type: ignore[attr-defined]
        if found >= 0:
            return start + found + 1
        end = start
    return 0
