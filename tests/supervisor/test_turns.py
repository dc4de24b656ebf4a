"""tests · turns: whose request the next free thread takes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from lianfang.config.front.turns import STUCK_SECONDS, Gone, Turns

Who = tuple[str, str, str]


class Hall:
    """Turns whose work ends only when it is told to, and a note of whose turn came when."""

    def __init__(self, threads: int) -> None:
        self.turns = Turns(threads)
        self.order: list[str] = []
        self._gates: dict[str, threading.Event] = {}
        self.tasks: dict[str, asyncio.Task[object]] = {}

    async def ask(self, name: str, who: Who, gone: Callable[[], bool] = lambda: False) -> None:
        gate = self._gates[name] = threading.Event()

        def work() -> str:
            self.order.append(name)
            gate.wait(30)
            return name

        self.tasks[name] = asyncio.create_task(self.turns.take(who, work, gone))
        await asyncio.sleep(0.02)

    async def finish(self, name: str) -> None:
        self._gates[name].set()
        await self.tasks[name]
        await asyncio.sleep(0.02)

    async def finish_all(self) -> None:
        for gate in self._gates.values():
            gate.set()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


def test_an_address_that_asks_without_end_stands_behind_others() -> None:
    async def story() -> None:
        hall = Hall(1)
        for number in range(6):
            await hall.ask(f"greedy-{number}", ("1.1.1.1", "a", str(number)))
        await hall.ask("other", ("2.2.2.2", "b", "x"))
        await hall.finish("greedy-0")
        assert hall.order == ["greedy-0", "other"]
        await hall.finish_all()

    asyncio.run(story())


def test_within_an_address_another_login_and_then_a_new_connection_come_first() -> None:
    async def story() -> None:
        hall = Hall(1)
        await hall.ask("first", ("1.1.1.1", "a", "1"))
        await hall.ask("again", ("1.1.1.1", "a", "1"))
        await hall.ask("new connection", ("1.1.1.1", "a", "2"))
        await hall.ask("another login", ("1.1.1.1", "b", "3"))
        await hall.finish("first")
        await hall.finish("another login")
        assert hall.order == ["first", "another login", "new connection"]
        await hall.finish("new connection")
        assert hall.order[-1] == "again"
        await hall.finish_all()

    asyncio.run(story())


def test_the_last_thread_waits_for_somebody_new() -> None:
    async def story() -> None:
        hall = Hall(3)
        for number in range(5):
            await hall.ask(f"slow-{number}", ("1.1.1.1", "a", str(number)))
        assert hall.order == ["slow-0", "slow-1"]
        await hall.ask("other", ("2.2.2.2", "b", "x"))
        assert hall.order[-1] == "other"
        await hall.finish_all()
        assert len(hall.order) == 6

    asyncio.run(story())


def test_who_has_hung_up_takes_no_thread() -> None:
    async def story() -> None:
        hall = Hall(1)
        await hall.ask("first", ("1.1.1.1", "a", "1"))
        await hall.ask("gone", ("1.1.1.1", "b", "2"), lambda: True)
        await hall.finish("first")
        with pytest.raises(Gone):
            await hall.tasks["gone"]
        assert hall.order == ["first"]

    asyncio.run(story())


def test_everybody_comes_to_his_turn() -> None:
    async def story() -> None:
        turns, done = Turns(4), []
        waits = [turns.take(("1.1.1.1", "a", str(n)), lambda n=n: done.append(n), lambda: False) for n in range(500)]
        await asyncio.gather(*waits)
        assert sorted(done) == list(range(500))

    asyncio.run(story())


def test_threads_that_hang_while_others_wait_are_noticed() -> None:
    async def story() -> None:
        loop, hall = asyncio.get_running_loop(), Hall(1)
        await hall.ask("hangs", ("1.1.1.1", "a", "1"))
        assert not hall.turns.stuck(loop.time() + STUCK_SECONDS + 1)
        await hall.ask("waits", ("2.2.2.2", "b", "2"))
        assert not hall.turns.stuck(loop.time())
        assert hall.turns.stuck(loop.time() + STUCK_SECONDS + 1)
        await hall.finish_all()

    asyncio.run(story())
