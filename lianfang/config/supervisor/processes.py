"""config · supervisor: starting children that never outlive us, and stopping them for certain."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

PR_SET_PDEATHSIG = 1
# Loaded before any fork: a child between fork and exec must not load libraries.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sign: int = signal.SIGTERM) -> None:
    """Ask the kernel to send us `sign` when our parent dies; on systems without that, do nothing.

    The kernel watches the *thread* that started us, and forgets the wish when the user
    changes, so parents start children from their main thread and call this last.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, sign, 0, 0, 0)


def start(
    command: list[str],
    *,
    out: IO[bytes] | int,
    environment: dict[str, str],
    person: dict[str, object] | None = None,
    folder: str | None = None,
    tethered_by: int | None = signal.SIGTERM,
    handed: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl-C reaches only us and we choose the order.

    `tethered_by` is the signal it gets if we die without stopping it; None lets it live on.
    Output and errors both go to `out`. `handed` are open files that it inherits under their numbers.
    """
    words: dict[str, Any] = dict(person or {})
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        env=environment,
        cwd=folder,
        start_new_session=True,
        pass_fds=tuple(handed),
        preexec_fn=_tether(tethered_by, os.getpid()) if tethered_by else None,
        **words,
    )


def _tether(sign: int, parent: int) -> Callable[[], None]:
    def tie() -> None:
        die_with_parent(sign)
        if _libc is not None and os.getppid() != parent:
            os._exit(1)  # the parent died before the wish was made

    return tie


def stop(child: subprocess.Popen[bytes], *, sign: int, patience_seconds: float) -> bool:
    """Ask a child to end, wait, and at the end of patience kill its whole session.

    Returns True when it ended by itself.
    """
    with suppress(ProcessLookupError):
        child.send_signal(sign)
    try:
        child.wait(patience_seconds)
        ended = True
    except subprocess.TimeoutExpired:
        ended = False
    kill_group(child.pid)
    with suppress(subprocess.TimeoutExpired):
        child.wait(10)
    return ended


def kill_group(leader: int) -> None:
    """Kill what is left of a child's process group: its own children, orphaned by its death."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
