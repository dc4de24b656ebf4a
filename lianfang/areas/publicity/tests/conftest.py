"""publicity · tests' fixtures: an office with its people and places, on the ground's tree."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def office(tree: dict[str, str], system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editors, who signs, and somebody at the places."""
    from lianfang.areas.publicity.tests import office as room
    from lianfang.kernel import clock

    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(room.NOW))
    room.begin(system)
