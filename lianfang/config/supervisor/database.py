"""config · supervisor: the database made ready for whoever needs it, for as long as they need it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lianfang.config.supervisor import binaries, cluster, connections, home, keys, outside
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.locks import Lock, starting, supervisor_runs
from lianfang.config.supervisor.server import Answer, Server

Tell = Callable[[str, str], None]


def quiet(zh: str, en: str) -> None:
    """For callers who want no progress."""


def open_server(data: Path, words: dict[str, str], *, durable: bool = True) -> Server:
    """The embedded server of this data folder, its cluster made if it is new; not started.

    The caller holds the start lock.
    """
    place = home.settle(data)
    if not place.cluster.exists():
        cluster.create(place, binaries.usable(place, place.person), words["superuser_password"])
    cluster.configure(place, durable=durable)
    return Server(place, words["superuser_password"], data / "log" / "postgresql.out")


def start_server(
    data: Path,
    *,
    tethered: bool,
    tell: Tell = quiet,
    while_waiting: Callable[[], None] = lambda: None,
    durable: bool = True,
) -> Server:
    """Start the embedded server (unless it answers already) with its roles and database in place.

    The caller holds the start lock.
    """
    words = keys.load(data)
    server = open_server(data, words, durable=durable)
    if server.answer() is not Answer.READY:
        server.start(tethered=tethered, tell=tell, while_waiting=while_waiting)
    cluster.ensure_roles(server.superuser, words)
    return server


def in_use_by_others(data: Path, use: Lock) -> bool:
    """Whether a server runs that is somebody else's and still used; one that nobody uses is stopped.

    The caller holds the start lock; `use` is its own, and shared or free afterwards.
    """
    if not (data / "cluster.json").exists() or existing(data).answer() is Answer.ABSENT:
        return False
    if not use.try_alone():
        return True
    existing(data).stop()
    return False


def existing(data: Path) -> Server:
    """The server of a cluster that is there already, to ask or to stop it."""
    place = home.settle(data)
    return Server(place, keys.load(data)["superuser_password"], data / "log" / "postgresql.out")


def prepare_outside(data: Path) -> None:
    """Check the database of DATABASE_URL and make our role in it."""
    outside.prepare(connections.logins(data, keys.load(data)), own_role=connections.own_app_role())


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
            theirs = supervisor_runs(data)
            if not theirs:
                start_server(data, tethered=False, tell=tell)
        if theirs:
            _wait_for_supervisor(data, tell)
        yield
    finally:
        leave(data, use)


def leave(data: Path, use: Lock) -> None:
    """Stop using the server; the last one out stops it, unless a supervisor keeps it."""
    with starting(data):
        use.let_go()
        last = Lock(data / "use.lock")
        try:
            if not supervisor_runs(data) and last.try_alone() and (data / "cluster.json").exists():
                existing(data).stop()
        finally:
            last.let_go()


def _wait_for_supervisor(data: Path, tell: Tell) -> None:
    """A supervisor that is just starting or mending its server will have it ready in a moment.

    Not under the start lock, which the supervisor needs for that.
    """
    end = time.monotonic() + 120
    while not (data / "cluster.json").exists() or existing(data).answer() is not Answer.READY:
        if not supervisor_runs(data):
            with starting(data):
                start_server(data, tethered=False, tell=tell)
            return
        if time.monotonic() > end:
            raise CommandFault(
                "正在运行的联防没有可用的数据库；请查看 log/postgresql.out。",
                "The running lianfang has no database that answers; see log/postgresql.out.",
            )
        time.sleep(0.2)
