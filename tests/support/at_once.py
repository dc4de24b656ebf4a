"""tests · support: several who do something in the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connections


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Runs each work in a thread of its own; gives each one's result, or what it raised."""
    start, out = threading.Barrier(len(works)), [None] * len(works)

    def run(position: int, work: Callable[[], Any]) -> None:
        try:
            start.wait()
            out[position] = work()
        except Exception as raised:
            out[position] = raised  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return out


def until_it_waits(work: Callable[[], Any], within: float = 20) -> Callable[[], Any]:
    """Starts a work in a thread, and comes back once it is done or waits for somebody's lock.

    What it gives ends the thread: the work's result, or what it raised.
    """
    out: list[Any] = []
    thread = threading.Thread(target=lambda: out.extend(at_once(work)))
    thread.start()
    end = time.monotonic() + within
    while thread.is_alive() and not _somebody_waits():
        assert time.monotonic() < end, "neither done nor waiting"
        time.sleep(0.01)

    def result() -> Any:
        thread.join()
        return out[0]

    return result


def _somebody_waits() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) > 0 FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE NOT l.granted AND a.datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
