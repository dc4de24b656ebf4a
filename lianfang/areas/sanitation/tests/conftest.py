"""sanitation · tests' ground: units of the test's own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _units(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support import entries  # this file is read before Django has its settings

    entries.plant(monkeypatch)
