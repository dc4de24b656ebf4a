"""tests · support: a hook and a mail server on this machine that stand for the world outside."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """What arrived, and how the receiver answers."""

    port: int = 0
    bodies: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    status: int = 200


@contextmanager
def hook() -> Iterator[Received]:
    """A web hook."""
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            received.paths.append(self.path)
            if received.status == 200:
                received.bodies.append(body)
            self.send_response(received.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    yield from _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler), received)


@contextmanager
def mail_server() -> Iterator[Received]:
    """A mail server that takes everything and keeps it."""
    received = Received()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            def say(words: str) -> None:
                self.wfile.write(f"{words}\r\n".encode())

            say("220 here")
            while line := self.rfile.readline().decode().strip():
                word = line.split(" ")[0].upper()
                if word == "EHLO":
                    say("250 here")
                elif word == "DATA":
                    say("354 go on")
                    lines = []
                    while (part := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                        lines.append(part)
                    received.bodies.append("\n".join(lines))
                    say("250 taken")
                elif word == "QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 ok")

    yield from _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler), received)


def _serving(server: Any, received: Received) -> Iterator[Received]:
    server.daemon_threads = True
    received.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
