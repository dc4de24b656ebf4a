"""tests · supervisor: a public page is made once a second however many read it, and nobody's page is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lianfang.config import kept_pages
from lianfang.config.kept_pages import KeptPages


class _Answer:
    """What Django gives the server."""

    streaming = False

    def __init__(self, body: bytes) -> None:
        self._body, self.closed = body, False

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    def close(self) -> None:
        self.closed = True


class _House:
    """An application that counts what it makes."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.headers = [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=60")]
        self.status, self.now = "200 OK", 100.0
        self.front = KeptPages(self, lambda: self.now)
        self.answers: list[_Answer] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.made.append(environ["PATH_INFO"])
        start_response(self.status, self.headers)
        self.answers.append(_Answer(f"{environ['PATH_INFO']} {len(self.made)}".encode()))
        return self.answers[-1]

    def ask(self, path: str = "/paper/", method: str = "GET", **more: str) -> tuple[str, bytes]:
        said: list[str] = []
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "x", "wsgi.url_scheme": "http", **more}
        body = b"".join(self.front(environ, lambda status, headers: said.append(status)))
        return said[0], body


def test_a_public_page_is_made_once_a_second() -> None:
    house = _House()
    assert {house.ask() for _ in range(50)} == {("200 OK", b"/paper/ 1")}
    assert all(each.closed for each in house.answers)
    house.now += kept_pages.SECONDS
    assert house.ask() == ("200 OK", b"/paper/ 2")


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/paper/about/"}, {"HTTP_HOST": "y"}, {"HTTP_COOKIE": "lianfang_language=en"},
        {"HTTP_ACCEPT_LANGUAGE": "en"}, {"QUERY_STRING": "q=1"}, {"wsgi.url_scheme": "https"},
        {"HTTP_ACCEPT_ENCODING": "gzip"}, {"method": "POST"}, {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_IF_NONE_MATCH": '"a"'},
    ],
    ids=str,
)  # fmt: skip
def test_what_may_differ_is_made_anew(other: dict[str, Any]) -> None:
    house = _House()
    house.ask()
    house.ask(**other)
    assert len(house.made) == 2


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("200 OK", ("Cache-Control", "no-store")), ("200 OK", ("Cache-Control", "private, max-age=60")),
        ("200 OK", ("Set-Cookie", "sessionid=1")), ("404 Not Found", ("X", "y")), ("429 Too Many", ("X", "y")),
    ],
)  # fmt: skip
def test_what_is_somebodys_is_not_kept(status: str, header: tuple[str, str]) -> None:
    house = _House()
    house.status = status
    house.headers = [each for each in house.headers if each[0] != header[0]] + [header]
    assert house.ask() != house.ask()


def test_what_streams_goes_through_and_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    house = _House()
    monkeypatch.setattr(_Answer, "streaming", True)
    assert house.ask() != house.ask()
    monkeypatch.setattr(_Answer, "streaming", False)
    monkeypatch.setattr(kept_pages, "PAGES_MOST", 3)
    for number in range(9):
        house.ask(f"/paper/{number}/")
    assert len(house.front._kept) == 3
    monkeypatch.setattr(kept_pages, "BYTES_MOST", 3)
    assert house.ask("/paper/large/") != house.ask("/paper/large/")
