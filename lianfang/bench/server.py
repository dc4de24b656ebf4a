"""bench · server: the product's own web server on a free port, and clients that keep it busy."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def serving() -> Iterator[int]:
    """The web as `lianfang run` starts it, with the bare view beside the product; gives the port."""
    from lianfang.config.family import network

    listening = network.bound("127.0.0.1", 0)
    listening.listen(network.BACKLOG)
    port, number = int(listening.getsockname()[1]), listening.fileno()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lianfang.bench.settings", network.LISTEN: str(number)}
    command = [sys.executable, "-m", "lianfang.config.front"]
    child = subprocess.Popen(command, env=environment, start_new_session=True, pass_fds=(number,))
    listening.close()
    try:
        _await(port)
        yield port
    finally:
        child.terminate()
        child.wait(20)


def _await(port: int) -> None:
    for _ in range(600):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/healthz")
            if link.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the web server did not start")


def post_all(port: int, address: str, bodies: Sequence[bytes], kind: str, token: str, clients: int) -> float:
    """Sends every body once from so many clients at once; gives the seconds it took. Each must be accepted."""
    shares = [bodies[client::clients] for client in range(clients)]

    def send(share: Sequence[bytes]) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = {"Content-Type": kind, "Authorization": f"Bearer {token}"}
        for body in share:
            link.request("POST", address, body, headers)
            answer = link.getresponse()
            said = answer.read()
            if answer.status not in (200, 201, 207) or b'"accepted"' not in said[:2000]:
                raise RuntimeError(f"{answer.status} {said[:300]!r}")

    return together(shares, send)


def together(shares: Sequence[Any], work: Callable[[Any], None]) -> float:
    """Runs the work on each share in a thread of its own; gives the seconds until all are done."""
    faults: list[BaseException] = []

    def guarded(share: Any) -> None:
        try:
            work(share)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(share,)) for share in shares]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    if faults:
        raise faults[0]
    return taken
