"""tests · front: the web's front around a small application, in a thread of the test, and bare connections to it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lianfang.config.forwarded import Network
from lianfang.config.front.bounds import Bounds
from lianfang.config.front.serving import Serving
from lianfang.config.supervisor import network

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def plain(environ: Environ, start: Callable[..., Any]) -> list[bytes]:
    """An application that says which page was asked for."""
    body = environ["PATH_INFO"].encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def front(
    application: App = plain, *, threads: int = 2, proxies: Sequence[Network] = (), **bounds: Any
) -> Iterator[int]:
    """The front with these bounds; gives its port."""
    listening = network.bound("127.0.0.1", 0)
    listening.listen(network.BACKLOG)
    port = int(listening.getsockname()[1])
    serving = Serving(application, bounds=Bounds(**bounds), threads=threads, cookie="session", proxies=proxies)
    thread = threading.Thread(target=serving.run, args=(listening,))
    thread.start()
    try:
        yield port
    finally:
        serving.stop()
        thread.join(30)


class Line:
    """One bare connection, from an address of this machine."""

    def __init__(self, port: int, *, source: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(source, 0))

    def send(self, words: str) -> Line:
        """Send bytes as they stand."""
        self.socket.sendall(words.encode())
        return self

    def get(self, path: str = "/", **headers: str) -> Line:
        """Ask for a page, and keep the connection afterwards."""
        more = "".join(f"{name.replace('__', '_')}: {value}\r\n" for name, value in headers.items())
        return self.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n")

    def answer(self) -> tuple[int, str]:
        """Status and all that follows it, of an answer with a length or before an end."""
        said = b""
        while b"\r\n\r\n" not in said:
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionError("closed without an answer")
            said += piece
        head, _, body = said.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        while lengths and len(body) < int(lengths[0]):
            body += self.socket.recv(65536)
        return int(head.split(b" ")[1]), (head + b"\r\n\r\n" + body).decode()

    def ends(self, seconds: float = 30) -> bool:
        """Whether the other side closes within that time; whatever it still says is read and forgotten."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                if not self.socket.recv(65536):
                    return True
            except TimeoutError:
                return False
            except ConnectionError:
                return True
        return False

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
