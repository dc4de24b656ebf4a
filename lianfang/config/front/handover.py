"""config · front: from a whole request to a thread, and from the thread's whole answer back to the line.

A thread is taken only when the body is complete and given back when the answer is, before any of it is sent: who sends
slowly or reads slowly keeps a connection and a little memory or disk, and no thread.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from asgiref.wsgi import WsgiToAsgiInstance

from lianfang.config import forwarded
from lianfang.config.front import problems
from lianfang.config.front.bounds import MEBIBYTE, counted_as
from lianfang.config.front.door import EXTENSION, Door, Lobby
from lianfang.config.front.turns import Gone, Turns
from lianfang.kernel.problems import TOO_LARGE, Refused

IN_MEMORY_BYTES = 65536
ANSWER_IN_MEMORY_BYTES = MEBIBYTE
PIECE_BYTES = 65536

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
log = logging.getLogger("lianfang.front")


class Kept:
    """What comes in pieces: in memory while it is small, then in a file without a name."""

    def __init__(self, in_memory: int) -> None:
        self.file: IO[bytes] = BytesIO()
        self.size = 0
        self._in_memory = in_memory

    def add(self, piece: bytes) -> None:
        """Takes a piece more. Raises OSError where the disk takes no more."""
        self.size += len(piece)
        if self.size > self._in_memory and isinstance(self.file, BytesIO):
            small, self.file = self.file, TemporaryFile()  # noqa: SIM115
            self.file.write(small.getvalue())
        self.file.write(piece)


@dataclass
class Answer:
    """What the application said, complete."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: Kept = field(default_factory=lambda: Kept(ANSWER_IN_MEMORY_BYTES))


class Handover:
    """The ASGI application that uvicorn serves; behind it stands the WSGI one."""

    def __init__(self, application: Callable[..., Iterable[bytes]], lobby: Lobby, turns: Turns, cookie: str) -> None:
        self._application = application
        self._lobby = lobby
        self._turns = turns
        self._cookie = re.compile(rb"(?:^|;\s*)" + re.escape(cookie.encode()) + rb"=([^;]{1,80})")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        door: Door = scope["extensions"][EXTENSION]
        # `X_Forwarded_For` would arrive under the same name as `X-Forwarded-For`.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        with _Body(self._lobby, door) as body:
            try:
                declared = next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)
                body.may_be(declared)
                if not await body.collect(receive):
                    return
                environ = self._environ(scope, body)
                answer = await self._turns.take(
                    self._who(scope, door), lambda: _called(self._application, environ), lambda: door.gone
                )
            except Refused as refused:
                await self._say(refused, scope, send)
                return
            except Gone:
                return
        with answer.body.file:
            await _sent(answer, scope["method"], send)

    def _environ(self, scope: Scope, body: _Body) -> dict[str, Any]:
        builder = WsgiToAsgiInstance(self._application)
        builder.scope = scope
        try:
            environ = builder.build_environ(scope, body.file)
        except ValueError:
            raise Refused(problems.HEAD_TOO_LARGE, limit="100 × 1") from None
        if environ.pop("HTTP_TRANSFER_ENCODING", None) or body.size:
            environ["CONTENT_LENGTH"] = str(body.size)
        return dict(environ)

    def _who(self, scope: Scope, door: Door) -> tuple[str, str, str]:
        """By what a request is counted: where it comes from, whose it is as it says itself, and its connection."""
        address, login = door.address, b""
        for name, value in scope["headers"]:
            if name == b"authorization":
                login = value[:80]
            elif name == b"cookie" and (found := self._cookie.search(value)):
                login = found[1]
            elif name == b"x-forwarded-for" and door.proxied and door.peer is not None:
                address = counted_as(forwarded.behind(door.peer, value.decode("latin1"), self._lobby.proxies))
        return address, login.decode("latin1"), str(id(door))

    async def _say(self, refused: Refused, scope: Scope, send: Send) -> None:
        status, headers, body = problems.rendered(
            refused, path=scope["path"], english=problems.english(scope["headers"])
        )
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Body:
    """The body of one request while it arrives: small ones in memory, larger ones in a file without a name."""

    def __init__(self, lobby: Lobby, door: Door) -> None:
        self._kept = Kept(IN_MEMORY_BYTES)
        self.size = 0
        self._lobby = lobby
        self._door = door

    def __enter__(self) -> _Body:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.file.close()
        self._lobby.let_go(self._door, self.size)

    @property
    def file(self) -> IO[bytes]:
        return self._kept.file

    def may_be(self, size: int) -> None:
        """Raises Refused where a body of this size is not taken."""
        if size > self._lobby.bounds.body_bytes:
            raise Refused(TOO_LARGE, limit=f"{self._lobby.bounds.body_bytes // MEBIBYTE} MiB")

    async def collect(self, receive: Receive) -> bool:
        """Take all of it; False when the sender went away. Raises Refused where it grows too large."""
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return False
            piece = message.get("body", b"")
            more = message.get("more_body", False)
            self.may_be(self.size + len(piece))
            if not self._lobby.may_hold(self._door, len(piece)):
                raise Refused(problems.FULL)
            self.size += len(piece)
            try:
                self._kept.add(piece)
            except OSError as fault:
                log.error("body not kept: %s", fault.strerror)
                raise Refused(problems.FULL) from fault
        self.file.seek(0)
        return True


def _called(application: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> Answer:
    """Run the application to the last byte of its answer, in a thread."""
    answer = Answer()

    def start(status: str, headers: list[tuple[str, str]], fault: Any = None) -> Callable[[bytes], object]:
        answer.status = int(status.split(" ", 1)[0])
        answer.headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers]
        return answer.body.add

    try:
        pieces = application(environ, start)
        try:
            for piece in pieces:
                answer.body.add(piece)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
    except Exception:
        log.exception("answer not made: %s", environ.get("PATH_INFO"))
        answer.body.file.close()
        sentence = "服务出错，已记录。请重试。\nSomething went wrong and was noted. Try again.\n".encode()
        answer = Answer(500, [(b"content-type", b"text/plain; charset=utf-8")])
        answer.body.add(sentence)
    return answer


def _headers(answer: Answer, method: str) -> list[tuple[bytes, bytes]]:
    """The answer's headers; it is whole, so its length is known, also where the application did not say it."""
    said = any(name == b"content-length" for name, _ in answer.headers)
    if said or method == "HEAD" or answer.status in (204, 304):
        return answer.headers
    return [*answer.headers, (b"content-length", str(answer.body.size).encode())]


async def _sent(answer: Answer, method: str, send: Send) -> None:
    """Send an answer at the reader's pace."""
    headers = _headers(answer, method)
    body = answer.body.file
    body.seek(0)
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    piece = body.read(PIECE_BYTES)
    while piece:
        following = body.read(PIECE_BYTES)
        await send({"type": "http.response.body", "body": piece, "more_body": bool(following)})
        piece = following
        if not piece:
            return
    await send({"type": "http.response.body", "body": b""})
