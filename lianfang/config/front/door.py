"""config · front: one connection, and the room in which all connections of a process stand.

Parsing and answering are uvicorn's. Added here is what it leaves open: how many connections one address may hold, and
how long a head, a body, an idle connection and an unread answer may take.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lianfang.config import forwarded
from lianfang.config.forwarded import Address, Network
from lianfang.config.front import problems
from lianfang.config.front.bounds import Bounds, counted_as
from lianfang.kernel.problems import Refused

EXTENSION = "lianfang.door"
# A refusal is left on the line this long, so that it is read before the line is cut.
LINGER_SECONDS = 2.0
LINGERING_MAX = 512


class Reads(Enum):
    """What a connection is about to send."""

    NOTHING = "nothing"
    HEAD = "head"
    BODY = "body"


class Lobby:
    """All connections of one process, counted by address."""

    def __init__(self, bounds: Bounds, proxies: Sequence[Network] = ()) -> None:
        self.bounds = bounds
        self.proxies = proxies
        self.doors: set[Door] = set()
        self.refused: set[Door] = set()
        self.held: Counter[str] = Counter()
        self._by_address: Counter[str] = Counter()

    def enter(self, door: Door) -> Refused | None:
        """Count a new connection in, or say why it cannot stay."""
        if not door.proxied and self._by_address[door.address] >= self.bounds.per_address:
            return Refused(problems.TOO_MANY_CONNECTIONS, limit=self.bounds.per_address)
        if len(self.doors) >= self.bounds.connections and not self._make_room():
            return Refused(problems.FULL)
        self.doors.add(door)
        self._by_address[door.address] += 1
        return None

    def leave(self, door: Door) -> None:
        """Count a connection out; may be called for one that never came in."""
        self.refused.discard(door)
        if door in self.doors:
            self.doors.remove(door)
            self._by_address[door.address] -= 1
            if not self._by_address[door.address]:
                del self._by_address[door.address]

    def look(self, now: float) -> None:
        """Cut whoever took too long; called about each second."""
        for door in [*self.doors, *self.refused]:
            door.look(now)

    def wait_for_no_more(self) -> None:
        """At a stop, what has not arrived is not waited for; what is being answered is."""
        for door in [*self.doors]:
            if door.arriving:
                door.transport.abort()

    def may_hold(self, door: Door, more: int) -> bool:
        """Whether so many bytes more of an address's bodies may be kept while they arrive; they then are."""
        most = self.bounds.held_bytes if door.proxied else self.bounds.held_bytes_per_address
        if self.held[door.address] + more > most or self.held.total() + more > self.bounds.held_bytes:
            return False
        self.held[door.address] += more
        return True

    def let_go(self, door: Door, size: int) -> None:
        """The body is no longer kept."""
        self.held[door.address] -= size
        if self.held[door.address] <= 0:
            del self.held[door.address]

    def _make_room(self) -> bool:
        """Close the longest idle connection of whoever holds the most; that one hardly misses it."""
        for address, _ in self._by_address.most_common(8):
            idle = [door for door in self.doors if door.address == address and door.idle]
            if idle:
                oldest = min(idle, key=lambda door: door.since)
                oldest.transport.abort()
                self.leave(oldest)
                return True
        return False


class Door(HttpToolsProtocol):
    """One connection."""

    def __init__(self, lobby: Lobby, **words: Any) -> None:
        super().__init__(**words)
        self.lobby = lobby
        self.bounds = lobby.bounds
        self.peer: Address | None = None
        self.address, self.proxied = "", False
        self.since = self._progress = time.monotonic()
        self._reads = Reads.NOTHING
        self._got = self._head = self._unsent = 0
        self._closing = False

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._reads is Reads.NOTHING and not self._answering

    @property
    def arriving(self) -> bool:
        """Whether a request has begun to arrive and is not complete."""
        return self._reads is not Reads.NOTHING

    @property
    def gone(self) -> bool:
        """Whether nobody is there any more to be answered."""
        return self.transport is None or self.transport.is_closing()

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    # --- what uvicorn and its parser tell us ---------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.peer = forwarded.address(self.client[0]) if self.client else None
        self.address = counted_as(self.peer)
        self.proxied = self.peer is not None and forwarded.among(self.peer, self.lobby.proxies)
        refused = self.lobby.enter(self)
        if refused is not None:
            self._refuse(refused)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lobby.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._closing:
            return
        if self._reads is not Reads.BODY:
            self._head += len(data)
        super().data_received(data)
        if self._reads is not Reads.BODY and self._head > self.bounds.head_bytes:
            self._refuse(Refused(problems.HEAD_TOO_LARGE, limit=f"{self.bounds.head_bytes // 1024} KiB"))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: self}  # type: ignore[dict-item]
        self._now_reads(Reads.HEAD)

    def on_headers_complete(self) -> None:
        self._now_reads(Reads.BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._got += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._now_reads(Reads.NOTHING)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        if self._reads is Reads.NOTHING:
            self.since = time.monotonic()
        super().on_response_complete()

    def _now_reads(self, what: Reads) -> None:
        self._reads, self.since = what, time.monotonic()
        self._got = self._head = 0

    # --- time ------------------------------------------------------------------------------

    def look(self, now: float) -> None:
        """Cut this connection where it has taken too long."""
        waited, bounds = now - self.since, self.bounds
        if self.transport.is_closing() and not self._closing:
            self._look_at_unread(now)
        elif self._closing:
            if waited > LINGER_SECONDS:
                self.transport.abort()
        elif self.flow.read_paused:
            self.since = now  # it would send, and we do not read
        elif self._reads is Reads.HEAD and waited > bounds.head_seconds:
            self._refuse(Refused(problems.HEAD_TOO_SLOW, seconds=int(bounds.head_seconds)))
        elif self._reads is Reads.BODY and waited > self._body_seconds:
            if self._answering:
                self._refuse(Refused(problems.BODY_TOO_SLOW))
            else:
                self.transport.close()  # it has its answer
        elif self._reads is Reads.NOTHING and not self._answering and waited > bounds.idle_seconds:
            self.transport.close()
        else:
            self._look_at_unread(now)

    @property
    def _body_seconds(self) -> float:
        if not self._answering:
            return self.bounds.body_seconds  # it was refused already; the rest is only taken off the line
        steady = self.bounds.body_seconds + self._got / self.bounds.body_bytes_per_second
        return min(steady, self.bounds.request_seconds)

    def _look_at_unread(self, now: float) -> None:
        """Somebody who does not read his answer keeps no more than this connection, and that not forever."""
        unsent = self.transport.get_write_buffer_size()
        if not unsent or unsent != self._unsent:
            self._unsent, self._progress = unsent, now
        if now - self._progress > self.bounds.unread_seconds:
            self.transport.abort()

    def _refuse(self, refused: Refused) -> None:
        """Say why, and close as soon as that can have been read."""
        if self._answering and self.cycle.response_started:
            self.transport.abort()
            return
        self._closing, self.since = True, time.monotonic()
        self.lobby.leave(self)
        if len(self.lobby.refused) >= LINGERING_MAX:
            self.transport.abort()
            return
        self.lobby.refused.add(self)
        self._unset_keepalive_if_required()
        if self._answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        scope: Any = self.scope or {}
        self.transport.write(
            problems.raw(refused, path=scope.get("path", ""), english=problems.english(self.headers or ()))
        )
        if self.transport.can_write_eof():
            self.transport.write_eof()
