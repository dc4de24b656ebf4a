"""tests · gone: a way to a server that can be cut, as when the server itself has gone away."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from urllib.parse import urlsplit


class Way(ThreadingTCPServer):
    """Hands everything on to `to` and back, until it is cut."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, to: tuple[str, int]) -> None:
        self.to, self.open = to, set[socket.socket]()
        super().__init__(("127.0.0.1", 0), _Through)
        self._serving = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._serving.start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}"

    def cut(self) -> None:
        """Nobody answers there any more, also on what is open."""
        self.shutdown()
        self.server_close()
        for each in list(self.open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Through(BaseRequestHandler):
    server: Way

    def handle(self) -> None:
        with socket.create_connection(self.server.to) as other:
            self.server.open |= {self.request, other}
            back = Thread(target=_pour, args=(other, self.request), daemon=True)
            back.start()
            _pour(self.request, other)
            back.join()
            self.server.open -= {self.request, other}


def _pour(source: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            to.sendall(part)
    with suppress(OSError):
        to.shutdown(socket.SHUT_WR)


@contextmanager
def way_to(url: str) -> Iterator[Way]:
    """A way to the server at `url` that the test may cut."""
    at = urlsplit(url)
    way = Way((at.hostname or "", at.port or 80))
    try:
        yield way
    finally:
        with suppress(OSError):
            way.cut()
