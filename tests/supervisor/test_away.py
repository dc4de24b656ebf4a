"""tests · away: a database that is really stopped, and every surface of a running family meanwhile."""

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
from tests.support.family import RunningFamily, eventually

pytestmark = pytest.mark.family

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
def stopped(family: RunningFamily) -> Iterator[None]:
    """The database is down for as long as the block lasts: whoever would start it again is held."""
    os.kill(family.process.pid, signal.SIGSTOP)
    try:
        server = family.member("server")
        backends = server.children(recursive=True)
        server.send_signal(signal.SIGQUIT)
        psutil.wait_procs(backends, timeout=30)
        eventually(lambda: server.status() == psutil.STATUS_ZOMBIE, "the database is down")
        yield
    finally:
        os.kill(family.process.pid, signal.SIGCONT)


def test_nobody_is_told_500_while_the_database_is_down(family: RunningFamily) -> None:
    at = family.address
    for _ in range(4):  # both web processes have a connection that will break
        assert ask(at + "api/v1/units", BEARER)[0] == 401
        assert ask(at, COOKIE)[0] == 200
    with stopped(family):
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
    family.wait_ready()
    assert ask(at + "api/v1/units", BEARER)[0] == 401
