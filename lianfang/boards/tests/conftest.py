"""boards · tests' fixtures: the team of `scene.py`, and the moment at which every page stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from lianfang.kernel import clock, ids, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor

if TYPE_CHECKING:
    from lianfang.boards.tests.scene import Scene
    from lianfang.ground.access.roles import Role


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """`standing(moment)`: from now on it is that moment for every page."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(moment))

    return stand


@pytest.fixture
def tree(db: None, system: Actor) -> dict[str, str]:
    """The bureau, its team and five units; the community stands apart."""
    from lianfang.boards.tests.scene import PLACES, UNITS
    from lianfang.ground.places import actions as places
    from lianfang.ground.testing import OPENED_AT
    from lianfang.ground.units import actions as units

    at = clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        opened = units.open_units(system, UNITS, at=at, origin=Origin.REPLAY)
        places.open_places(system, PLACES, opened_at=OPENED_AT, at=at)
    return {each.code: each.path for each in opened}


@pytest.fixture
def scene(tree: dict[str, str], system: Actor, standing: Callable[[datetime], None]) -> Scene:
    """The team with its people; it is 17:10."""
    from lianfang.boards.tests.scene import NOW, STAFF, Scene
    from lianfang.ground.people import actions as people
    from lianfang.ground.people.actions import PersonSpec
    from lianfang.ground.testing import OPENED_AT
    from tests.support import pages

    standing(NOW)
    persons: dict[str, list[Any]] = {unit: [ids.mint(OPENED_AT) for _ in range(n)] for unit, n in STAFF.items()}
    specs = [
        PersonSpec(unit=unit, name=f"样本{n}", id=one)
        for unit, listed in persons.items()
        for n, one in enumerate(listed)
    ]
    with scope.acting(system):
        people.register_people(system, specs, at=clock.FixedClock(OPENED_AT))

    def reader(role: Role, unit: str, *, lang: str = "zh-hans") -> Client:
        return pages.browser(system, role, unit, lang=lang)

    return Scene(system, persons, reader)


@pytest.fixture
def told(scene: Scene) -> Scene:
    """The scene with a day in which everything there is happened."""
    from lianfang.boards.tests.scene import tell

    return tell(scene)
