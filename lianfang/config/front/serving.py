"""config · front: one web process: uvicorn on a listening socket that others share, a few threads behind it."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import uvicorn
import uvloop

from lianfang.config.forwarded import Network
from lianfang.config.front.bounds import Bounds
from lianfang.config.front.door import Door, Lobby
from lianfang.config.front.handover import Handover
from lianfang.config.front.turns import Turns
from lianfang.config.supervisor import pulse
from lianfang.config.supervisor.network import BACKLOG

LOOK_SECONDS = 0.5
# What is under way at a stop may finish for so long.
GRACE_SECONDS = 5


class Serving:
    """The web of one process. `beat` is called twice a second while it really serves."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        bounds: Bounds,
        threads: int,
        cookie: str,
        proxies: Sequence[Network] = (),
        beat: Callable[[], object] = lambda: None,
    ) -> None:
        self._lobby = Lobby(bounds, proxies)
        self._beat = beat
        words: dict[str, Any] = {
            "interface": "asgi3",
            "http": partial(Door, self._lobby),
            "ws": "none",
            "loop": "none",  # it runs in ours
            "lifespan": "off",
            "log_config": None,
            "access_log": False,
            # Who is believed about whom it speaks for is decided by the application's settings.
            "proxy_headers": False,
            "server_header": False,
            "backlog": BACKLOG,
            "timeout_keep_alive": int(bounds.idle_seconds) + 1,
            "timeout_graceful_shutdown": GRACE_SECONDS,
        }
        self._turns = Turns(threads)
        self._server = uvicorn.Server(uvicorn.Config(Handover(application, self._lobby, self._turns, cookie), **words))

    def run(self, listening: socket.socket, lifeline: int | None = None) -> None:
        """Serve until asked to stop, by SIGTERM or by the end of `lifeline`."""
        uvloop.run(self._run(listening, lifeline))

    def stop(self) -> None:
        """Ask it to end; from any thread."""
        self._server.should_exit = True

    async def _run(self, listening: socket.socket, lifeline: int | None) -> None:
        pulse.at_end_of(lifeline, self.stop)
        looking = asyncio.create_task(self._look())
        try:
            await self._server.serve(sockets=[listening])
        finally:
            looking.cancel()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = time.monotonic()
            self._lobby.look(now)
            if self._server.should_exit:
                self._lobby.wait_for_no_more()
            self._turns.forget(now)
            if self._server.started and not self._turns.stuck(now):
                self._beat()
