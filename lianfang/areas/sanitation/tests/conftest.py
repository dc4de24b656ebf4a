"""sanitation · tests' ground: units of the test's own, where a test does not stand on the ground's tree."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _units(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support import entries  # this file is read before Django has its settings

    if "tree" not in request.fixturenames:
        entries.plant(monkeypatch)
