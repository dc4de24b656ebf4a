"""config · kept pages: what a cache may keep for everybody, each process keeps for a second (decision 1086).

A page that many read at once is made once a second and not for each of them. Only what says itself that it is public is
kept; its readers' caches may keep it for a minute anyway.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

SECONDS = 1.0
PAGES_MOST, BYTES_MOST = 512, 512 * 1024  # as many pages, each at most so large
Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
# Whatever an answer may depend on: of two that differ in any of these, neither is given for the other.
_DEPENDS_ON = (
    "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", "HTTP_AUTHORIZATION",
    "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST",
)  # fmt: skip
_ASKS_FOR_A_PART = ("HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer, and until when it is given again."""

    until: float
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class KeptPages:
    """An application before which public pages are kept."""

    def __init__(self, application: Application, clock: Callable[[], float] = time.monotonic) -> None:
        self._application, self._clock = application, clock
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or any(environ.get(name) for name in _ASKS_FOR_A_PART):
            return self._application(environ, start_response)
        key = tuple(environ.get(name, "") for name in _DEPENDS_ON)
        found = self._kept.get(key)
        if found is not None and found.until > self._clock():
            start_response(found.status, [*found.headers])
            return [found.body]
        return self._made(key, environ, start_response)

    def _made(self, key: tuple[str, ...], environ: Environ, start_response: Start) -> Iterable[bytes]:
        said: list[Any] = []

        def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said[:] = [status, headers]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        answer = self._application(environ, started)
        if not said or getattr(answer, "streaming", True) or not _for_everybody(*said):
            return answer
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        if len(body) <= BYTES_MOST:
            self._keep(key, _Kept(self._clock() + SECONDS, said[0], tuple(said[1]), body))
        return [body]

    def _keep(self, key: tuple[str, ...], answer: _Kept) -> None:
        with self._lock:
            self._kept[key] = answer
            self._kept.move_to_end(key)
            while len(self._kept) > PAGES_MOST:
                self._kept.popitem(last=False)


def _for_everybody(status: str, headers: list[tuple[str, str]]) -> bool:
    """Whether an answer says that any cache may keep it; one that sets a cookie is somebody's."""
    said = {name.lower(): value for name, value in headers}
    return status.startswith("200 ") and "public" in said.get("cache-control", "") and "set-cookie" not in said
