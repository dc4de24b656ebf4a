"""tests · crowd: a real installation with a thousand connections that want little, and hundreds that want all of it."""

from __future__ import annotations

import asyncio
import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.support.front import Line
from tests.support.running import Running
from tests.support.soaking import size

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]

KEPT, IDLE, HALF_SENT, VISITS = 500, 500, 200, 40
PATIENCE_SECONDS = 300
LOGINS = """
from django.contrib.auth import get_user_model
from django.test import Client
from lianfang.ground.access import actions as access
from lianfang.ground.access.roles import Role
from lianfang.ground.units import actions as units
from lianfang.kernel import scope
system = scope.system_actor("crowd")
with scope.acting(system):
    units.open_units(system, [units.UnitSpec("S", "team", "人群队", "Crowd team")])
    for login in ("crowd", "other"):
        access.create_user(system, login=login, unit="S")
        access.give_grant(system, login=login, role=Role.COMMANDER, unit="S")
for login in ("crowd", "other"):
    client = Client()
    client.force_login(get_user_model().objects.get(username=login))
    print(login.upper(), client.cookies["lianfang_session"].value)
"""


def logins(running: Running) -> dict[str, str]:
    """The sessions of two commanders who have signed in."""
    done = running.command("manage", "shell", "-c", LOGINS)
    assert done.returncode == 0, done.stderr
    return dict(line.split() for line in done.stdout.splitlines() if line.startswith(("CROWD ", "OTHER ")))


@pytest.fixture(autouse=True)
def open_files() -> Iterator[None]:
    """More files than a login shell grants."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@dataclass
class Crowd:
    """Clients of one web: those who keep asking, and how long the others waited."""

    port: int
    session: str
    part: float  # of the whole crowd
    served: set[int] = field(default_factory=set)
    statuses: list[int] = field(default_factory=list)

    async def keep_asking(self, number: int, ended: asyncio.Event) -> None:
        """One browser that keeps its connection and opens the command page again and again."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while not ended.is_set():
            self.statuses.append(await asked(reader, writer, "/command/", self.session))
            self.served.add(number)
        writer.close()

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Idle and half-sent connections, held meanwhile."""
        idle = [Line(self.port) for _ in range(int(IDLE * self.part))]
        head = "POST /api/v1/entries HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n[{"
        half = [Line(self.port).send(head) for _ in range(int(HALF_SENT * self.part))]
        try:
            yield
        finally:
            for line in [*idle, *half]:
                line.close()


async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, session: str) -> int:
    """One request on an open connection, answered within our patience; its status."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: lianfang_session={session}\r\n\r\n"
    writer.write(head.encode())
    async with asyncio.timeout(PATIENCE_SECONDS):
        said = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = next(line for line in said.split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
    return int(said.split(b" ")[1])


async def visited(port: int, path: str, session: str, times: int) -> list[float]:
    """How long each of so many visits took, each on a connection of its own; every one is answered with 200."""
    took = []
    for _ in range(times):
        began = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        assert await asked(reader, writer, path, session) == 200
        writer.close()
        took.append(time.monotonic() - began)
        await asyncio.sleep(0.2)
    return took


def test_twenty_connections_that_say_nothing_shut_nobody_out(running: Running) -> None:
    idle = [Line(running.port) for _ in range(20)]
    for _ in range(8):
        with Line(running.port) as other:
            assert other.get("/readyz").answer()[0] == 200
    assert len(idle) == 20


@pytest.mark.parametrize("part", [0.3, pytest.param(size("CROWD", 100) / 100, marks=pytest.mark.soak)])
def test_a_crowd_is_served_and_so_is_everybody_else(running: Running, part: float) -> None:
    sessions, kept = logins(running), int(KEPT * part)
    crowd = Crowd(running.port, sessions["CROWD"], part)

    async def story() -> dict[str, list[float]]:
        ended = asyncio.Event()
        everybody = [asyncio.create_task(crowd.keep_asking(number, ended)) for number in range(kept)]
        others = {
            path: asyncio.create_task(visited(running.port, path, sessions["OTHER"], int(VISITS * part)))
            for path in ("/readyz", "/command/")
        }
        took = {path: await task for path, task in others.items()}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(crowd.served) < kept:
                assert not [task for task in everybody if task.done()]
                await asyncio.sleep(0.2)
        ended.set()
        await asyncio.gather(*everybody)
        return took

    with crowd.beside():
        took = asyncio.run(story())
    assert len(crowd.served) == kept
    assert set(crowd.statuses) == {200}
    figures = {
        path: {"p50": sorted(them)[len(them) // 2], "p95": sorted(them)[len(them) * 95 // 100]}
        for path, them in took.items()
    }
    print(json.dumps({"crowd": {"kept": kept, "pages": len(crowd.statuses), "others_seconds": figures}}))
