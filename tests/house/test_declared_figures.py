"""tests · house: figures that a playbook declares, over real places: what was looked at, and the line of an index."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lianfang.areas.records.gaps import GAPS
from lianfang.config import urls as _urls  # noqa: F401 - with the addresses come the pages of kinds
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import NOW, OPENED_AT, Cast
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Gap
from lianfang.playbook.current import working_by
from tests.support import declared, entries
from tests.support.declared import DECLARED, PLAYBOOK

pytestmark = pytest.mark.django_db
TODAY = clock.day_of(NOW).date
UNIT, SISTER = "T161-PROP", "T161-LOG"
LIFTS = [PlaceSpec(f"LIFT{n}", "lift", UNIT, f"{n}号电梯", f"Lift {n}") for n in range(1, 5)]
WORKER = entries.actor_with({verb for verbs in DECLARED.verbs.values() for verb in verbs}, login="worker")


@pytest.fixture(autouse=True)
def _places(cast: Cast, system: scope.Actor, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Four lifts; the fourth is out of use from today on."""
    declared.install(monkeypatch)
    declared.install_pages(monkeypatch, settings)
    with scope.acting(system):
        places.open_places(system, LIFTS, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT))
        places.close_place(system, code="LIFT4", from_day=TODAY, at=clock.FixedClock(NOW - timedelta(hours=3)))


def _check(place: str, positive: int = 0, *, unit: str = UNIT, samples: int = 4, days: int = 0) -> Any:
    data = {"samples": samples, "positive": positive, "water": "clear", "dosed": False}
    at = NOW - timedelta(minutes=20, days=days)
    return entries.draft("records.well_check", data, place=place, unit=unit, at=at)


def _record(*drafts: Any) -> None:
    entries.accepted(WORKER, *drafts, at=NOW)


def _covered() -> tuple[Any, Any]:
    with scope.acting(WORKER):
        row = entries.measured(DECLARED.sources[1].sql, TODAY)[UNIT]
    return row["v2_checked"], row["v2_expected"]


def test_what_was_looked_at_is_a_part_of_what_is_to_be_looked_at() -> None:
    assert _covered() == (None, 3)
    _record(_check("LIFT1"), _check("LIFT1"), _check("LIFT4"), _check("LIFT2", unit=SISTER))
    assert _covered() == (1, 3), "neither a place out of use nor another unit's record covers one of ours"
    _record(_check("LIFT2"), _check("LIFT3"))
    assert _covered() == (3, 3)


def _gaps() -> list[Gap]:
    system = scope.system_actor()
    with working_by(PLAYBOOK), scope.acting(system):
        return list(GAPS[0].standing(NOW, NOW - timedelta(hours=48)))


def test_a_figure_at_its_line_is_told_until_it_is_found_below(system: scope.Actor) -> None:
    _record(_check("LIFT1", 1))
    assert _gaps() == [], "a quarter is below the line of 40 per cent"
    _record(
        _check("LIFT2", 3, days=2), _check("LIFT3", 4, unit=SISTER, days=2), _check("LIFT3", 2, unit=SISTER, days=1)
    )
    (gap,) = _gaps()
    assert (gap.unit, gap.role, str(gap.severity)) == (SISTER, "officer", "urgent"), "the newest finding counts"
    assert "50" in gap.words.zh
    assert "40" in gap.words.zh
    assert gap.href == f"/records/well-check/?unit={SISTER}&day={TODAY - timedelta(days=1)}"
    _record(_check("LIFT3", 0, unit=SISTER))
    assert _gaps() == []
