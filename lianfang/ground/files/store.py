"""files · store: contents in the data folder, each under the SHA-256 of its own bytes: `files/ab/cd/abcd…`.

A content is written beside, made sure of on the disk and only then given its name: under a name stands all of it or
nothing. What is written twice stands once.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from lianfang.kernel.problems import DISK_FULL, READ_ONLY, Refused

_FULL = {errno.ENOSPC, errno.EDQUOT}
_INCOMING = ".incoming"


def put(content: bytes) -> str:
    """Keeps a content and gives its name. Raises `disk_full` or `read_only`: nothing is left half then."""
    name = hashlib.sha256(content).hexdigest()
    path = _path(name)
    try:
        try:
            os.utime(path)  # whoever sweeps sees that it is wanted
        except FileNotFoundError:
            _write(path, content)
    except OSError as error:
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


def older_than(seconds: float) -> Iterator[str]:
    """The names of what was last wanted so long ago; what was never finished is taken away on the way."""
    before = time.time() - seconds
    for path in _incoming().glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
    for path in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        with suppress(FileNotFoundError):
            if len(path.name) == 64 and path.stat().st_mtime < before:
                yield path.name


def _write(path: Path, content: bytes) -> None:
    _incoming().mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = _incoming() / str(uuid4())
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


def _incoming() -> Path:
    return Path(settings.MEDIA_ROOT).parent / _INCOMING


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name[:2] / name[2:4] / name
