"""tests · ledger commands' ground: the command line in this process."""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import nullcontext
from typing import Any

import pytest


@pytest.fixture
def lianfang(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """The command in this process, on the tests' database; gives its exit code and what it printed as JSON."""
    from lianfang.config.cli import ready
    from lianfang.config.cli.main import main

    monkeypatch.setattr(ready, "django_ready", lambda args: nullcontext())

    def run(*words: str, given: bytes = b"") -> tuple[int, Any]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        capfd.readouterr()
        code = main([*words, "--data", os.environ["DATA"], "--json"])
        printed = capfd.readouterr().out.strip()
        return code, json.loads(printed) if printed else None

    return run
