"""config · supervisor: one process that is looked after: how it is started, started again, and stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lianfang.config.supervisor import processes
from lianfang.config.supervisor.pulse import LIFELINE, PULSE, Pulse

BACKOFF_FIRST_SECONDS, BACKOFF_LAST_SECONDS = 0.2, 30.0
# A member that has lived this long is well again: its next start comes without delay.
WELL_AFTER_SECONDS = 60.0
# So long may one that served say nothing, and one that is only starting.
SILENT_SECONDS, FIRST_SECONDS = 10.0, 60.0
# What a member left behind may finish for so long once its successor serves.
HEIRS_SECONDS = 8.0


@dataclass
class Backoff:
    """How long to wait before starting a member that ended, so that a broken one does not spin."""

    delay_seconds: float = 0.0

    def after(self, lived_seconds: float, *, served: bool) -> float:
        """The wait before the next start, for a member that lived so long; the first for one that did its work."""
        if served or lived_seconds >= WELL_AFTER_SECONDS or self.delay_seconds == 0:
            self.delay_seconds = BACKOFF_FIRST_SECONDS
        else:
            self.delay_seconds = min(self.delay_seconds * 2, BACKOFF_LAST_SECONDS)
        return self.delay_seconds


@dataclass
class _Heirs:
    """The children of a member that ended, which go on until its successor serves."""

    group: int
    lifeline: int
    due: float = 0.0

    def end(self) -> None:
        """Let them finish what is under way."""
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1
            self.due = time.monotonic() + HEIRS_SECONDS


@dataclass
class Member:
    """A child process that is started again whenever it ends by itself or no longer says that it serves.

    With `heirs` its own children outlive it and serve until its successor does; otherwise they end with it.
    `handed` are open files that it inherits.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    out: Path
    heirs: bool = False
    handed: tuple[int, ...] = ()
    silent_seconds: float = SILENT_SECONDS
    first_seconds: float = FIRST_SECONDS
    child: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    _pulse: Pulse | None = None
    _lifeline: int = -1
    _left: list[_Heirs] = field(default_factory=list)
    _backoff: Backoff = field(default_factory=Backoff)
    _started: float = 0.0
    _due: float = 0.0

    @property
    def serves(self) -> bool:
        """Whether it has said so since it was started."""
        return self._pulse is not None and self._pulse.heard

    def start(self) -> None:
        """Start it now. Must be called from the main thread (see processes.die_with_parent)."""
        self.out.parent.mkdir(parents=True, exist_ok=True)
        self._pulse = Pulse()
        lives, self._lifeline = os.pipe()
        environment = {**self.environment, PULSE: str(self._pulse.writing), LIFELINE: str(lives)}
        with self.out.open("ab") as out:
            self.child = processes.start(
                self.command, out=out, environment=environment, handed=(*self.handed, self._pulse.writing, lives)
            )
        self._pulse.handed_over()
        os.close(lives)
        self._started = time.monotonic()

    def tend(self) -> tuple[str, str] | None:
        """Look after it: notice an end or a long silence, start it again when its wait is over.

        Returns what happened, if anything, in Chinese and English.
        """
        now = time.monotonic()
        if self.child is None:
            if now < self._due:
                return None
            self.start()
            self.restarts += 1
            return "已重新启动", "started again"
        assert self._pulse is not None
        silent, code = self._pulse.silent_seconds(), self.child.poll()
        if code is not None:
            self._bury(self._pulse, now)
            return f"意外结束（{code}），自动重启", f"ended ({code}), starting it again"
        self._part_with_heirs(now)
        if silent > (self.silent_seconds if self._pulse.heard else self.first_seconds):
            with suppress(ProcessLookupError):
                self.child.kill()
            self.child.wait()
            self._bury(self._pulse, now)
            return f"{silent:.0f} 秒没有响应，自动重启", f"said nothing for {silent:.0f} s, starting it again"
        return None

    def ask_to_stop(self) -> None:
        """Send SIGTERM and do not wait."""
        for left in self._left:
            left.end()
        if self.child is not None:
            with suppress(ProcessLookupError):
                self.child.send_signal(signal.SIGTERM)

    def stop(self, patience_seconds: float) -> None:
        """Wait for it to end after `ask_to_stop`; at the end of patience it is killed with all its children."""
        if self.child is not None:
            processes.stop(self.child, sign=signal.SIGTERM, patience_seconds=patience_seconds)
            if self._pulse is not None:
                self._pulse.close()
            self.child = None
        for left in self._left:
            left.end()
            processes.kill_group(left.group)
        self._left.clear()

    def _bury(self, pulse: Pulse, now: float) -> None:
        """It has ended: what follows for its children and for its next start."""
        assert self.child is not None
        left = _Heirs(self.child.pid, self._lifeline)
        if self.heirs and pulse.heard:
            self._left.append(left)
        else:
            left.end()
            processes.kill_group(left.group)
        self._due = now + self._backoff.after(now - self._started, served=pulse.heard)
        pulse.close()
        self.child = self._pulse = None

    def _part_with_heirs(self, now: float) -> None:
        """Once this one serves, those of its predecessors finish; who does not is killed."""
        if self._pulse is not None and self._pulse.heard:
            for left in [*self._left]:
                if left.lifeline >= 0:
                    left.end()
                elif now > left.due:
                    processes.kill_group(left.group)
                    self._left.remove(left)
