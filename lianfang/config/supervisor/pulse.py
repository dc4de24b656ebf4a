"""config · supervisor: a pulse: a pipe on which a child says again and again that it still does its work.

Whether a process lives is soon asked; whether it serves only it can say, and a stopped or hanging one says nothing.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress

BEAT_SECONDS = 0.5
PULSE, LIFELINE = "LIANFANG_PULSE", "LIANFANG_LIFELINE"


class Pulse:
    """The end on which a parent listens to one child."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.reading, False)
        os.set_blocking(self.writing, False)
        self.heard = False
        self._last = self._listened = time.monotonic()

    def handed_over(self) -> None:
        """The child has its end; ours of it is closed, so that its death ends the pipe."""
        os.close(self.writing)

    def silent_seconds(self) -> float:
        """For how long nothing was heard, while we listened: our own sleep is not the child's silence."""
        now = time.monotonic()
        if now - self._listened > 4 * BEAT_SECONDS:
            self._last = now
        self._listened = now
        with suppress(BlockingIOError):
            while os.read(self.reading, 4096):
                self.heard, self._last = True, now
        return now - self._last

    def close(self) -> None:
        """Listen no more."""
        os.close(self.reading)


def inherited(name: str) -> int | None:
    """The pipe of this name that our parent gave us, if it did."""
    word = os.environ.pop(name, "")
    return int(word) if word else None


def beat(pipe: int | None) -> None:
    """Say once that we work. Whoever listens may be slow or gone; that is not for us to mind."""
    if pipe is not None:
        with suppress(BlockingIOError, BrokenPipeError):
            os.write(pipe, b".")


async def beating(pipe: int | None) -> None:
    """Say so for as long as this loop turns."""
    while True:
        beat(pipe)
        await asyncio.sleep(BEAT_SECONDS)


def at_end_of(lifeline: int | None, then: Callable[[], object]) -> None:
    """Call `then` in this loop when whoever holds the other end of `lifeline` closes it or dies."""
    if lifeline is None:
        return
    loop = asyncio.get_running_loop()
    os.set_blocking(lifeline, False)

    def look() -> None:
        with suppress(BlockingIOError):
            if os.read(lifeline, 1) == b"":
                loop.remove_reader(lifeline)
                then()

    loop.add_reader(lifeline, look)
