"""shell · labels: what became of a label is known to whoever sees the thing now, wherever its unit stood then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import HouseholdSpec
from lianfang.ground.places import actions, labels
from lianfang.ground.testing import NOW, OPENED_AT, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import scope
from lianfang.kernel.clock import FixedClock, day_of
from lianfang.kernel.registry import REGISTRY

pytestmark = pytest.mark.django_db
HOME, SORT = "D01-B3-2-301", "household"


def test_a_label_that_was_replaced_before_its_unit_moved_is_still_the_old_one(cast: Cast, system: Any) -> None:
    at = FixedClock(NOW)
    with scope.acting(system):
        home = HouseholdSpec(HOME, "T161-D01", "resident", None, 2, 3, "301")
        people.open_households(system, [home], at=FixedClock(OPENED_AT))
        thing = REGISTRY.labelled()[SORT].found(system, [HOME])[HOME]
        old = actions.issue_labels(system, [thing], at=at)[HOME].token
        actions.replace_label(system, thing=thing, why="torn", at=at)
        label = labels.labels_of(system, SORT, [HOME])[HOME]
        assert label.issued is not None
        assert label.issued.short is not None
        tomorrow = day_of(NOW).date + timedelta(days=1)
        units.move_unit(system, code="T161-P01", parent="MANAN", from_day=tomorrow, at=at)
    with scope.acting(cast.stranger) as here:
        assert HOME in REGISTRY.labelled()[SORT].found(here, [HOME])
        known = labels.labels_of(here, SORT, [HOME])[HOME]
        assert known.read(old)[0] is labels.Read.OLD
        assert known.read(label.token)[0] is labels.Read.GOOD
        assert labels.typed([label.issued.short]) == {label.issued.short: (SORT, HOME)}
