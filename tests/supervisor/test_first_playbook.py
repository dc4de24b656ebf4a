"""tests · the first playbook: an empty installation is told by which it works, or says which there are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lianfang.config.cli import first_playbook
from lianfang.config.supervisor.faults import CommandFault


@pytest.fixture
def in_force(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    said = {"code": ""}
    monkeypatch.setattr(first_playbook, "_in_force", lambda data: said["code"])
    monkeypatch.setenv("LIANFANG_PLAYBOOK", "")
    return said


def _chosen(told: str | None, *, ask: bool = True) -> str:
    first_playbook.choose(Path(), told, ask=ask)
    return os.environ.get("LIANFANG_PLAYBOOK", "")


def test_without_a_terminal_it_is_refused_with_what_there_is(in_force: dict[str, str]) -> None:
    with pytest.raises(CommandFault) as fault:
        _chosen(None)
    assert "--playbook CODE" in fault.value.en
    assert "covid-2020, " in fault.value.en
    assert "influenza-school" in fault.value.zh


def test_a_code_that_there_is_not_is_refused(in_force: dict[str, str]) -> None:
    with pytest.raises(CommandFault, match="plague-1665"):
        _chosen("plague-1665")


def test_it_is_as_told_by_word_or_by_the_environment(in_force: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert _chosen("influenza-school") == "influenza-school"
    monkeypatch.setenv("LIANFANG_PLAYBOOK", "covid-2020")
    assert _chosen(None) == "covid-2020"


def test_nothing_is_asked_of_the_demonstration_nor_where_one_is_in_force(in_force: dict[str, str]) -> None:
    assert _chosen(None, ask=False) == ""
    in_force["code"] = "covid-2020"
    assert _chosen(None) == ""
    with pytest.raises(CommandFault, match="playbook apply"):
        _chosen("influenza-school")
