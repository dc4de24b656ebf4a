"""bench · server: the product's own web server on a free port, and clients that keep it busy."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_SIZE = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


@contextmanager
def serving() -> Iterator[int]:
    """The web as `lianfang run` starts it, with the bare view beside the product; gives the port."""
    from lianfang.config.supervisor import network

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
    head = f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nAuthorization: Bearer {token}\r\n"

    def send(share: Sequence[bytes]) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=120) as link:
            for body in share:
                link.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                status, said = _answer(link)
                if status not in (200, 201, 207) or b'"accepted"' not in said[:2000]:
                    raise RuntimeError(f"{status} {said[:300]!r}")

    return together(shares, send)


def get_all(port: int, address: str, times: int, clients: int) -> float:
    """Asks for one address so many times from so many clients at once; gives the answers in a second."""
    head = f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()

    def ask(share: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=120) as link:
            for _ in range(share):
                link.sendall(head)
                status, said = _answer(link)
                if status != 200:
                    raise RuntimeError(f"{address}: {status} {said[:300]!r}")

    return times / together([times // clients] * clients, ask)


def _answer(link: socket.socket) -> tuple[int, bytes]:
    """The next answer on a kept connection. The clients share the machine with what they measure: http.client would
    take a tenth of it."""
    said = b""
    while (end := said.find(b"\r\n\r\n")) < 0:
        said += _more(link)
    status = int(said[9:12])
    size = int(_SIZE.search(said, 0, end)[1])  # type: ignore[index]
    body = said[end + 4 :]
    while len(body) < size:
        body += _more(link)
    return status, body


def _more(link: socket.socket) -> bytes:
    more = link.recv(1 << 16)
    if not more:
        raise RuntimeError("the server closed the connection")
    return more


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
