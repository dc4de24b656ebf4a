"""places · tests: a place is opened, found by its code, counted, closed, and goes with its unit."""

from __future__ import annotations

from lianfang.ground.places import actions, queries
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import acting


def test_opened(cast: Cast) -> None:
    with acting(cast.commander) as actor:
        actions.open_place(
            actor, code="C161-GATE1", kind="gate", unit="C161", zh="一号门岗", en="Gate 1", at=FixedClock(NOW)
        )
        assert queries.by_code(actor, "https://x/p/c161-gate1").zh == "一号门岗"
        assert queries.counts(actor, "C161") == {"gate": 1}
