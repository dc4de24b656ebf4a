"""tests · run: a real installation: what is killed comes back, what is stopped is gone, one per data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from lianfang.config.supervisor import logfiles, network
from tests.support.running import Running, ended, environment, eventually, free_port

pytestmark = pytest.mark.processes


def test_each_member_that_is_killed_comes_back(standing: Running) -> None:
    for name in ("web", "worker", "server"):
        standing.comes_back(name, standing.kill(name))
    with standing.connect("app") as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("lianfang_app",)


def test_a_killed_web_process_is_replaced_while_the_other_answers(standing: Running) -> None:
    child = standing.member("web").children()[0]
    child.kill()
    eventually(lambda: ended(child.pid), "the process is gone")
    standing.wait_ready()
    eventually(lambda: len(standing.member("web").children()) >= 2, "there are two again")


def test_what_was_acknowledged_survives_a_killed_server(running: Running) -> None:
    with running.connect("owner") as connection:
        connection.execute("CREATE TABLE counted (n int)")
        connection.execute("INSERT INTO counted SELECT generate_series(1, 1000)")
    running.comes_back("server", running.kill("server"))
    with running.connect("owner") as connection:
        assert connection.execute("SELECT count(*) FROM counted").fetchone() == (1000,)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_nobody_behind(running: Running, sign: int) -> None:
    everyone = running.everyone()
    assert running.stop(sign) == 0
    assert [one for one in everyone if one.is_running()] == []
    assert "database system is shut down" in (running.data / "log" / "postgresql.out").read_text()


def test_a_killed_supervisor_takes_everyone_along_and_the_next_start_works(running: Running) -> None:
    everyone = running.everyone()
    running.process.kill()
    running.process.wait()
    eventually(lambda: all(ended(one.pid) for one in everyone), "everyone is gone")
    again = Running(running.data)
    try:
        again.wait_ready()
    finally:
        assert again.stop() == 0


def test_a_second_start_is_ready_within_five_seconds_and_keeps_the_data(running: Running) -> None:
    with running.connect("owner") as connection:
        connection.execute("CREATE TABLE kept (n int)")
    running.stop()
    began = time.monotonic()
    again = Running(running.data)
    try:
        again.wait_ready()
        seconds = time.monotonic() - began
        with again.connect("owner") as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        again.stop()
    # The promise is five seconds on an idle machine; tests may run beside others.
    assert seconds < 5 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_second_run_on_the_same_data_says_where_the_first_is(standing: Running) -> None:
    done = standing.command("run", "--port", "1")
    assert done.returncode == 2
    assert standing.address in done.stderr
    assert "已在运行" in done.stderr
    # Each of the two web processes still has its files, also for what it counts for the first time.
    assert all(network.answers(standing.address + page) for page in ("healthz", "metrics") * 8)


def test_whoever_empties_the_memory_s_folder_stops_no_page(running: Running) -> None:
    """A system may clear it when the last of a user's sessions ends."""
    logfiles.drop_metrics(running.data)
    assert all(network.answers(running.address + page) for page in ("healthz", "readyz", "metrics") * 4)


def test_a_taken_port_is_said_at_once(standing: Running) -> None:
    other = Running(standing.data.with_name("other"), "--port", str(standing.port))
    assert other.process.wait(30) == 2
    assert "PORT=" in other.said()


def test_short_commands_use_the_running_server_and_leave_it(standing: Running) -> None:
    server = standing.member("server").pid
    done = standing.command("init")
    assert done.returncode == 0, done.stderr
    assert standing.member("server").pid == server
    standing.wait_ready()


def test_a_stop_waits_for_another_command(running: Running) -> None:
    slow = subprocess.Popen(
        [*_lianfang(), "manage", "shell", "-c", "import time; print('in', flush=True); time.sleep(3); "
         "from django.db import connection; connection.cursor().execute('SELECT 1'); print('out')"],
        env=environment(running.data),
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert slow.stdout is not None
    while "in" not in slow.stdout.readline():
        assert slow.poll() is None
    assert running.stop() == 0
    assert "out" in slow.communicate()[0]
    assert slow.returncode == 0


def test_the_processes_run_as_they_should(standing: Running) -> None:
    server = standing.member("server")
    assert server.uids().real != 0
    listening = {one.laddr.port for one in server.net_connections("inet") if one.status == psutil.CONN_LISTEN}
    assert listening == set()
    assert (standing.data / "secrets.json").stat().st_mode & 0o077 == 0


def _lianfang() -> list[str]:
    return [sys.executable, "-m", "lianfang"]


def test_a_table_open_to_everybody_keeps_it_from_starting(running: Running) -> None:
    with running.connect("owner") as connection:
        connection.execute("DROP POLICY scope ON sanitation_clearance")
    running.stop()
    refused = running.command("run", "--empty", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "sanitation_clearance" in refused.stderr
    assert "lianfang init" in refused.stderr
    assert "sanitation_clearance" in running.command("init").stderr, "it says what it restored"
    again = Running(running.data)
    try:
        again.wait_ready()
    finally:
        assert again.stop() == 0
