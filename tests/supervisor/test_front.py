"""tests · front: connections that are idle, slow, half-sent, too many or too large, and everybody else beside them."""

from __future__ import annotations

import ipaddress
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from lianfang.config.front import bounds
from lianfang.config.supervisor.faults import CommandFault
from tests.support.front import Environ, Line, front

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems answer on 127.0.0.1 only")
HALF = (
    "POST /api/v1/entries HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n["
)


class Recorder:
    """An application that keeps what it was asked with, and answers with a body of a given size."""

    def __init__(self, size: int = 2) -> None:
        self.asked: list[tuple[Environ, bytes]] = []
        self._size = size

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> list[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.asked.append((environ, environ["wsgi.input"].read(length)))
        size = self._size if environ["PATH_INFO"] != "/small" else 2
        start("200 OK", [("Content-Length", str(size))])
        return [b"x" * size]


def trickle(line: Line, words: str) -> threading.Thread:
    """Sends a byte each fifth of a second, until the other side has closed."""

    def send() -> None:
        for letter in words * 1000:
            try:
                line.send(letter)
            except OSError:
                return
            time.sleep(0.2)

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    return thread


def received(line: Line) -> int:
    """How many bytes arrive before the other side hangs up, in whatever way."""
    got = 0
    with suppress(ConnectionError):
        while piece := line.socket.recv(1 << 20):
            got += len(piece)
    return got


def test_many_idle_connections_cost_nobody_anything() -> None:
    with front(threads=1) as port:
        idle = [Line(port) for _ in range(40)]
        kept = [Line(port).get("/kept") for _ in range(40)]
        assert [line.answer()[0] for line in kept] == [200] * 40
        with Line(port) as other:
            assert other.get("/other").answer()[1].endswith("/other")
        assert [line.get("/later").answer()[0] for line in [*idle, *kept]] == [200] * 80


def test_half_sent_bodies_take_no_thread_and_reach_no_page() -> None:
    app = Recorder()
    with front(app, threads=1) as port:
        half = [Line(port).send(HALF) for _ in range(40)]
        with Line(port) as other:
            assert other.get("/other").answer()[0] == 200
        assert [environ["PATH_INFO"] for environ, _ in app.asked] == ["/other"]
        assert len(half) == 40


def test_a_body_that_stops_is_cut_with_a_problem() -> None:
    app = Recorder()
    with front(app, body_seconds=0.5) as port, Line(port) as line:
        status, said = line.send(HALF).answer()
        assert status == 408
        assert "application/problem+json" in said
        assert '"code": "body_too_slow"' in said
        assert line.ends()
    assert app.asked == []


def test_a_body_that_only_trickles_is_cut_too() -> None:
    with front(body_seconds=1.0) as port, Line(port) as line:
        trickle(line.send(HALF), " ")
        assert line.answer()[0] == 408
        assert line.ends()


def test_a_body_that_comes_slowly_but_steadily_is_taken() -> None:
    app = Recorder()
    with front(app, body_seconds=0.6, body_bytes_per_second=100) as port, Line(port) as line:
        line.send(HALF)
        for _ in range(5):
            time.sleep(0.2)
            line.send("x" * 99)
        line.send("x" * 4)
        assert line.answer()[0] == 200
    assert app.asked[0][1] == b"[" + b"x" * 499


@pytest.mark.parametrize("first", ["GET /", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: "])
def test_a_head_that_stops_or_trickles_is_cut(first: str) -> None:
    with front(head_seconds=1.0) as port, Line(port) as stopped, Line(port) as slow:
        stopped.send(first)
        trickle(slow.send(first), "a")
        assert stopped.answer()[0] == slow.answer()[0] == 408
        assert stopped.ends()
        assert slow.ends()


def test_idle_connections_are_closed_in_time() -> None:
    with front(idle_seconds=1.0) as port, Line(port) as silent, Line(port) as kept:
        assert kept.get().answer()[0] == 200
        assert silent.ends()
        assert kept.ends()


def test_who_does_not_read_keeps_no_thread_and_is_cut() -> None:
    with front(Recorder(40_000_000), threads=1, unread_seconds=1.0) as port, Line(port) as deaf:
        deaf.get("/large")
        with Line(port) as other:
            assert other.get("/small").answer()[0] == 200
        time.sleep(4)
        assert received(deaf) < 40_000_000


def test_a_large_answer_arrives_whole() -> None:
    with front(Recorder(5_000_000)) as port, Line(port) as line:
        status, said = line.get("/large").answer()
        assert status == 200
        assert said.endswith("x" * 5_000_000)
        assert line.get("/small").answer()[0] == 200


@only_linux
def test_one_address_holds_only_so_many_and_is_told_so() -> None:
    with front(per_address=5) as port:
        held = [Line(port) for _ in range(5)]
        assert [line.get().answer()[0] for line in held] == [200] * 5
        with Line(port) as more:
            status, said = more.answer()
            assert status == 429
            assert "retry-after: 5" in said
            assert "连接已达 5 个" in said
            assert "holds 5 connections" in said
            assert more.ends()
        with Line(port, source="127.0.0.2") as other:
            assert other.get().answer()[0] == 200
        held.pop().close()
        with Line(port) as again:
            assert again.get().answer()[0] == 200


def test_a_bound_that_is_no_number_is_said_in_a_sentence() -> None:
    assert bounds.per_address("") == 1500
    assert bounds.per_address("40") == 40
    for word in ("many", "-1", "0", "٤٠"):
        with pytest.raises(CommandFault, match="LIANFANG_PER_ADDRESS"):
            bounds.per_address(word)


def test_behind_a_proxy_of_ours_its_address_is_not_counted() -> None:
    with front(per_address=2, proxies=[ipaddress.ip_network("127.0.0.0/8")]) as port:
        lines = [Line(port) for _ in range(20)]
        assert [line.get().answer()[0] for line in lines] == [200] * 20


@only_linux
def test_behind_a_proxy_of_ours_turns_are_counted_by_whom_it_speaks_for() -> None:
    under_way, go_on = threading.Semaphore(0), threading.Event()

    def app(environ: Environ, start: Callable[..., Any]) -> list[bytes]:
        under_way.release()
        if environ["PATH_INFO"] == "/slow":
            go_on.wait(30)
        start("200 OK", [("Content-Length", "0")])
        return [b""]

    with front(app, threads=2, proxies=[ipaddress.ip_network("127.0.0.0/8")]) as port:
        slow = [Line(port).get("/slow", **{"X-Forwarded-For": "6.6.6.6, 198.51.100.7"}) for _ in range(4)]
        under_way.acquire(timeout=30)
        with Line(port) as other:
            assert other.get("/", **{"X-Forwarded-For": "203.0.113.5"}).answer()[0] == 200
        go_on.set()
        assert [line.answer()[0] for line in slow] == [200] * 4


def test_when_all_is_full_the_longest_idle_makes_room() -> None:
    with front(connections=4) as port:
        lines = [Line(port) for _ in range(4)]
        assert [line.get().answer()[0] for line in lines] == [200] * 4
        with Line(port) as newcomer:
            assert newcomer.get().answer()[0] == 200
        assert lines[0].ends()
        assert lines[3].get().answer()[0] == 200


def test_a_body_or_head_that_is_too_large_is_refused_by_name() -> None:
    with front(body_bytes=1000) as port:
        with Line(port) as line:
            status, said = line.send("POST /api/v1/x HTTP/1.1\r\nHost: l\r\nContent-Length: 1001\r\n\r\n").answer()
            assert status == 413
            assert '"code": "too_large"' in said
        with Line(port) as line:
            line.send("POST / HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x" * 1001 + "\r\n")
            assert line.answer()[0] == 413
        with Line(port) as line:
            for _ in range(4):
                line.send("GET / HTTP/1.1\r\nHost: l\r\nX: " if not _ else "x" * 30_000)
                time.sleep(0.1)
            assert line.answer()[0] == 431


def test_the_page_learns_the_true_peer_and_no_header_that_only_looks_like_a_proxys() -> None:
    app = Recorder()
    with front(app) as port, Line(port) as line:
        line.get("/x", X__Forwarded__For="10.9.8.7", **{"X-Forwarded-Proto": "https"}).answer()
    environ = app.asked[0][0]
    assert environ["REMOTE_ADDR"] == "127.0.0.1"
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["HTTP_X_FORWARDED_PROTO"] == "https"
    assert environ["wsgi.url_scheme"] == "http"


def test_a_body_in_pieces_arrives_with_its_length() -> None:
    app = Recorder()
    with front(app) as port, Line(port) as line:
        line.send("POST /x HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        assert line.answer()[0] == 200
    environ, body = app.asked[0]
    assert body == b"abcde"
    assert environ["CONTENT_LENGTH"] == "5"
    assert "HTTP_TRANSFER_ENCODING" not in environ


def test_a_page_that_fails_in_the_middle_is_a_whole_500() -> None:
    def app(environ: Environ, start: Callable[..., Any]) -> Iterator[bytes]:
        start("200 OK", [("Content-Type", "text/csv")])
        yield b"half of it"
        raise RuntimeError("in the middle")

    with front(app) as port, Line(port) as line:
        status, said = line.get().answer()
        assert status == 500
        assert "half of it" not in said
        assert "请重试" in said


def test_two_requests_at_once_on_one_connection_are_answered_in_order() -> None:
    with front() as port, Line(port) as line:
        line.send("GET /1 HTTP/1.1\r\nHost: l\r\n\r\nGET /2 HTTP/1.1\r\nHost: l\r\n\r\n")
        said = ""
        while "/2" not in said:
            said += line.socket.recv(65536).decode()
        assert said.index("/1") < said.index("/2")
