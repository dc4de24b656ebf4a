"""governance · two at once: nothing is closed over a measure that is just being set, and one answer wins."""

from __future__ import annotations

from typing import Any

import pytest

from lianfang.areas.governance import actions, problems, queries
from lianfang.areas.governance.tests import office
from lianfang.areas.governance.tests.office import acknowledged, acting, answered, at, how, measure, received
from lianfang.ground.testing import OPENED_AT, UNITS, enlist
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import STREAM_MOVED, Refused
from tests.support.at_once import at_once


@pytest.fixture
def committed(committed_db: None) -> None:
    """The office in a database in which everything is really committed."""
    system = scope.system_actor()
    with scope.acting(system):
        units.open_units(system, UNITS, at=clock.FixedClock(OPENED_AT), origin=Origin.REPLAY)
    enlist(system, office.PEOPLE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed")
def test_a_directive_is_never_closed_over_an_open_measure() -> None:
    for _ in range(3):
        stream = received(wants_report=False)
        acknowledged(stream)
        first = measure(stream)
        out = at_once(lambda first=first: answered(first), lambda first=first: answered(first, at(15, 1)))
        (lost,) = [each for each in out if isinstance(each, Refused)]
        assert lost.problem in (STREAM_MOVED, problems.MEASURE_ANSWERED)
        with acting("chief") as chief:
            actions.close_measure(chief, measure=first, how=how(at(16)))

        def close(stream: Any = stream) -> None:
            with acting("chief") as one:
                actions.close_directive(one, directive=stream, conclusion="完", how=how(at(17)))

        out = at_once(close, lambda stream=stream: measure(stream, "T161-PROP", moment=at(17)))
        refused = {each.problem for each in out if isinstance(each, Refused)}
        assert refused in ({problems.DIRECTIVE_CLOSED}, {problems.OPEN_MEASURES})
        with acting("auditor") as auditor:
            found = queries.directive(auditor, stream)
            assert found.over is (found.open_measures == 0)
