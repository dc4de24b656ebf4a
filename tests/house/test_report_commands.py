"""house · tests of `lianfang report` and `lianfang status`: the command line says what the pages say."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lianfang.kernel import clock


@pytest.fixture
def town(owner_conn: psycopg.Connection[Any], db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reports' own town, an hour after the window closed."""
    from lianfang.areas.reporting.tests import town

    town.stand_in(owner_conn, monkeypatch)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(town.WINDOW_CLOSED))
    town.open_tree()


@contextmanager
def _ready(args: argparse.Namespace) -> Iterator[None]:
    """The database of the tests is there already."""
    yield


@pytest.mark.usefixtures("town")
def test_the_command_line_says_the_same(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    from lianfang.areas.reporting.tests.town import DAY, confirm, say
    from lianfang.config.cli import ready
    from lianfang.config.cli.commands import report, status

    monkeypatch.setattr(ready, "django_ready", _ready)
    say("T161-LOG", "H2", 0, 40, 40)
    confirm("T161-LOG")
    asked = {"unit": "T161-LOG", "date": DAY, "form": "daily", "lang": "zh-hans", "json": True, "out": None}
    assert report.run(argparse.Namespace(**asked, format=None)) == 0
    told = json.loads(capsysbinary.readouterr().out)
    assert {m["code"]: m["state"] for m in told["measures"]}["H2"] == "zero_confirmed"
    for kind, magic in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        out = tmp_path / f"r.{kind}"
        assert report.run(argparse.Namespace(**{**asked, "json": False, "out": out}, format=kind)) == 0
        assert out.read_bytes().startswith(magic)
    assert report.run(argparse.Namespace(**{**asked, "unit": "XJCG"}, format=None)) == 1
    capsysbinary.readouterr()
    assert status.run(argparse.Namespace(unit="T161", date=DAY, form="daily", json=True)) == 0
    assert json.loads(capsysbinary.readouterr().out)["on_time"] == 1
