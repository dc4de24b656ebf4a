"""tests · members: when a member is started again, how long after, and log files that grow too big."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lianfang.config.supervisor import logfiles, pulse
from lianfang.config.supervisor.members import BACKOFF_LAST_SECONDS, Backoff, Member
from tests.support.running import ended, eventually


def test_a_broken_member_does_not_spin_and_a_well_one_comes_back_at_once() -> None:
    backoff = Backoff()
    waits = [backoff.after(lived_seconds=0.1, served=False) for _ in range(12)]
    assert waits[0] < 1
    assert waits == sorted(waits)
    assert waits[-1] == BACKOFF_LAST_SECONDS
    assert backoff.after(lived_seconds=3600, served=False) == waits[0]
    assert backoff.after(lived_seconds=0.1, served=True) == waits[0]


def test_a_member_that_ends_is_started_again_and_its_children_are_not_left(tmp_path: Path) -> None:
    code = "import subprocess, time\nprint(subprocess.Popen(['sleep', '600']).pid, flush=True)\ntime.sleep(600)\n"
    member = Member("one", [sys.executable, "-c", code], {}, tmp_path / "one.out")
    member.start()
    eventually(lambda: (tmp_path / "one.out").read_text().endswith("\n"), "it runs")
    grandchild = int((tmp_path / "one.out").read_text())
    assert member.child is not None
    member.child.kill()
    member.child.wait()
    assert member.tend() is not None
    eventually(lambda: ended(grandchild), "its child is gone too")
    eventually(lambda: member.tend() is not None, "it is started again")
    assert member.restarts == 1
    member.stop(patience_seconds=5)
    assert member.child is None


def test_a_member_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(600)"
    member = Member("deaf", [sys.executable, "-c", code], {}, tmp_path / "deaf.out")
    member.start()
    eventually(lambda: (tmp_path / "deaf.out").read_text() != "", "it runs")
    child = member.child
    assert child is not None
    member.stop(patience_seconds=0.2)
    assert child.returncode == -9


def test_big_logs_are_moved_aside_while_their_writers_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfiles, "ROTATE_BYTES", 10)
    file = tmp_path / "web.out"
    with file.open("ab") as writer:
        for number in range(6):
            writer.write(f"line {number} long enough\n".encode())
            writer.flush()
            monkeypatch.setattr(logfiles, "_rotated", float("-inf"))
            logfiles.rotate(tmp_path)
    assert file.read_text() == ""
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["web.out", "web.out.1", "web.out.2", "web.out.3"]
    assert (tmp_path / "web.out.1").read_text() == "line 5 long enough\n"
    assert (tmp_path / "web.out.3").read_text() == "line 3 long enough\n"


def test_a_member_that_says_nothing_any_more_is_started_again(tmp_path: Path) -> None:
    code = (
        "import os, time\nfrom lianfang.config.supervisor import pulse\npipe = pulse.inherited(pulse.PULSE)\n"
        "for _ in range(4): pulse.beat(pipe); time.sleep(0.1)\nprint('silent', flush=True)\ntime.sleep(600)\n"
    )
    member = Member("mute", [sys.executable, "-c", code], dict(os.environ), tmp_path / "one.out", silent_seconds=2)
    member.start()
    first = member.child
    assert first is not None
    happened: list[str] = []

    def again() -> bool:
        said = member.tend()
        happened.extend(said[1:] if said else [])
        return member.restarts == 1

    eventually(again, "it is started again")
    assert "said nothing" in happened[0]
    assert first.poll() == -9
    member.stop(patience_seconds=5)


def test_our_own_sleep_is_not_a_childs_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(pulse.time, "monotonic", lambda: now)
    one = pulse.Pulse()
    now += 3600
    assert one.silent_seconds() == 0
    now += 1
    assert one.silent_seconds() == 1
    os.write(one.writing, b".")
    assert one.silent_seconds() == 0
    one.handed_over()
    one.close()
