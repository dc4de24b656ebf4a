"""tests · run: a real family: what is killed comes back, what is stopped is gone, one per data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from lianfang.config.supervisor import logfiles, network
from tests.support.family import RunningFamily, environment, eventually, free_port

pytestmark = pytest.mark.family


def test_each_member_that_is_killed_comes_back(family: RunningFamily) -> None:
    for name in ("web", "worker", "server"):
        family.comes_back(name, family.kill(name))
    with family.connect("app") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("lianfang_app",)


def test_a_killed_web_process_is_replaced_while_the_other_answers(family: RunningFamily) -> None:
    child = family.member("web").children()[0]
    child.kill()
    eventually(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the process is gone")
    family.wait_ready()
    eventually(lambda: len(family.member("web").children()) >= 2, "there are two again")


def test_what_was_acknowledged_survives_a_killed_server(family: RunningFamily) -> None:
    with family.connect("owner") as connection:
        connection.execute("CREATE TABLE counted (n int)")
        connection.execute("INSERT INTO counted SELECT generate_series(1, 1000)")
    family.comes_back("server", family.kill("server"))
    with family.connect("owner") as connection:
        assert connection.execute("SELECT count(*) FROM counted").fetchone() == (1000,)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_nobody_behind(family: RunningFamily, sign: int) -> None:
    everyone = family.everyone()
    assert family.stop(sign) == 0
    assert [one for one in everyone if one.is_running()] == []
    assert "database system is shut down" in (family.data / "log" / "postgresql.out").read_text()


def test_a_killed_supervisor_takes_everyone_along_and_the_next_start_works(family: RunningFamily) -> None:
    everyone = family.everyone()
    family.process.kill()
    family.process.wait()
    eventually(lambda: not [one for one in everyone if _lives(one)], "everyone is gone")
    again = RunningFamily(family.data)
    try:
        again.wait_ready()
    finally:
        assert again.stop() == 0


def test_a_second_start_is_ready_within_five_seconds_and_keeps_the_data(family: RunningFamily) -> None:
    with family.connect("owner") as connection:
        connection.execute("CREATE TABLE kept (n int)")
    family.stop()
    began = time.monotonic()
    again = RunningFamily(family.data)
    try:
        again.wait_ready()
        seconds = time.monotonic() - began
        with again.connect("owner") as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        again.stop()
    # The promise is five seconds on an idle machine; tests may run beside others.
    assert seconds < 5 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_second_family_on_the_same_data_says_where_the_first_is(family: RunningFamily) -> None:
    done = family.command("run", "--port", "1")
    assert done.returncode == 2
    assert family.address in done.stderr
    assert "已在运行" in done.stderr
    # Each of the two web processes still has its files, also for what it counts for the first time.
    assert all(network.answers(family.address + page) for page in ("healthz", "metrics") * 8)


def test_whoever_empties_the_memory_s_folder_stops_no_page(family: RunningFamily) -> None:
    """A system may clear it when the last of a user's sessions ends."""
    logfiles.drop_metrics(family.data)
    assert all(network.answers(family.address + page) for page in ("healthz", "readyz", "metrics") * 4)


def test_a_taken_port_is_said_at_once(family: RunningFamily) -> None:
    other = RunningFamily(family.data.with_name("other"), "--port", str(family.port))
    assert other.process.wait(30) == 2
    assert "PORT=" in other.said()


def test_short_commands_use_the_running_server_and_leave_it(family: RunningFamily) -> None:
    server = family.member("server").pid
    done = family.command("init")
    assert done.returncode == 0, done.stderr
    assert family.member("server").pid == server
    family.wait_ready()


def test_a_stop_waits_for_another_command(family: RunningFamily) -> None:
    slow = subprocess.Popen(
        [*_lianfang(), "manage", "shell", "-c", "import time; print('in', flush=True); time.sleep(3); "
         "from django.db import connection; connection.cursor().execute('SELECT 1'); print('out')"],
        env=environment(family.data),
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert slow.stdout is not None
    while "in" not in slow.stdout.readline():
        assert slow.poll() is None
    assert family.stop() == 0
    assert "out" in slow.communicate()[0]
    assert slow.returncode == 0


def test_the_processes_run_as_they_should(family: RunningFamily) -> None:
    server = family.member("server")
    assert server.uids().real != 0
    listening = {one.laddr.port for one in server.net_connections("inet") if one.status == psutil.CONN_LISTEN}
    assert listening == set()
    assert (family.data / "secrets.json").stat().st_mode & 0o077 == 0


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _lianfang() -> list[str]:
    return [sys.executable, "-m", "lianfang"]


def test_a_table_open_to_everybody_keeps_it_from_starting(family: RunningFamily) -> None:
    with family.connect("owner") as connection:
        connection.execute("DROP POLICY scope ON sanitation_clearance")
    family.stop()
    refused = family.command("run", "--empty", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "sanitation_clearance" in refused.stderr
    assert "lianfang init" in refused.stderr
    assert "sanitation_clearance" in family.command("init").stderr, "it says what it restored"
    again = RunningFamily(family.data)
    try:
        again.wait_ready()
    finally:
        assert again.stop() == 0
