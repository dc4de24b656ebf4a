"""config · supervisor: one embedded PostgreSQL server: is it there, start it, wait for it, stop it.

Whether it runs is only ever answered by logging in. A pid file can be stale, truncated or
name a stranger that got the same number; a process can be a zombie or hang.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path

import psutil
import psycopg

from lianfang.config.supervisor import binaries, logfiles, processes
from lianfang.config.supervisor.cluster import SUPERUSER
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.home import Home

STARTING_UP, TOO_MANY = "57P03", "53300"
LOG_TAIL_LINES = 4
# What a dead server left behind normally notices within moments; one in the middle of a long query does not.
LEFTOVER_SECONDS = 1


class Answer(Enum):
    """What a login attempt says about the server."""

    READY = "ready"
    BUSY = "busy"  # it is there, but still starting, recovering or stopping
    SILENT = "silent"  # it is there, but says nothing: overloaded, or stuck
    ABSENT = "absent"


class Server:
    """The server of one home. Holds no truth of its own: every question is asked again."""

    def __init__(self, home: Home, password: str, log: Path) -> None:
        self.home = home
        self.log = log
        self.child: subprocess.Popen[bytes] | None = None
        self._password = password

    @property
    def superuser(self) -> dict[str, object]:
        """How to log in as the superuser."""
        return {
            "host": str(self.home.socket),
            "port": 5432,
            "user": SUPERUSER,
            "password": self._password,
            "dbname": "postgres",
            "connect_timeout": 5,
        }

    def answer(self) -> Answer:
        """Log in and see. Raises CommandFault when it is there but does not know our password."""
        try:
            with psycopg.connect(**self.superuser, autocommit=True) as connection:  # type: ignore[arg-type]
                connection.execute("SELECT 1")
                return Answer.READY
        except psycopg.OperationalError as fault:
            return _meaning(fault)

    def start(
        self,
        *,
        tethered: bool,
        tell: Callable[[str, str], None],
        while_waiting: Callable[[], None] = lambda: None,
    ) -> None:
        """Start it and wait until it answers, however long crash recovery takes.

        `tethered`: it ends when we die; otherwise it lives on until somebody stops it.
        `tell(zh, en)` gets progress; `while_waiting()` is called again and again and may raise
        to give up. Raises CommandFault with the log's last lines when it ends
        instead of answering. The caller holds the start lock.
        """
        programs = binaries.usable(self.home, self.home.person)
        self.clear_leftovers(tell)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.child = processes.start(
                [str(programs / "postgres"), "-D", str(self.home.cluster)],
                out=out,
                environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                person=self.home.person.popen_words(),
                folder="/",
                tethered_by=signal.SIGINT if tethered else None,
            )
        try:
            self.wait_ready(tell, while_waiting)
        except BaseException:
            self.stop(patience_seconds=10)
            raise

    def wait_ready(self, tell: Callable[[str, str], None], while_waiting: Callable[[], None]) -> None:
        """Wait until it answers; there is no limit while the process lives."""
        began, told = time.monotonic(), 0.0
        while self.answer() is not Answer.READY:
            if self.child is not None and self.child.poll() is not None:
                last = logfiles.last_lines(self.log, LOG_TAIL_LINES)
                raise CommandFault(f"数据库未能启动：{last}", f"The database did not start: {last}")
            while_waiting()
            waited = time.monotonic() - began
            if waited - told >= 5:
                told = waited
                tell(
                    f"数据库正在恢复，已等待 {waited:.0f} 秒……", f"the database is recovering, {waited:.0f} s so far …"
                )
            time.sleep(0.02 if waited < 2 else 0.2)

    def stop(self, patience_seconds: float = 60) -> None:
        """Fast shutdown: open transactions are rolled back, everything acknowledged is on disk."""
        if self.child is not None:
            if not processes.stop(self.child, sign=signal.SIGINT, patience_seconds=patience_seconds):
                self._wait_gone(10)
            self.child = None
            return
        pid = self.pid_by_asking()
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            self._wait_gone(patience_seconds)

    def pid_by_asking(self) -> int | None:
        """The server's process number as the server itself says it, over a connection."""
        with suppress(psycopg.OperationalError), psycopg.connect(**self.superuser) as connection:  # type: ignore[arg-type]
            row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
            return int(str(row[0]).split()[0]) if row else None
        return None

    def clear_leftovers(self, tell: Callable[[str, str], None]) -> None:
        """Remove what a dead server left behind, once it is certain that none of it lives.

        PostgreSQL itself refuses to start when the pid file is empty or its number now
        belongs to another process of the same user, which is common in containers.
        """
        told = False
        began = time.monotonic()
        while found := self.processes():
            waited = time.monotonic() - began
            if waited > LEFTOVER_SECONDS and self.answer() is Answer.ABSENT:
                sign = signal.SIGQUIT if waited < 2 * LEFTOVER_SECONDS else signal.SIGKILL
                for process in found:
                    with suppress(psutil.Error):
                        process.send_signal(sign)
            if not told:
                told = True
                tell("等待上一个数据库进程结束……", "waiting for the previous database processes to end …")
            time.sleep(0.1)
        (self.home.cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self.home.socket.glob(".s.PGSQL.*"):
            left.unlink(missing_ok=True)

    def processes(self) -> list[psutil.Process]:
        """Living processes that work in our cluster's folder: the server, or what it left behind."""
        found = []
        cluster = os.path.realpath(self.home.cluster)
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.status() == psutil.STATUS_ZOMBIE or process.name() != "postgres":
                    continue
                if process.cwd() == cluster:
                    found.append(process)
        return found

    def _wait_gone(self, patience_seconds: float) -> None:
        end = time.monotonic() + patience_seconds
        while self.processes() and time.monotonic() < end:
            time.sleep(0.05)


def _meaning(fault: psycopg.OperationalError) -> Answer:
    """PostgreSQL's code is lost when the login itself is refused, so its sentence is read too (always English here)."""
    if fault.sqlstate in {STARTING_UP, TOO_MANY}:
        return Answer.BUSY
    words = str(fault)
    if "password authentication failed" in words:
        raise CommandFault(
            "数据库不认 secrets.json 里的密码；密钥文件与数据库不是一套，请从备份恢复二者。",
            "The database does not accept the password in secrets.json: keys and database do not belong together; "
            "restore both from one backup.",
        ) from fault
    if "timeout" in words:
        return Answer.SILENT
    busy = ("is starting up", "is shutting down", "not yet accepting", "recovery", "too many clients")
    return Answer.BUSY if any(word in words for word in busy) else Answer.ABSENT
