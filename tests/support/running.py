"""tests · supervisor: a real `lianfang run` in a folder of its own, to be killed and stopped by tests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

from lianfang.config.supervisor import cluster, home, keys, network

READY_SECONDS_MAX = 120


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ended(pid: int) -> bool:
    """The process is gone, or dead and not waited for yet; it may go between two questions."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def eventually(true: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait until `true()`; AssertionError naming `what` when it never becomes so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def environment(data: Path) -> dict[str, str]:
    """What commands on this data folder find in their environment: its own embedded server, no other."""
    without = {"DATABASE_URL", "DATABASE_URL_FILE", "APP_DATABASE_URL", "APP_DATABASE_URL_FILE", "LIANFANG_DATABASE"}
    return {**{name: word for name, word in os.environ.items() if name not in without}, "DATA": str(data)}


class Running:
    """One `lianfang run` with its embedded server, on a free port; always its own database."""

    def __init__(self, data: Path, *words: str, more: dict[str, str] | None = None) -> None:
        self.data = data
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.out = data.with_name(data.name + ".out")
        with self.out.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "lianfang", "run", "--empty", "--port", str(self.port), *words],
                stdout=out,
                stderr=out,
                env={"LIANFANG_PLAYBOOK": "covid-2020", **environment(data), **(more or {})},
                start_new_session=True,
            )

    @classmethod
    @contextmanager
    def ready(cls, data: Path, *words: str) -> Iterator[Running]:
        """One that answers; whatever is done to it, it is gone afterwards."""
        running = cls(data, *words)
        try:
            yield running.wait_ready()
        finally:
            running.stop()

    def wait_ready(self) -> Running:
        """Wait until the web says it is ready; shows the terminal's text when the run ends instead."""

        def ready() -> bool:
            assert self.process.poll() is None, self.said()
            return network.answers(self.address + "readyz")

        eventually(ready, "the web is ready", READY_SECONDS_MAX)
        eventually(self._complete, "web and worker are there", READY_SECONDS_MAX)
        eventually(lambda: "Ctrl-C" in self.said(), "the terminal says so", READY_SECONDS_MAX)
        return self

    def _complete(self) -> bool:
        try:
            return self.member("web").pid > 0 and self.member("worker").pid > 0
        except (LookupError, psutil.NoSuchProcess):
            return False

    def said(self) -> str:
        """Everything on the terminal so far."""
        return self.out.read_text()

    @staticmethod
    def call(data: Path, *words: str, hash_seed: int | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run a `lianfang` command on a data folder to its end; `hash_seed` orders its Python's sets."""
        command = [sys.executable, "-m", "lianfang", *words]
        order = {} if hash_seed is None else {"PYTHONHASHSEED": str(hash_seed)}
        env = environment(data) | order
        return subprocess.run(command, check=False, capture_output=True, text=True, env=env, **more)

    def command(self, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run another `lianfang` command on this installation's data folder to its end."""
        return self.call(self.data, *words, **more)

    def connect(self, who: str = "owner") -> psycopg.Connection:
        """A connection in autocommit as ``owner``, ``app`` or ``superuser``."""
        words = keys.load(self.data)
        place = {"host": str(home.socket_folder(home.where(self.data))), "port": 5432, "dbname": cluster.DATABASE}
        user, password = {
            "owner": (cluster.OWNER, words["owner_password"]),
            "app": (cluster.APP, words["app_password"]),
            "superuser": (cluster.SUPERUSER, words["superuser_password"]),
        }[who]
        return psycopg.connect(**place, user=user, password=password, autocommit=True)

    def member(self, name: str) -> psutil.Process:
        """The process of ``web``, ``worker`` or ``server``; LookupError when it is not there now."""
        marks = {"web": "lianfang.config.front", "worker": "worker", "server": "-D"}
        for child in psutil.Process(self.process.pid).children():
            try:
                if marks[name] in child.cmdline() and not ended(child.pid):
                    return child
            except psutil.NoSuchProcess:
                continue
        raise LookupError(name)

    def kill(self, name: str) -> int:
        """Kill -9 one member and return the number it had; one that is just being started again is waited for."""
        killed: list[int] = []

        def kill() -> bool:
            try:
                killed.append(self.member(name).pid)
                os.kill(killed[-1], signal.SIGKILL)
            except (LookupError, ProcessLookupError, psutil.NoSuchProcess):
                return False
            return True

        eventually(kill, f"{name} is there to be killed", READY_SECONDS_MAX)
        return killed[-1]

    def comes_back(self, name: str, without: int) -> None:
        """Wait until a member runs again under another number and the whole is ready."""

        def back() -> bool:
            try:
                return self.member(name).pid != without
            except (LookupError, psutil.NoSuchProcess):
                return False

        eventually(back, f"{name} is started again", READY_SECONDS_MAX)
        self.wait_ready()

    def everyone(self) -> list[psutil.Process]:
        """The supervisor and all that descend from it, as they are now."""
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]

    def stop(self, sign: int = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does (or with another signal) and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(60)
