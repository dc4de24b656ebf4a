"""files · store: contents in the data folder, each under the SHA-256 of its own bytes: `files/ab/cd/abcd…`.

A content is written beside, made sure of on the disk and only then given its name: under a name stands all of it or
nothing. What is written twice stands once. What no row may name is marked beside the contents until it is settled
whether one does: whoever sweeps looks at the marks alone, however much is kept.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Collection
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from lianfang.kernel.problems import DISK_FULL, READ_ONLY, Refused

_FULL = {errno.ENOSPC, errno.EDQUOT}
_INCOMING, _UNSETTLED = ".incoming", ".unsettled"


def name_of(content: bytes) -> str:
    """The name under which a content is kept."""
    return hashlib.sha256(content).hexdigest()


def put(content: bytes) -> str:
    """Keeps a content, marks it and gives its name. Raises `disk_full` or `read_only`: nothing is left half then."""
    name = name_of(content)
    path = _path(name)
    try:
        mark([name])
        if not path.exists():
            _write(path, content)
    except OSError as error:
        with suppress(OSError):
            settle([name])  # there is nothing to sweep
        if error.errno in _FULL:
            raise Refused(DISK_FULL) from error
        if error.errno in (errno.EROFS, errno.EACCES):
            raise Refused(READ_ONLY) from error
        raise
    return name


def get(name: str) -> bytes | None:
    """The content under its name; None where it is gone or was changed."""
    try:
        content = _path(name).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == name else None


def fits(name: str) -> bool | None:
    """Whether the content under a name is what the name says; None where nothing stands there."""
    try:
        with _path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == name
    except OSError:
        return None


def drop(name: str) -> None:
    """Takes a content away, if it is there."""
    with suppress(FileNotFoundError):
        _path(name).unlink()


def mark(names: Collection[str]) -> None:
    """Notes of contents that perhaps no row names, or soon none will."""
    folder = _beside(_UNSETTLED)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        (folder / name).touch(mode=0o600)


def settle(names: Collection[str]) -> None:
    """Takes the marks away: a row names these, or they are gone."""
    for name in names:
        (_beside(_UNSETTLED) / name).unlink(missing_ok=True)


def unsettled(seconds: float, most: int) -> list[str]:
    """Names that were marked so long ago, up to so many; what was never finished is taken away on the way."""
    for half in _old(_INCOMING, seconds, most):
        (_beside(_INCOMING) / half).unlink(missing_ok=True)
    return _old(_UNSETTLED, seconds, most)


def _old(folder: str, seconds: float, most: int) -> list[str]:
    before, found = time.time() - seconds, []
    with suppress(FileNotFoundError), os.scandir(_beside(folder)) as entries:
        for entry in islice(entries, 10 * most):
            with suppress(FileNotFoundError):
                if entry.stat().st_mtime < before:
                    found.append(entry.name)
            if len(found) == most:
                break
    return found


def _write(path: Path, content: bytes) -> None:
    _beside(_INCOMING).mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = _beside(_INCOMING) / str(uuid4())
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        beside.rename(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _beside(folder: str) -> Path:
    return Path(settings.MEDIA_ROOT).parent / folder


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name[:2] / name[2:4] / name
