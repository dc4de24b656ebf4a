"""tests · house: how often a page goes to the database: at most twenty times, whoever opens it.

Counted is what Django logs, as every test of the house counts: the session and its user among it. Not counted is the
setting that shows the connection for whom it works, which is sent for every request and read by every policy. What goes
along in one journey (`reading.in_step`) counts once, and has a bound of its own. A process that has just started reads
the playbook and the grants; it knows them for two seconds, and here for as long as a walk lasts, so that no count
depends on how fast the machine is.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.ground.access import queries as access

MOST, STATEMENTS_MOST = 20, 60
# Pages whose form must be of more questions, with how many and why. There is none.
MORE: dict[str, tuple[int, str]] = {}


def know_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process knows for two seconds is known for the whole walk."""
    monkeypatch.setattr(access, "_KNOWN_FOR_SECONDS", 1e6)
    monkeypatch.setattr(sys.modules["lianfang.playbook.current"], "KNOWN_FOR_SECONDS", 1e6)


class Counted:
    """What the pages of a walk asked: those that asked too much are `beyond`."""

    def __init__(self) -> None:
        self.beyond: list[str] = []

    def opened(self, name: str, client: Client, address: str, pattern: str = "") -> Any:
        """The answer of an address. Where it took too many questions it is opened again: the first time a process reads
        what it then knows."""
        most, _ = MORE.get(pattern, (MOST, ""))
        answer, asked = _counted(client, address)
        if len(asked) > most:
            answer, asked = _counted(client, address)
        sent = sum(1 + each.count(";\n") for each in asked)
        if len(asked) > most or sent > STATEMENTS_MOST:
            told = "\n".join(f"    {' '.join(each.split())[:110]}" for each in asked)
            self.beyond.append(f"{len(asked)} of {sent} statements: {name} {address}\n{told}")
        return answer


def _counted(client: Client, address: str) -> tuple[Any, list[str]]:
    with CaptureQueriesContext(connection) as made:
        answer = client.get(address)
    return answer, [each["sql"] or "" for each in made]  # Django has no text of some that it cannot compose again
