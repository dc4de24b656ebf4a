"""tests · support: several who do something in the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
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
