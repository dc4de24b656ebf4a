"""tests · stories: the stage of labels: two lifts, a waste point and a warehouse; it is 15:40 on 10 August 2020."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.ground.places import actions as places
from lianfang.ground.places import labels
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.scope import Actor
from tests.support import slots
from tests.support.entries import NOW, TODAY

UNIT, LIFT, LIFT2, WASTE = "T161-PROP", "C161-LIFT1", "C161-LIFT2", "C161-WASTE1"
SPECS = (
    PlaceSpec(LIFT, "lift", UNIT, "一号电梯", "Lift 1"),
    PlaceSpec(LIFT2, "lift", UNIT, "二号电梯", "Lift 2"),
    PlaceSpec(WASTE, "waste_point", UNIT, "一号垃圾站", "Waste point 1"),
    PlaceSpec("T161-LOG-W1", "warehouse", "T161-LOG", "一号仓库", "Warehouse 1"),
)


class Ticking:
    """A clock that goes on by a millisecond whenever it is asked, so that of two acts one is the later."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


def stand(system: Actor, patch: pytest.MonkeyPatch) -> None:
    """Opens the places and derives what is due at them; the noon round can still be made good."""
    with scope.acting(system):
        places.open_places(system, SPECS, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT + timedelta(hours=1)))
    slots.derived(TODAY)
    slots.derived(TODAY + timedelta(days=1))
    ticking = Ticking(NOW)
    patch.setattr(clock, "current", lambda: ticking)


def token(system: Actor, code: str = LIFT) -> str:
    """What the label of a place says now."""
    with scope.acting(system):
        return labels.labels_of(system, labels.PLACE, [code])[code].token


def grades(system: Actor, place: str = LIFT) -> list[str]:
    """The evidence of each round that was recorded at a place."""
    with scope.acting(system):
        found: Any = DISINFECTION.model.objects.filter(place=place).order_by("recorded_at", "entry")
        return [row.evidence for row in found]
