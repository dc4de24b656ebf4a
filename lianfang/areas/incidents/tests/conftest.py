"""incidents · tests' ground: a gate of the estate, two of its people, and a clock that stands at 16:40."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

if TYPE_CHECKING:
    from lianfang.areas.incidents.tests.desk import Wall


@pytest.fixture
def people(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[UUID, UUID]:
    """A resident and a neighbour of C161, and its gate."""
    # This file is read before Django has its settings.
    from lianfang.areas.incidents.tests import town
    from lianfang.ground.people.actions import PersonSpec, register_people
    from lianfang.ground.places.actions import PlaceSpec, open_places
    from lianfang.ground.testing import OPENED_AT
    from lianfang.kernel import clock, scope
    from lianfang.kernel.kinds import Origin

    opened: Any = clock.FixedClock(OPENED_AT)
    with scope.acting(scope.system_actor()) as system:
        open_places(system, [PlaceSpec(town.GATE, "gate", town.UNIT, "一号门岗", "Gate 1")], at=opened)
        found = register_people(
            system, [PersonSpec(town.UNIT, "张合成"), PersonSpec(town.UNIT, "李合成")], at=opened, origin=Origin.REPLAY
        )
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(town.NOW))
    ids_of = [getattr(each, "id", each) for each in found]
    return ids_of[0], ids_of[1]


@pytest.fixture
def person(people: tuple[UUID, UUID]) -> UUID:
    """The resident."""
    return people[0]


@pytest.fixture
def opened(person: UUID) -> UUID:
    """A fever at 16:40, answered at 16:42."""
    from lianfang.areas.incidents import actions
    from lianfang.areas.incidents.tests.town import as_role, at, only, reading, say
    from lianfang.ground.access.roles import Role
    from lianfang.kernel.recording import Recording

    say(reading(person, 38.2))
    which = only().id
    with as_role(Role.OFFICER) as officer:
        actions.open_incident(officer, incident=which, how=Recording(at(2)))
    return which


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The clock on the wall, at 16:40 first."""
    from lianfang.areas.incidents.tests.desk import Wall

    return Wall(monkeypatch)
