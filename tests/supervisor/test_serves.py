"""tests · serves: a process that lives and does not serve is noticed and replaced; one that is killed is not missed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from lianfang.config.supervisor import network
from tests.support.front import Line
from tests.support.running import Running, ended, eventually

pytestmark = pytest.mark.processes


@contextmanager
def visitors(running: Running) -> Iterator[list[str]]:
    """Somebody new asks /readyz again and again meanwhile; gives what went wrong, so far."""
    wrong: list[str] = []
    over = threading.Event()

    def visit() -> None:
        while not over.wait(0.1):
            try:
                with Line(running.port) as line:
                    status, said = line.get("/readyz", Connection="close").answer()
                    if status != 200:
                        wrong.append(said)
            except OSError as fault:
                wrong.append(repr(fault))

    thread = threading.Thread(target=visit)
    thread.start()
    try:
        yield wrong
    finally:
        over.set()
        thread.join()


def web_processes(running: Running) -> list[int]:
    """The numbers of those that answer."""
    try:
        return [child.pid for child in running.member("web").children()]
    except (LookupError, psutil.NoSuchProcess):
        return []


def test_a_stopped_web_process_is_replaced(standing: Running) -> None:
    stopped = web_processes(standing)[0]
    os.kill(stopped, signal.SIGSTOP)
    eventually(lambda: ended(stopped), "it is gone")
    eventually(lambda: len(web_processes(standing)) == 2, "there are two again")
    standing.wait_ready()


def test_nobody_misses_a_web_master_that_is_killed_or_stopped(standing: Running) -> None:
    for sign in (signal.SIGKILL, signal.SIGSTOP):
        master, before = standing.member("web").pid, web_processes(standing)
        with visitors(standing) as wrong:
            os.kill(master, sign)
            standing.comes_back("web", master)
            eventually(lambda: len(web_processes(standing)) == 2, "its successor has two of its own")
            eventually(lambda before=before: all(ended(one) for one in before), "the former ones have gone")
        assert wrong == []


def test_a_stopped_job_worker_is_replaced(standing: Running) -> None:
    stopped = standing.member("worker").pid
    log = standing.data / "log" / "worker.log"
    eventually(lambda: log.exists() and "Starting worker" in log.read_text(), "it works")
    os.kill(stopped, signal.SIGSTOP)
    standing.comes_back("worker", stopped)
    assert ended(stopped)


def test_all_that_answers_killed_at_once_is_back_and_so_is_the_database_time_after_time(running: Running) -> None:
    took = []
    for _ in range(3):
        everybody = [running.member("web"), *running.member("web").children(), running.member("server")]
        began = time.monotonic()
        for one in everybody:
            one.kill()
        eventually(lambda: network.answers(running.address + "readyz"), "served again")
        took.append(round(time.monotonic() - began, 1))
        running.wait_ready()
    print({"all_killed_seconds": took})
    assert "starting it again" in running.said()
