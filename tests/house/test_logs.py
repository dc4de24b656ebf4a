"""tests · house: the log tells where a fault arose and never what stood in the variables there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from lianfang.config import logs
from lianfang.shell import sending
from tests.support.receivers import hook

TOKEN = "q7Zsecret-4711-key"


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    """Where this process's log goes for one test."""
    root = logging.getLogger()
    handlers, level, chosen = root.handlers, root.level, structlog.get_config()
    logs.configure(tmp_path, "trial")
    yield tmp_path / "trial.log"
    root.handlers, root.level = handlers, level
    structlog.configure(**chosen)


def test_a_fault_is_told_without_its_variables(written: Path) -> None:
    with hook() as outside:
        outside.status = 500
        address = f"json://user:{TOKEN}@127.0.0.1:{outside.port}/hooks/{TOKEN}"
        try:
            sending.send(address, "标题", "正文")
        except sending.NotDelivered:
            logging.getLogger("worker").exception("not delivered")
    said = written.read_text(encoding="utf-8")
    assert "NotDelivered" in said
    assert "sending.py" in said
    assert TOKEN not in said
