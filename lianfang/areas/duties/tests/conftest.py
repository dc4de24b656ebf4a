"""duties · tests' ground: the cast's tree with the estate's places, and 15:40 on 10 August."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def estate(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The tree with four places of the property company; it is 15:40 on 10 August."""
    from lianfang.areas.duties.tests import scene
    from lianfang.kernel import clock

    scene.open_estate()
    now: Any = clock.FixedClock(scene.at(15, 40))
    monkeypatch.setattr(clock, "current", lambda: now)
    return tree
