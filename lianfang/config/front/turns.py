"""config · front: whose request the next free thread takes, so that nobody who asks much makes others wait.

The next thread goes to the address with the fewest requests under way, then to the one that has had the least of our
time lately; within an address to the login that had the least, and within that to the connection. A newcomer so stands
before those who were just served, and one address that asks without end stands behind everybody else.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate, count
from queue import SimpleQueue
from threading import Thread
from typing import Any

Who = tuple[str, ...]
# What somebody has used counts half after this long.
HALVED_SECONDS = 5.0
FORGOTTEN_SECONDS = 0.001
# Where people wait and nothing has begun or ended for so long, the threads hang.
STUCK_SECONDS = 300.0


class Gone(Exception):
    """Nobody waits for the answer any more."""


@dataclass(eq=False)
class _Waiting:
    levels: tuple[Who, ...]
    number: int
    work: Callable[[], Any]
    gone: Callable[[], bool]
    answer: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """A few threads and those who wait for one. Used from one event loop only."""

    def __init__(self, threads: int) -> None:
        # A pool of the standard library would make a lock and a future for each piece of work.
        self._begun: SimpleQueue[tuple[_Waiting, float, asyncio.AbstractEventLoop]] = SimpleQueue()
        self._started = 0
        self._free = self._all = threads
        self._waiting: list[_Waiting] = []
        self._running: Counter[Who] = Counter()
        self._used: defaultdict[Who, float] = defaultdict(float)
        self._numbers = count()
        self._moved = self._halved = time.monotonic()

    async def take(self, who: Who, work: Callable[[], Any], gone: Callable[[], bool]) -> Any:
        """Run `work` in a thread when it is the turn of `who` (address, login, connection), and give its result.

        Raises Gone when `gone()` was true by then.
        """
        levels = tuple(accumulate((word,) for word in who))
        one = _Waiting(levels, next(self._numbers), work, gone)
        self._waiting.append(one)
        self._give()
        return await one.answer

    def stuck(self, now: float) -> bool:
        """Whether somebody waits while for long nothing has moved."""
        return bool(self._waiting) and now - self._moved > STUCK_SECONDS

    def forget(self, now: float) -> None:
        """Let what was used long ago count less; called again and again."""
        if now - self._halved >= HALVED_SECONDS:
            self._halved = now
            halves = ((who, used / 2) for who, used in self._used.items() if used / 2 > FORGOTTEN_SECONDS)
            self._used = defaultdict(float, halves)

    def _give(self) -> None:
        while self._free and self._waiting:
            # Where all waiting addresses have something under way, the last thread waits for a newcomer.
            best = min(self._waiting, key=self._rank)
            if self._free == 1 < self._all and self._running[best.levels[0]]:
                return
            self._waiting.remove(best)
            if best.answer.done():
                continue
            if best.gone():
                best.answer.set_exception(Gone())
                continue
            self._begin(best)

    def _rank(self, one: _Waiting) -> tuple[float, ...]:
        running, used = self._running, self._used
        words: list[float] = []
        for level in one.levels:
            words += (running.get(level, 0), used.get(level, 0.0))
        words.append(-one.number)
        return tuple(words)

    def _begin(self, one: _Waiting) -> None:
        self._free -= 1
        self._moved = began = time.monotonic()
        for level in one.levels:
            self._running[level] += 1
        if self._started < self._all - self._free:
            self._started += 1
            Thread(target=self._serve, name=f"web_{self._started}", daemon=True).start()
        self._begun.put((one, began, asyncio.get_running_loop()))

    def _serve(self) -> None:
        """What each thread does for as long as the process lives."""
        while True:
            one, began, loop = self._begun.get()
            given, fault = None, None
            try:
                given = one.work()
            except BaseException as error:
                fault = error
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                loop.call_soon_threadsafe(self._end, one, began, given, fault)
            del one, given, fault

    def _end(self, one: _Waiting, began: float, given: Any, fault: BaseException | None) -> None:
        self._free += 1
        self._moved = now = time.monotonic()
        for level in one.levels:
            self._used[level] += now - began
            self._running[level] -= 1
            if not self._running[level]:
                del self._running[level]
        if not one.answer.done():
            if fault is None:
                one.answer.set_result(given)
            else:
                one.answer.set_exception(fault)
        self._give()
