"""campaigns · team161.places: the estate's buildings, the seven sorts of places that are disinfected, hotels, camps.

The article names the seven sorts; how many of each there are is synthetic. Each place that is disinfected
belongs to the unit that does the rounds, so that what is due and what was done have one owner.
"""

from __future__ import annotations

from random import Random

from lianfang.campaigns.team161.plan.facts import Facts
from lianfang.campaigns.team161.plan.shapes import Household, Place, Unit
from lianfang.campaigns.team161.plan.units import SITE_KINDS

# building number → (entrances, floors, doors a floor, lifts); 4 × 66 + 9 × 72 + 30 = 942 households
BUILDINGS = {
    **dict.fromkeys(range(1, 5), (2, 11, 3, 2)),
    **dict.fromkeys(range(5, 14), (4, 6, 3, 0)),
    14: (2, 5, 3, 0),
}
GATES = 2
WASTE_POINTS = 4


def places(facts: Facts, units: tuple[Unit, ...]) -> tuple[Place, ...]:
    """All places, each after its parent."""
    rounds = facts.figure("disinfection", "rounds_per_day")
    found = _estate(rounds)
    found += [
        _round(
            "T161-OFFICE-B1",
            "office_building",
            "T161-OFFICE",
            "队机关办公楼",
            "Office building",
            "touch_points",
            rounds,
        ),
        _round("T161-OFFICE-DUTY", "duty_room", "T161-OFFICE", "队机关值班室", "Office duty room", "surface", rounds),
        _round("T161-OFFICE-WC", "public_toilet", "T161-OFFICE", "队机关卫生间", "Office toilet", "toilet", rounds),
        _round("T161-LOG-CANTEEN", "staff_canteen", "T161-LOG", "职工食堂", "Staff canteen", "canteen", rounds),
        Place("T161-LOG-WH1", "warehouse", "T161-LOG", "防疫物资库", "Supplies warehouse"),
        _round("T161-HEAT-DUTY", "duty_room", "T161-HEAT", "热力公司值班室", "Heating duty room", "surface", rounds),
        Place("T161-LAUNDRY-HALL", "laundry_hall", "T161-LAUNDRY", "洗涤车间", "Laundry hall"),
        _round(
            "T161-LAUNDRY-DUTY", "duty_room", "T161-LAUNDRY", "洗涤公司值班室", "Laundry duty room", "surface", rounds
        ),
    ]
    for unit in units:
        if unit.kind in SITE_KINDS:
            camp = f"{unit.code}-CAMP"
            found.append(Place(camp, "site_camp", unit.code, f"{unit.zh}驻地", f"{unit.en} camp"))
            found.append(
                _round(
                    f"{unit.code}-CANTEEN",
                    "staff_canteen",
                    unit.code,
                    f"{unit.zh}食堂",
                    f"{unit.en} canteen",
                    "canteen",
                    rounds,
                    camp,
                )
            )
    for number in range(1, facts.figure("laundry", "isolation_hotels") + 1):
        found.append(
            Place(f"H{number:03d}", "hotel", "T161-LAUNDRY", f"样本隔离酒店{number:03d}", f"Sample hotel {number:03d}")
        )
    return tuple(found)


def _round(
    code: str, kind: str, unit: str, zh: str, en: str, what: str, rounds: int, parent: str | None = None
) -> Place:
    return Place(code, kind, unit, zh, en, parent, rounds, what)


def _estate(rounds: int) -> list[Place]:
    found: list[Place] = []
    for number, (_, _, _, lifts) in BUILDINGS.items():
        code, zh, en = f"C161-B{number:02d}", f"{number}号楼", f"Building {number}"
        found.append(Place(code, "building", "C161", zh, en))
        found.append(_prop(f"{code}-COR", "corridor", f"{zh}楼道", f"{en} corridor", "surface", rounds, code))
        found += [
            _prop(f"{code}-LIFT{lift}", "lift", f"{zh}{lift}号电梯", f"{en} lift {lift}", "lift", rounds, code)
            for lift in range(1, lifts + 1)
        ]
    found += [
        Place(f"C161-GATE{number}", "gate", "C161", f"{number}号门岗", f"Gate {number}")
        for number in range(1, GATES + 1)
    ]
    found.append(_prop("C161-WC1", "public_toilet", "小区公共卫生间", "Estate toilet", "toilet", rounds))
    found.append(_prop("C161-DUTY", "duty_room", "小区值班室", "Estate duty room", "surface", rounds))
    found += [
        _prop(f"C161-WASTE{n}", "waste_point", f"{n}号垃圾站", f"Waste point {n}", "waste_point", rounds)
        for n in range(1, WASTE_POINTS + 1)
    ]
    return found


def _prop(code: str, kind: str, zh: str, en: str, what: str, rounds: int, parent: str | None = None) -> Place:
    """A place of the estate that the property company looks after."""
    return _round(code, kind, "T161-PROP", zh, en, what, rounds, parent)


def households(seed: int) -> tuple[Household, ...]:
    """The 942 dwellings. Which of them are non-local is drawn; the article says only that they are many."""
    chance = Random(f"{seed}/households")
    found: list[Household] = []
    for number, (entrances, floors, doors, _) in BUILDINGS.items():
        building = f"C161-B{number:02d}"
        for entrance in range(1, entrances + 1):
            for floor in range(1, floors + 1):
                for door in range(1, doors + 1):
                    name = f"{floor}{door:02d}"
                    residency = "non_local" if chance.random() < 0.38 else "resident"
                    found.append(
                        Household(f"{building}-{entrance}-{name}", building, entrance, floor, name, residency)  # type: ignore[arg-type]
                    )
    return tuple(found)
