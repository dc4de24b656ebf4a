"""governance · tests' fixtures: the office with its people, on the ground's tree."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def office(tree: dict[str, str], system: Any) -> None:
    """XJCG, T161 and its subordinates with their people."""
    from lianfang.areas.governance.tests.office import PEOPLE
    from lianfang.ground.testing import enlist

    enlist(system, PEOPLE)
