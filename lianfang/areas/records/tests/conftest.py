"""records · tests' ground: the kinds of the playbook of invention, over units and places of the tests' own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _river_town(monkeypatch: pytest.MonkeyPatch) -> None:
    from lianfang.kernel import ports  # this file is read before Django has its settings
    from tests.support import declared, entries

    entries.plant(monkeypatch)
    sorts = {"SHED": "warehouse"}
    monkeypatch.setattr(ports.PORTS, "known_places", lambda codes: {c: sorts.get(c, "lift") for c in codes})
    declared.install(monkeypatch)
