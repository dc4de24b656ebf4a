"""reporting · tests of gaps: a zero filed without coverage is told until a version states it with coverage."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.areas.reporting import actions
from lianfang.areas.reporting.card import CARD
from lianfang.areas.reporting.queries_acts import acts
from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, as_role, confirm, say
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Gap
from lianfang.kernel.recording import Recording

pytestmark = pytest.mark.usefixtures("tree")
(SOURCE,) = CARD.gaps


def gaps() -> list[Gap]:
    with scope.acting(scope.system_actor()):
        return list(SOURCE.standing(WINDOW_CLOSED + timedelta(hours=2), WINDOW_CLOSED - timedelta(hours=2)))


def test_an_unverified_zero_is_told_until_it_is_amended() -> None:
    say("T161-LOG", "H2", 0, 12, 40)
    assert gaps() == [], "nothing was filed yet"
    confirm("T161-LOG")
    (gap,) = gaps()
    assert (gap.unit, gap.role, gap.count) == ("T161-LOG", "reporter", 1)
    assert "H2" in gap.words.zh
    assert gap.href == f"/reporting/T161-LOG/{DAY.isoformat()}/"
    say("T161-LOG", "H2", 0, 40, 40)
    assert len(gaps()) == 1, "what was filed stands until it is amended"
    with as_role("reporter", "T161-LOG") as actor:
        at = clock.FixedClock(WINDOW_CLOSED + timedelta(hours=1))
        actions.amend_report(actor, unit="T161-LOG", day=DAY, why="补测", how=Recording(at))
        version = acts("T161-LOG", DAY)[-1]
    assert gaps() == []
    with scope.acting(scope.system_actor()):
        assert SOURCE.answered([gap.key]) == {gap.key: version.entry}
