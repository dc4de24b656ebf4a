"""config · family: one member of the family: how it is started, when it is started again, how it is stopped."""

from __future__ import annotations

import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lianfang.config.family import processes

BACKOFF_FIRST_SECONDS, BACKOFF_LAST_SECONDS = 0.2, 30.0
# A member that has lived this long is well again: its next start comes without delay.
WELL_AFTER_SECONDS = 60.0


@dataclass
class Backoff:
    """How long to wait before starting a member that ended, so that a broken one does not spin."""

    delay_seconds: float = 0.0

    def after(self, lived_seconds: float) -> float:
        """The wait before the next start, for a member that lived so long."""
        if lived_seconds >= WELL_AFTER_SECONDS or self.delay_seconds == 0:
            self.delay_seconds = BACKOFF_FIRST_SECONDS
        else:
            self.delay_seconds = min(self.delay_seconds * 2, BACKOFF_LAST_SECONDS)
        return self.delay_seconds


@dataclass
class Member:
    """A child process that is started again whenever it ends by itself."""

    name: str
    command: list[str]
    environment: dict[str, str]
    out: Path
    child: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    _backoff: Backoff = field(default_factory=Backoff)
    _started: float = 0.0
    _due: float = 0.0

    def start(self) -> None:
        """Start it now. Must be called from the main thread (see processes.die_with_parent)."""
        self.out.parent.mkdir(parents=True, exist_ok=True)
        with self.out.open("ab") as out:
            self.child = processes.start(self.command, out=out, environment=self.environment)
        self._started = time.monotonic()

    def tend(self) -> tuple[str, str] | None:
        """Look after it: notice an end, start it again when its wait is over.

        Returns what happened, if anything, in Chinese and English.
        """
        now = time.monotonic()
        if self.child is not None:
            code = self.child.poll()
            if code is None:
                return None
            processes.kill_group(self.child.pid)  # its own children may hold the port
            self.child = None
            self._due = now + self._backoff.after(now - self._started)
            return f"意外结束（{code}），自动重启", f"ended ({code}), starting it again"
        if now >= self._due:
            self.start()
            self.restarts += 1
            return "已重新启动", "started again"
        return None

    def ask_to_stop(self) -> None:
        """Send SIGTERM and do not wait."""
        if self.child is not None:
            with suppress(ProcessLookupError):
                self.child.send_signal(signal.SIGTERM)

    def stop(self, patience_seconds: float) -> None:
        """Wait for it to end after `ask_to_stop`; at the end of patience it is killed with all its children."""
        if self.child is not None:
            processes.stop(self.child, sign=signal.SIGTERM, patience_seconds=patience_seconds)
            self.child = None
