"""config · supervisor: the supervisor: starts PostgreSQL, web and worker, keeps them alive, stops them in order."""

from __future__ import annotations

import math
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
import structlog

from lianfang.config.supervisor import connections, database, first_visit, loading, logfiles, network, tables
from lianfang.config.supervisor.faults import CommandFault
from lianfang.config.supervisor.locks import Lock, starting
from lianfang.config.supervisor.members import Backoff, Member
from lianfang.config.supervisor.server import Answer, Server

LOOK_SECONDS, ASK_SERVER_SECONDS = 0.1, 2.0
# Nobody there is soon certain; somebody who says nothing may only be very busy.
PATIENCE_SECONDS = {Answer.ABSENT: 10.0, Answer.SILENT: 60.0}
STOP_SECONDS, OTHERS_SECONDS = 15.0, 10.0
PORT_SECONDS = 8.0

log = structlog.get_logger("lianfang.supervisor")
Tell = Callable[[str, str], None]


class Stopping(Exception):
    """Raised at a safe point after somebody asked us to stop."""


@dataclass(frozen=True)
class Plan:
    """What to run, and where it answers."""

    data: Path
    host: str
    port: int
    demo: bool

    @property
    def address(self) -> str:
        """Where a browser on this machine finds us."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host
        return f"http://{host if ':' not in host else f'[{host}]'}:{self.port}/"

    def environment(self) -> dict[str, str]:
        """What web and worker find in their environment."""
        return {
            **os.environ,
            "DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "lianfang.config.settings",
            "LIANFANG_DEMO": "1" if self.demo else "",
            "PROMETHEUS_MULTIPROC_DIR": str(logfiles.metrics_folder(self.data)),
            "PYTHONUNBUFFERED": "1",
            # Who is started again after a kill should not compile everything again.
            "PYTHONDONTWRITEBYTECODE": "",
        }


@dataclass
class Supervisor:
    """One `lianfang run`. Everything happens in the main thread: children are tied to it."""

    plan: Plan
    tell: Tell
    members: list[Member] = field(default_factory=list)
    server: Server | None = None
    stop_asked: int = 0
    _run: Lock | None = None
    _use: Lock | None = None
    _listening: socket.socket | None = None
    _answered: float = 0.0
    _asked: float = 0.0
    _server_backoff: Backoff = field(default_factory=Backoff)
    _server_started: float = 0.0
    _served: bool = True

    def run(self, *, prepare: Callable[[Supervisor], None], ready: Callable[[Supervisor], None]) -> None:
        """Start everything, call `ready`, look after it until told to stop, stop everything.

        `prepare` runs when the database answers, before web and worker start; who comes meanwhile is told to wait.
        Raises CommandFault when something outside our power is missing; nothing is left running.
        """
        self._listen()
        try:
            self._claim()
            self._start_database()
            assert self._listening is not None
            with loading.page(self._listening):
                prepare(self)
            self.check()
            self._start_web()
            self._start_worker()
            ready(self)
            while True:
                self.check()
                self._tend()
                time.sleep(LOOK_SECONDS)
        except Stopping:
            self.tell("正在停止……", "stopping …")
        finally:
            self._stop_all()

    def check(self) -> None:
        """Leave by way of Stopping when somebody asked us to stop."""
        if self.stop_asked:
            raise Stopping

    def call(self, words: list[str]) -> int:
        """Run another `lianfang` command to its end, on our terminal; returns its exit code."""
        child = subprocess.Popen([sys.executable, "-m", "lianfang", *words], env=self.plan.environment())
        while True:
            try:
                return child.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if self.stop_asked:
                    child.terminate()
                    child.wait()
                    raise Stopping from None

    # --- starting ---------------------------------------------------------------------

    def _listen(self) -> None:
        def note(number: int, frame: FrameType | None) -> None:
            self.stop_asked += 1
            log.info("stop asked", signal=signal.Signals(number).name)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, note)

    def _claim(self) -> None:
        """Be the one supervisor of this data folder."""
        self._run = Lock(self.plan.data / "run.lock")
        if not self._run.wait_alone_until(0.5):
            note = self._run.note()
            where, pid = note.get("address", "?"), note.get("pid", "?")
            self._run.let_go()
            self._run = None
            raise CommandFault(
                f"该数据目录的联防已在运行：{where}（进程 {pid}）。",
                f"lianfang already runs on this data folder: {where} (process {pid}).",
            )
        # After a killed run its web may hold the port for as long as it finishes.
        patience = PORT_SECONDS if self._run.note() else 0.0
        self._listening = network.bound(self.plan.host, self.plan.port, patience_seconds=patience)
        self._run.write({"pid": os.getpid(), "address": self.plan.address})

    def _start_database(self) -> None:
        if not connections.embedded(self.plan.data):
            database.prepare_outside(self.plan.data)
            return
        self._use = Lock(self.plan.data / "use.lock")
        told = False
        while self.server is None:
            with starting(self.plan.data):
                # A short command may have a server running that is not our child; let it finish first.
                if not database.in_use_by_others(self.plan.data, self._use):
                    self._use.share()
                    self.server = database.start_server(
                        self.plan.data, tethered=True, tell=self.tell, while_waiting=self.check
                    )
                    break
            if not told:
                told = True
                self.tell("等待另一个 lianfang 命令结束……", "waiting for another lianfang command to finish …")
            self.check()
            time.sleep(0.1)
        self._answered = self._server_started = time.monotonic()

    def _start_web(self) -> None:
        """Returns when it answers, so that nothing else delays the first page."""
        logfiles.clear_metrics(self.plan.data)
        assert self._listening is not None
        self._listening.listen(network.BACKLOG)
        number = self._listening.fileno()
        command = [sys.executable, "-m", "lianfang.config.front"]
        more = {network.LISTEN: str(number), "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES"}  # it forks, also on macOS
        self._add("web", command, heirs=True, handed=(number,), more=more)
        began = time.monotonic()
        web = self.members[0]
        while not (web.serves and network.answers(self.plan.address + "readyz")):
            self.check()
            self._tend()
            if web.restarts >= 3:
                last = logfiles.last_lines(web.out, 3)
                raise CommandFault(f"网页服务无法启动：{last}", f"The web server does not start: {last}")
            if time.monotonic() - began > 120:
                raise CommandFault(
                    "网页服务两分钟内没有就绪；请查看 log/web.out。",
                    "The web server was not ready within two minutes; see log/web.out.",
                )
            time.sleep(0.05)

    def _start_worker(self) -> None:
        self._add("worker", [sys.executable, "-m", "lianfang", "manage", "worker"])

    def _add(self, name: str, command: list[str], *, more: dict[str, str] | None = None, **words: Any) -> None:
        environment = self.plan.environment() | (more or {})
        member = Member(name, command, environment, self.plan.data / "log" / f"{name}.out", **words)
        self.members.append(member)
        member.start()

    # --- looking after ----------------------------------------------------------------

    def _tend(self) -> None:
        for member in self.members:
            happened = member.tend()
            if happened:
                log.warning("member", member=member.name, happened=happened[1])
                self.tell(f"{member.name} {happened[0]}", f"{member.name} {happened[1]}")
        if (playbook := first_visit.chosen(self.plan.data)) is not None:
            with suppress(psycopg.OperationalError):  # the database is away: it is asked again
                self._begin_by(playbook)
        if self.server is not None and (self._ended(self.server) or self._is_time_to_ask()):
            self._tend_server(self.server)
            self._asked = time.monotonic()
        logfiles.rotate(self.plan.data / "log")

    def _begin_by(self, playbook: str) -> None:
        """Brings the playbook that a first visit chose into force; web and worker begin again by what it declares."""
        self.tell(f"启用方案 {playbook}……", f"bringing the playbook {playbook} into force …")
        if tables.holds_no_entry(self.plan.data) and self.call(["playbook", "apply", playbook]) == 0:
            for member in self.members:
                member.ask_to_stop()
            for member in self.members:
                member.stop(STOP_SECONDS)
                member.start()
        first_visit.settled(self.plan.data)

    def _is_time_to_ask(self) -> bool:
        return time.monotonic() - self._asked >= ASK_SERVER_SECONDS

    @staticmethod
    def _ended(server: Server) -> bool:
        return server.child is None or server.child.poll() is not None

    def _tend_server(self, server: Server) -> None:
        """Ask the server by logging in; when it is gone, or silent for too long, start it again."""
        ended = self._ended(server)
        answer, now = Answer.ABSENT if ended else server.answer(), time.monotonic()
        if answer not in PATIENCE_SECONDS:
            self._answered = now
        silent_seconds = now - self._answered
        if answer is Answer.READY or (not ended and silent_seconds < PATIENCE_SECONDS.get(answer, math.inf)):
            return
        lived = now - self._server_started
        log.warning("server", happened="ended" if ended else "silent", lived_seconds=round(lived))
        self.tell("数据库停止响应，正在重新启动……", "the database stopped answering, starting it again …")
        time.sleep(self._server_backoff.after(lived, served=self._served))
        with starting(self.plan.data):
            if not ended:
                server.stop(patience_seconds=10)
            try:
                server.start(tethered=True, tell=self.tell, while_waiting=self.check)
                self._served = True
                self.tell("数据库已恢复。", "the database is back.")
            except CommandFault as fault:
                self._served = False
                log.error("server", happened="start failed", reason=fault.en)
                self.tell(fault.zh, fault.en)
        self._answered = self._server_started = time.monotonic()

    # --- stopping ---------------------------------------------------------------------

    def _stop_all(self) -> None:
        """Web and worker first, then the database; each is gone when this returns."""
        for member in self.members:
            member.ask_to_stop()
        for member in self.members:
            member.stop(STOP_SECONDS)
        if self._run is not None:  # else these are the counters of the supervisor that is already here
            logfiles.drop_metrics(self.plan.data)
        if self.server is not None:
            self._wait_for_others()
            with starting(self.plan.data):
                self.server.stop()
        if self._listening is not None:
            self._listening.close()
        if self._run is not None:
            self._run.write({})
        for lock in (self._use, self._run):
            if lock is not None:
                lock.let_go()

    def _wait_for_others(self) -> None:
        """Let other commands that use the server finish, for a while; a second Ctrl-C cuts it short."""
        others = Lock(self.plan.data / "use.lock")
        if self._use is not None:
            self._use.let_go()
        asked, end, told = self.stop_asked, time.monotonic() + OTHERS_SECONDS, False
        while not others.try_alone() and time.monotonic() < end and self.stop_asked <= asked:
            if not told:
                told = True
                self.tell("等待另一个 lianfang 命令结束……", "waiting for another lianfang command to finish …")
            time.sleep(0.1)
        others.let_go()
