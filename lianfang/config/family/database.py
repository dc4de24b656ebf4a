"""config · family: the database made ready for whoever needs it, for as long as they need it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lianfang.config.family import binaries, cluster, connections, home, keys, outside
from lianfang.config.family.faults import FamilyFault
from lianfang.config.family.locks import Lock, family_runs, starting
from lianfang.config.family.server import Answer, Server

Tell = Callable[[str, str], None]


def quiet(zh: str, en: str) -> None:
    """For callers who want no progress."""


def open_server(data: Path, words: dict[str, str], *, durable: bool = True) -> Server:
    """The embedded server of this data folder, its cluster made if it is new; not started.

    The caller holds the start lock.
    """
    place = home.settle(data)
    programs = binaries.usable(place, place.person)
    if not place.cluster.exists():
        cluster.create(place, programs, words["superuser_password"])
    cluster.configure(place, durable=durable)
    return Server(place, programs, words["superuser_password"], data / "log" / "postgresql.log")


def start_server(data: Path, *, tethered: bool, tell: Tell = quiet, durable: bool = True) -> Server:
    """Start the embedded server (unless it answers already) with its roles and database in place.

    The caller holds the start lock.
    """
    words = keys.load(data)
    server = open_server(data, words, durable=durable)
    if server.answer() is not Answer.READY:
        server.start(tethered=tethered, tell=tell)
    cluster.ensure_roles(server.superuser, words)
    return server


def prepare_outside(data: Path) -> None:
    """Check the database of DATABASE_URL and make our role in it."""
    outside.prepare(
        connections.logins(data, keys.load(data)), own_role=not os.environ.get("APP_DATABASE_URL")
    )


@contextmanager
def in_use(data: Path, tell: Tell = quiet) -> Iterator[None]:
    """The database, answering, while the block runs: for short commands.

    A server that runs is used. One that does not is started, and stopped by whoever is
    the last to leave; nobody stops it under others.
    """
    if not connections.embedded(data):
        prepare_outside(data)
        yield
        return
    use = Lock(data / "use.lock")
    try:
        with starting(data):
            use.share()
            if family_runs(data):
                _wait_for_family(data, tell)
            else:
                start_server(data, tethered=False, tell=tell)
        yield
    finally:
        leave(data, use)


def leave(data: Path, use: Lock) -> None:
    """Stop using the server; the last one out stops it, unless a family keeps it."""
    with starting(data):
        use.let_go()
        last = Lock(data / "use.lock")
        try:
            if not family_runs(data) and last.try_alone() and (data / "cluster.json").exists():
                words = keys.load(data)
                place = home.settle(data)
                programs = binaries.usable(place, place.person)
                Server(place, programs, words["superuser_password"], data / "log" / "postgresql.log").stop()
        finally:
            last.let_go()


def _wait_for_family(data: Path, tell: Tell) -> None:
    """A family that is just starting or mending its server will have it ready in a moment."""
    words = keys.load(data)
    place = home.settle(data)
    server = Server(place, Path(), words["superuser_password"], data / "log" / "postgresql.log")
    end = time.monotonic() + 120
    while server.answer() is not Answer.READY:
        if not family_runs(data):
            start_server(data, tethered=False, tell=tell)
            return
        if time.monotonic() > end:
            raise FamilyFault(
                "正在运行的联防没有可用的数据库；请查看 log/postgresql.log。",
                "The running lianfang has no database that answers; see log/postgresql.log.",
            )
        time.sleep(0.2)
