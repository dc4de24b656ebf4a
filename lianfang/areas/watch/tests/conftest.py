"""watch · tests' fixtures: the room with its people, on the ground's tree."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def room(tree: dict[str, str], system: Any) -> None:
    """T161 with its people; no watch is open yet."""
    from lianfang.areas.watch.tests.room import PEOPLE
    from lianfang.ground.testing import enlist

    enlist(system, PEOPLE)


@pytest.fixture
def staffed(room: None) -> None:
    """The watch of T161 is open and has its people from the night of 9 August to the day of the 11th."""
    from lianfang.areas.watch.tests import room as of

    of.staffed()
