"""publicity · tests' fixtures: an office with its people and places, and a town with its rumours."""

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


@pytest.fixture
def town(tree: dict[str, str], system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who registers, who follows, who signs, and a stranger; it is ten o'clock on the tenth of August."""
    from django.core.cache import cache

    from lianfang.areas.publicity.tests import town as here
    from lianfang.ground.testing import enlist
    from lianfang.kernel import clock

    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(here.NOW))
    cache.clear()
    enlist(system, here.PEOPLE)
