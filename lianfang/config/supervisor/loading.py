"""config · supervisor: what whoever comes is told while tables and the demonstration are prepared: to wait."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lianfang.config.front import problems
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import w

STARTING = problem(
    "starting",
    503,
    w("正在启动，数据还在准备", "Starting: the data is being prepared"),
    w(
        "请稍候，页面会自动刷新；首次启动要装载演示数据，约需一两分钟",
        "Wait a moment, this page refreshes by itself; at a first start the demonstration takes a minute or two",
    ),
)
AGAIN_SECONDS, PATIENCE_SECONDS = 3, 5.0
_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{again}"><title>{says.zh} · {says.en}</title>
<style>body{{font:1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1b1a17;
background:#faf9f5}}h1{{font-size:1.5rem}}h2{{font-size:1.2rem;margin-top:2rem}}</style></head>
<body><main><h1>{says.zh}</h1><p>{remedy.zh}。</p>
<div lang="en"><h2>{says.en}</h2><p>{remedy.en}.</p></div></main></body></html>
"""


@contextmanager
def page(listening: socket.socket) -> Iterator[None]:
    """Inside, whoever connects is told to wait. The socket is the web's afterwards, with those who wait in it."""
    server = ThreadingHTTPServer(listening.getsockname()[:2], _Answer, bind_and_activate=False)
    server.socket.close()
    server.socket = listening.dup()
    server.server_activate()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Answer(BaseHTTPRequestHandler):
    timeout = PATIENCE_SECONDS

    def handle_one_request(self) -> None:
        """One answer, whatever is asked, and the connection is closed."""
        self.close_connection = True
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if self.raw_requestline and self.parse_request():
                self._answer()
        except OSError:  # gone, or too slow
            return

    def _answer(self) -> None:
        """In the form that was asked for: a page for a browser, else as the web itself refuses."""
        refused = Refused(STARTING)
        asked = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in self.headers.items()]
        status, headers, body = problems.rendered(refused, path=self.path, english=problems.english(asked))
        said = dict(headers)
        if "text/html" in self.headers.get("Accept", ""):
            body = _PAGE.format(again=AGAIN_SECONDS, says=refused.says, remedy=refused.remedy).encode()
            said |= {b"content-type": b"text/html; charset=utf-8", b"content-length": str(len(body)).encode()}
        self.send_response(status)
        for name, value in said.items():
            self.send_header(name.decode(), value.decode())
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nobody looks for these later."""
