"""people · tests: people are registered, counted, found, transferred and erased."""

from __future__ import annotations

from lianfang.ground.people import actions, queries
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import acting


def test_registered(cast: Cast) -> None:
    with acting(cast.own) as actor:
        person = actions.register_person(
            actor,
            unit="T161-LOG",
            name="王建国",
            id_number="650000199001010019",
            phone="14400000001",
            at=FixedClock(NOW),
        )
        assert queries.person(actor, person).name == "王建国"
        assert [each.name for each in queries.search(actor, "wangjian")] == ["王建国"]
        assert queries.headcount(actor, "T161-LOG") == 1
    with acting(cast.commander) as actor:
        assert queries.person(actor, person).name == "王**"
        assert queries.search(actor, "王") == []
