"""boards · tests' scene: a team of five units, their records and reports of 10 August, and readers of every role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from lianfang.areas.reporting import actions as reporting
from lianfang.areas.reporting.card import CARD
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor, Held
from tests.support import entries, slots

DAY = date(2020, 8, 10)
NOON = datetime(2020, 8, 10, 4, 0, tzinfo=UTC)  # 12:00 on the wall
FILED = datetime(2020, 8, 10, 8, 20, tzinfo=UTC)  # 16:20: the window is closed, every report still in time
NOW = datetime(2020, 8, 10, 9, 10, tzinfo=UTC)  # 17:10: past the cut-offs of sites and units, before the team's
UNITS = (
    UnitSpec("XJCG", "superior", "新疆局", "Bureau"),
    UnitSpec("T161", "team", "一六一队", "Team 161", "XJCG"),
    UnitSpec("T161-LOG", "logistics", "后勤", "Logistics", "T161"),
    UnitSpec("T161-PROP", "subsidiary", "物业公司", "Property company", "T161"),
    UnitSpec("T161-OFFICE", "office", "队机关", "Office", "T161"),
    UnitSpec("T161-D01", "drill_crew", "一号井队", "Drilling crew 1", "T161"),
    UnitSpec("C161", "estate", "小区", "Estate", "T161"),
    UnitSpec("MANAN", "community", "马南社区", "Manan community"),
)
PLACES = (
    PlaceSpec("LIFT1", "lift", "T161-PROP", "一号电梯", "Lift 1"),
    PlaceSpec("LIFT2", "lift", "T161-PROP", "二号电梯", "Lift 2"),
    PlaceSpec("WASTE1", "waste_point", "T161-PROP", "一号垃圾站", "Waste point 1"),
    PlaceSpec("DUTY", "duty_room", "T161-OFFICE", "值班室", "Duty room"),
    PlaceSpec("GATE1", "gate", "C161", "1号门岗", "Gate 1"),
)
STAFF = {"T161-LOG": 2, "T161-PROP": 2, "T161-OFFICE": 2, "T161-D01": 3}
ROUND = {"object": "surface", "agent": "84", "available_chlorine_mg_per_l": 500, "contact_minutes": 30}


@dataclass(frozen=True)
class Scene:
    """The team with its people by unit; `record` hands entries in, `reader` gives a signed-in browser."""

    system: Actor
    persons: dict[str, list[Any]]
    reader: Callable[..., Client]

    def record(self, kind: str, data: dict[str, Any], unit: str, at: datetime = NOON, **more: Any) -> Any:
        draft = entries.draft(kind, data, unit=unit, at=at, **more)
        entries.accepted(self.system, draft, at=max(at, NOON) + timedelta(minutes=5))
        return draft

    def warm(self, unit: str, count: int, celsius: float = 36.4, at: datetime = NOON) -> None:
        """So many people of a unit are measured."""
        for person in self.persons[unit][:count]:
            data = {"celsius": celsius, "site": "forehead", "remeasure": False}
            self.record("screening.temperature_check", data, unit, at, person=person)

    def confirm(self, unit: str, at: datetime = FILED, **more: Any) -> None:
        with self.acting("reporter", unit) as actor, clock.standing_at(at):
            reporting.confirm_report(actor, unit=unit, day=DAY, how=Recording(clock.FixedClock(at)), **more)

    def give_back(self, unit: str, why: str, at: datetime = FILED) -> None:
        with self.acting("superior", "T161") as actor, clock.standing_at(at):
            reporting.return_report(actor, unit=unit, day=DAY, why=why, how=Recording(clock.FixedClock(at)))

    def acting(self, role: str, unit: str) -> Any:
        path = f"XJCG/T161/{unit}/" if unit != "T161" else "XJCG/T161/"
        verbs = frozenset(CARD.verbs[role] | {"ledger.see", "ledger.correct"})
        return scope.acting(Actor(f"{role}-{unit.lower()}", 7, (Held(role, verbs, unit, (path,)),)))


def tell(scene: Scene) -> Scene:
    """A day with everything in it: a report on time with a bare zero, one returned, one late, one missing, one changed
    after filing; rounds done and missed; a silent site; items that last and one that does not."""
    slots.derived(DAY)
    slots.derived(DAY + timedelta(days=1))
    scene.warm("T161-LOG", 2)
    scene.warm("T161-PROP", 1)
    scene.warm("T161-OFFICE", 2)
    morning = NOON - timedelta(hours=4)
    for place in ("LIFT1", "LIFT2", "WASTE1"):
        scene.record("sanitation.disinfection", ROUND, "T161-PROP", morning, place=place)
    scene.record("sanitation.disinfection", ROUND, "T161-PROP", NOON, place="LIFT1")
    scene.record("sanitation.disinfection", ROUND, "T161-OFFICE", morning, place="DUTY")
    scene.record("sanitation.waste_clearance", {"overflow": False}, "T161-PROP", morning, place="WASTE1")
    _stores(scene)
    _city(scene)
    scene.confirm("T161-LOG")
    scene.confirm("T161-PROP")
    scene.confirm("T161-OFFICE")
    scene.confirm("C161", NOW, late_reason="网络中断")
    scene.give_back("T161-OFFICE", "测温人数不对", FILED + timedelta(minutes=5))
    late = datetime(2020, 8, 10, 7, 50, tzinfo=UTC)  # occurred at 15:50, recorded only after the filing
    draft = entries.draft("sanitation.disinfection", ROUND, unit="T161-PROP", at=late, place="LIFT2")
    entries.accepted(scene.system, draft, at=FILED + timedelta(minutes=10))
    return scene


def _stores(scene: Scene) -> None:
    bought = NOON - timedelta(days=2)
    for item, unit, quantity, out in (("mask", "个", 1000, 10), ("goggles", "副", 20, 19)):
        received = {"item": item, "lot": "A1", "quantity": quantity, "quantity_unit": unit, "source": "采购"}
        scene.record("supplies.receipt", received, "T161-LOG", bought)
        issued = {"item": item, "lot": "A1", "quantity": out, "quantity_unit": unit}
        scene.record("supplies.issue", issued, "T161-LOG", NOON - timedelta(days=1))


def _city(scene: Scene) -> None:
    for back, confirmed in ((2, 800), (1, 815)):
        data = {
            "area": "650100", "confirmed_cumulative": confirmed, "cured_cumulative": 20 + back, "dead_cumulative": 0,
            "source": "卫健委",
        }  # fmt: skip
        scene.record("tracing.official_figures", data, "T161", NOON - timedelta(days=back))
