"""config · front: the process that has loaded everything and makes the web processes from itself, in no time.

A web process that ends is made again at once; one that no longer says it serves is killed for that. If this process
ends instead, those it made go on serving until its successor has made others (see `Member.heirs`).
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

import structlog

from lianfang.config.supervisor import pulse
from lianfang.config.supervisor.members import Backoff

SILENT_SECONDS, FIRST_SECONDS = 10.0, 30.0
STOP_SECONDS = 8.0
log = structlog.get_logger("lianfang.front")


@dataclass
class _Slot:
    """The place of one web process."""

    child: int = 0
    pulse: pulse.Pulse | None = None
    due: float = 0.0
    began: float = 0.0
    backoff: Backoff = field(default_factory=Backoff)


class Master:
    """Keeps `count` web processes; `serve(beat)` is what each of them runs."""

    def __init__(
        self,
        count: int,
        serve: Callable[[Callable[[], None]], None],
        beat: Callable[[], None],
        lifeline: int | None = None,
    ) -> None:
        self._slots = [_Slot() for _ in range(count)]
        self._serve = serve
        self._beat = beat
        # Not every system tells us of our parent's death; the end of this pipe does on all.
        self._lifelines = [] if lifeline is None else [lifeline]
        self._stopping = False

    def run(self) -> None:
        """Until SIGTERM, SIGINT or the end of the lifeline; then all are gone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._stopping:
            for slot in self._slots:
                self._tend(slot)
            if any(slot.pulse and slot.pulse.heard for slot in self._slots):
                self._beat()
            pipes = [slot.pulse.reading for slot in self._slots if slot.pulse]
            if set(select.select([*pipes, *self._lifelines], [], [], pulse.BEAT_SECONDS / 2)[0]) & {*self._lifelines}:
                self._stopping = True  # nothing is ever said on it: it has ended
        self._stop_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _tend(self, slot: _Slot) -> None:
        now = time.monotonic()
        if not slot.child:
            if now >= slot.due:
                self._start(slot)
            return
        assert slot.pulse is not None
        silent = slot.pulse.silent_seconds()
        if silent > (SILENT_SECONDS if slot.pulse.heard else FIRST_SECONDS):
            log.warning("web process does not serve", pid=slot.child, silent_seconds=round(silent))
            with suppress(ProcessLookupError):
                os.kill(slot.child, signal.SIGKILL)
        found, status = os.waitpid(slot.child, os.WNOHANG)
        if found:
            slot.due = now + slot.backoff.after(now - slot.began, served=slot.pulse.heard)
            log.warning("web process ended", pid=found, code=os.waitstatus_to_exitcode(status))
            slot.pulse.close()
            slot.child, slot.pulse = 0, None
            if now >= slot.due:
                self._start(slot)

    def _start(self, slot: _Slot) -> None:
        slot.pulse, slot.began = pulse.Pulse(), time.monotonic()
        slot.child = os.fork()
        if slot.child == 0:
            self._be_child(slot.pulse)
        slot.pulse.handed_over()

    def _be_child(self, own: pulse.Pulse) -> None:
        """Never returns."""
        code = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            for slot in self._slots:
                if slot.pulse:
                    slot.pulse.close()
            self._serve(lambda: pulse.beat(own.writing))
            code = 0
        except BaseException:
            log.exception("web process failed")
        finally:
            os._exit(code)

    def _stop_all(self) -> None:
        for slot in self._slots:
            if slot.child:
                with suppress(ProcessLookupError):
                    os.kill(slot.child, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for slot in self._slots:
            while slot.child and not os.waitpid(slot.child, os.WNOHANG)[0]:
                if time.monotonic() > end:
                    os.kill(slot.child, signal.SIGKILL)
                time.sleep(0.02)
            slot.child = 0
