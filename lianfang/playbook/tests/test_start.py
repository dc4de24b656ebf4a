"""playbook · tests: by which playbook a process begins while the database is away."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from lianfang.playbook import Playbook, current, start


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the database answers, one after the other; the last again and again."""
    answers: list[Any] = [OperationalError("starting up")]

    def asked() -> Playbook:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    monkeypatch.setattr(start, "current", asked)
    monkeypatch.setattr(start.time, "sleep", lambda seconds: None)
    return answers


def test_a_command_without_a_database_goes_by_the_settings(away: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    named = current()
    monkeypatch.setattr(start, "named", lambda: named)
    assert start.at_start.__wrapped__() is named


def test_a_process_that_serves_waits_for_what_is_in_force(away: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_serves", True)
    in_force = current().model_copy()
    away.extend([OperationalError("starting up"), in_force])
    assert start.at_start.__wrapped__() is in_force


def test_a_process_that_serves_does_not_begin_by_a_guess(away: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "_serves", True)
    monkeypatch.setattr(start, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(OperationalError):
        start.at_start.__wrapped__()
