"""config · supervisor: who may start and stop what: three locks in DATA that the kernel releases for the dead.

``run.lock``    held by the one `lianfang run` of this data folder; its text says where it answers.
``start.lock``  held for the moments of starting or stopping the database server.
``use.lock``    shared by everyone who uses the server; whoever can have it alone is the last one.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Lock:
    """One lock file; a process that dies in any way lets go of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        # The handle is not inherited by children, so a child that outlives us does not keep the lock.
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def try_alone(self) -> bool:
        """Take it for ourselves if nobody else has it."""
        return self._take(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def wait_alone(self) -> None:
        """Take it for ourselves, however long others keep it."""
        self._take(fcntl.LOCK_EX)

    def share(self) -> None:
        """Take it together with others who share it."""
        self._take(fcntl.LOCK_SH)

    def wait_alone_until(self, seconds: float) -> bool:
        """Take it for ourselves within so many seconds; False when others still have it."""
        end = time.monotonic() + seconds
        while not self.try_alone():
            if time.monotonic() >= end:
                return False
            time.sleep(0.05)
        return True

    def let_go(self) -> None:
        """Release it and close the file; may be called twice."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def write(self, words: dict[str, object]) -> None:
        """Leave a note for those who find it taken."""
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, json.dumps(words).encode(), 0)

    def note(self) -> dict[str, object]:
        """What the holder wrote; empty when there is nothing readable."""
        with suppress(OSError, ValueError):
            found = json.loads(self.path.read_text())
            if isinstance(found, dict):
                return found
        return {}

    def _take(self, how: int) -> bool:
        try:
            fcntl.flock(self._handle, how)
        except BlockingIOError:
            return False
        return True


@contextmanager
def starting(data: Path) -> Iterator[None]:
    """Alone with the question whether the server runs, and with changing the answer."""
    lock = Lock(data / "start.lock")
    try:
        lock.wait_alone()
        yield
    finally:
        lock.let_go()


def supervisor_runs(data: Path) -> bool:
    """Whether a `lianfang run` of this data folder is alive."""
    if not (data / "run.lock").exists():
        return False
    lock = Lock(data / "run.lock")
    try:
        return not lock.try_alone()
    finally:
        lock.let_go()
