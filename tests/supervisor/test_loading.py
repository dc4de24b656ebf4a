"""tests · loading: while data is prepared, whoever comes is told to wait, each in his own form."""

from __future__ import annotations

import http.client
import json
import socket

import pytest

from lianfang.config.supervisor import loading, network


def _asked(port: int, method: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request(method, path, headers=headers)
    answer = link.getresponse()
    return answer, answer.read()


def test_whoever_comes_is_told_to_wait_in_his_own_form() -> None:
    listening = network.bound("127.0.0.1", 0)
    port = listening.getsockname()[1]
    with loading.page(listening):
        answer, body = _asked(port, "GET", "/", Accept="text/html,*/*")
        assert (answer.status, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
        assert answer.headers["Retry-After"] == "5"
        assert "页面会自动刷新" in body.decode()
        assert 'http-equiv="refresh"' in body.decode()
        answer, body = _asked(port, "POST", "/api/v1/entries", **{"Accept-Language": "en"})
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(body)["code"] == "starting"
        answer, body = _asked(port, "HEAD", "/readyz")
        assert (answer.status, body) == (503, b"")
        assert not network.answers(f"http://127.0.0.1:{port}/readyz")
        with socket.create_connection(("127.0.0.1", port)):  # who says nothing keeps nobody waiting
            assert _asked(port, "GET", "/")[0].status == 503
    listening.listen()
    with socket.create_connection(("127.0.0.1", port)) as waiting:
        taken, _ = listening.accept()
        taken.sendall(b"the web")
        assert waiting.recv(20) == b"the web"
        taken.close()
    listening.close()


def test_what_went_wrong_inside_is_raised_and_nobody_answers_any_more() -> None:
    listening = network.bound("127.0.0.1", 0)
    with pytest.raises(RuntimeError, match="no"), loading.page(listening):
        raise RuntimeError("no")
    port = listening.getsockname()[1]
    listening.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
