"""tests · opened: a site for others has no demonstration, and believes only the proxies that it names."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from lianfang.config import forwarded
from lianfang.config.cli import main as cli
from lianfang.config.supervisor import network, supervisor
from lianfang.config.supervisor.faults import CommandFault
from tests.support.running import environment

OPENING = {
    "LIANFANG_HOSTS": "lf.example.cn",
    "LIANFANG_ORIGINS": "https://lf.example.cn",
    "LIANFANG_HTTPS": "1",
    "LIANFANG_PROXIES": "10.0.0.0/24",
}


@pytest.mark.parametrize("name", OPENING)
def test_the_settings_shut_the_demonstration_as_soon_as_others_may_come(name: str, tmp_path: Path) -> None:
    """Whoever starts the web by himself, with LIANFANG_DEMO left over in his environment, opens nothing either."""
    code = "from django.conf import settings; print(settings.DEMO)"
    said = {}
    for value in ("", OPENING[name]):
        own = {"LIANFANG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "lianfang.config.settings", name: value}
        told = subprocess.run(
            [sys.executable, "-c", code], env={**environment(tmp_path), **own}, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        said[value] = told.stdout.strip()
    assert said == {"": "True", OPENING[name]: "False"}


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., supervisor.Plan]:
    """What `lianfang run` would start."""
    plans: list[supervisor.Plan] = []
    monkeypatch.setattr(supervisor.Supervisor, "run", lambda running, **_: plans.append(running.plan))

    def run(*words: str) -> supervisor.Plan:
        assert cli.main(["run", "--data", str(tmp_path), *words]) == 0
        return plans[-1]

    return run


def test_run_says_plainly_that_demonstration_logins_are_shut(
    planned: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in OPENING:
        monkeypatch.delenv(name, raising=False)
    assert planned().demo
    assert capsys.readouterr().err == ""
    assert not planned("--host", "0.0.0.0").demo
    assert "--host 0.0.0.0" in capsys.readouterr().err
    for name, value in OPENING.items():
        with monkeypatch.context() as patched:
            patched.setenv(name, value)
            plan = planned()
            assert not plan.demo
            assert plan.environment()["LIANFANG_DEMO"] == ""
            said = capsys.readouterr().err
            assert name in said
            assert "演示账号和演示令牌一律拒绝" in said
            assert "its logins and tokens are refused" in said
            assert ("未设 LIANFANG_PROXIES" in said) == (name in ("LIANFANG_ORIGINS", "LIANFANG_HTTPS"))


def test_a_word_that_is_no_network_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandFault) as refused:
        forwarded.networks(["10.0.0.1", "proxy.example"])
    assert "proxy.example" in refused.value.zh
    assert "proxy.example" in refused.value.en
    assert network.opened_to_others({"LIANFANG_PROXIES": " , ", "LIANFANG_HTTPS": "0"}) == []


@pytest.fixture
def arrives(settings: Any) -> Callable[..., dict[str, Any]]:
    """How a request looks to what stands behind `Forwarded`."""
    settings.PROXIES = forwarded.networks(["10.0.0.0/24", "fd00::/8"])
    settings.ALLOWED_HOSTS = ["testserver", "lf.example.cn"]

    def send(peer: str, **headers: str) -> dict[str, Any]:
        seen: dict[str, Any] = {}

        def page(request: HttpRequest) -> HttpResponse:
            seen.update(
                address=forwarded.client_address(request), secure=request.is_secure(), host=request.get_host(),
                left=sorted(name for name in request.headers if "Forwarded" in name),
            )  # fmt: skip
            return HttpResponse()

        forwarded.Forwarded(page)(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))
        return seen

    return send


EVERYTHING = {
    "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "lf.example.cn",
    "X-Forwarded-Port": "443", "Forwarded": "for=198.51.100.7",
}  # fmt: skip


def test_a_stranger_s_word_about_himself_is_taken_off(arrives: Any) -> None:
    assert arrives("203.0.113.5", **EVERYTHING) == {
        "address": "203.0.113.5", "secure": False, "host": "testserver", "left": [],
    }  # fmt: skip


def test_a_named_proxy_is_believed_about_whom_it_speaks_for(arrives: Any) -> None:
    seen = arrives("10.0.0.5", **EVERYTHING)
    assert (seen["address"], seen["secure"], seen["host"]) == ("198.51.100.7", True, "lf.example.cn")
    assert seen["left"] == ["X-Forwarded-Proto"]


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("1.2.3.4, 198.51.100.7", "198.51.100.7"),  # what stands left of him he wrote himself
        ("1.2.3.4, 198.51.100.7, 10.0.0.9", "198.51.100.7"),  # two proxies of ours, one behind the other
        ("10.0.0.8, 10.0.0.9", "10.0.0.8"),
        ("198.51.100.7:51234", "198.51.100.7"),
        ("[2001:db8::1]:443, fd00::2", "2001:db8::1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("198.51.100.7, unknown", "10.0.0.5"),
        ("", "10.0.0.5"),
    ],
)
def test_the_client_is_the_rightmost_hop_that_is_no_proxy_of_ours(arrives: Any, chain: str, client: str) -> None:
    assert arrives("10.0.0.5", **{"X-Forwarded-For": chain})["address"] == client


def test_a_connection_without_an_address_is_nobody_s_proxy(arrives: Any) -> None:
    assert arrives("", **EVERYTHING)["address"] == ""
