"""tests · away: a database that is really stopped, and every surface of a running installation meanwhile."""

from __future__ import annotations

import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

import psutil
import pytest

from lianfang.shell import assets
from tests.support.running import Running, ended, eventually

pytestmark = pytest.mark.processes

COOKIE = {"Cookie": "lianfang_session=" + "a" * 32}
BEARER = {"Authorization": "Bearer lf_of-a-device"}


def ask(address: str, headers: dict[str, str], body: bytes | None = None) -> tuple[int, Message, str]:
    """Status, headers and body of an answer, whatever it is."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=30)
    except urllib.error.HTTPError as refused:
        answer = refused  # type: ignore[assignment]
    with answer:
        return answer.status, answer.headers, answer.read().decode(errors="replace")


@contextmanager
def stopped(running: Running) -> Iterator[None]:
    """The database is down for as long as the block lasts: whoever would start it again is held."""
    os.kill(running.process.pid, signal.SIGSTOP)
    try:
        server = running.member("server")
        backends = server.children(recursive=True)
        server.send_signal(signal.SIGQUIT)
        psutil.wait_procs(backends, timeout=30)
        eventually(lambda: ended(server.pid), "the database is down")
        yield
    finally:
        os.kill(running.process.pid, signal.SIGCONT)


def test_nobody_is_told_500_while_the_database_is_down(running: Running) -> None:
    at = running.address
    for _ in range(4):  # both web processes have a connection that will break
        assert ask(at + "api/v1/units", BEARER)[0] == 401
        assert ask(at, COOKIE)[0] == 200
    with stopped(running):
        for _ in range(4):
            for path, body in (("api/v1/units", None), ("api/v1/entries", b"{}")):
                status, headers, text = ask(at + path, {**BEARER, "Content-Type": "application/json"}, body)
                assert (status, headers["Content-Type"]) == (503, "application/problem+json")
                assert (json.loads(text)["code"], headers["Retry-After"]) == ("busy", "5")
            for path, more in (("", {}), ("ledger/", {"HX-Request": "true"}), ("screening/roll-call/export.xlsx", {})):
                status, headers, text = ask(at + path, {**COOKIE, **more})
                assert (status, headers.get_content_type(), headers["Retry-After"]) == (503, "text/html", "5")
                assert "数据库正忙或正在恢复" in text
                assert "The database is busy or recovering" in text
            assert ask(at + "healthz", COOKIE)[0] == 200
            assert ask(at + assets.url("mark.svg").lstrip("/"), COOKIE)[0] == 200
            status, headers, text = ask(at + "readyz", COOKIE)
            assert (status, json.loads(text)["ready"], headers["Retry-After"]) == (503, False, "5")
    running.wait_ready()
    assert ask(at + "api/v1/units", BEARER)[0] == 401
