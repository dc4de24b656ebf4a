"""campaigns · team161.stores: the supplies that the article states, taken into the book on the first day, then used.

What was received adds up to the article's figures exactly. Lots, expiry dates and daily use are synthetic;
makers are not known and left out. Whatever expires first is issued first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lianfang.campaigns.team161.plan.moments import at, between, chance
from lianfang.campaigns.team161.plan.shapes import FIRST_DAY, Plan, ScriptedAct

UNIT, PLACE, KEEPER, OFFICER = "T161-LOG", "T161-LOG-WH1", "keeper", "officer"
OPENING_NOTE = "期初建账：年初以专项资金购入的储备"

# item → the shares of its lots in the stated quantity (percent), and when each expires (synthetic)
LOTS: dict[str, tuple[tuple[int, date | None], ...]] = {
    "mask": ((60, date(2020, 10, 31)), (25, date(2022, 2, 28)), (15, date(2022, 3, 31))),
    "disinfectant": ((40, date(2020, 11, 30)), (60, date(2021, 1, 31))),
    "disinfecting-agent": ((100, date(2021, 6, 30)),),
    "thermometer": ((100, None),),
    "protective-suit": ((50, date(2021, 12, 31)), (50, date(2022, 4, 30))),
    "disposable-medical-gloves": ((100, date(2022, 5, 31)),),
}
RECEIVERS = ("T161-PROP", "T161-OFFICE", "T161-LAUNDRY", "T161-HEAT", "C161")
PURPOSES = {"protective-suit": "配合社区入户服务", "disinfectant": "三次消毒", "thermometer": "更换故障测温仪"}


@dataclass(slots=True)
class _Lot:
    item: str
    lot: str
    unit: str
    expires_on: date | None
    left: float


def stores(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """Receipts on the first day, issues every day, a count of every lot each Monday; what differs is approved."""
    lots = _opening(plan)
    if day == FIRST_DAY:
        yield from _receipts(plan, lots)
    past = FIRST_DAY
    while past < day:
        for _ in _issues(plan, past, lots):
            pass  # only what is left matters for the day asked for
        _count_differences(plan, past, lots)
        past += timedelta(days=1)
    yield from _issues(plan, day, lots)
    if day.weekday() == 0:
        yield from _stocktake(plan, day, lots)


def _opening(plan: Plan) -> list[_Lot]:
    found: list[_Lot] = []
    for reserve in plan.facts.reserves:
        left = reserve.quantity
        for number, (percent, expires_on) in enumerate(LOTS[reserve.item], start=1):
            last = number == len(LOTS[reserve.item])
            quantity = left if last else reserve.quantity * percent // 100
            left -= quantity
            lot = f"YB-{reserve.item.upper()}-{number:02d}"
            found.append(_Lot(reserve.item, lot, reserve.unit, expires_on, quantity))
    return found


def _receipts(plan: Plan, lots: list[_Lot]) -> Iterator[ScriptedAct]:
    moment = at(FIRST_DAY, 8, 0)
    for lot in lots:
        moment += timedelta(minutes=4)
        data: dict[str, Any] = {
            "item": lot.item,
            "lot": lot.lot,
            "quantity": _plain(lot.left),
            "quantity_unit": lot.unit,
            "source": "专项资金采购",
        }
        if lot.expires_on:
            data["expires_on"] = lot.expires_on.isoformat()
        yield ScriptedAct(moment, KEEPER, "record", "supplies.receipt", UNIT, PLACE, data=data, note=OPENING_NOTE)


def _used(plan: Plan, day: date) -> Iterator[tuple[str, float, str]]:
    """(item, quantity, receiving unit) of the day; synthetic, chosen so that the reserve lasts to the end."""
    draw = chance(plan, day, "use")
    turn = RECEIVERS[day.toordinal() % len(RECEIVERS)]
    yield "mask", draw.randint(50, 70), "T161-PROP"
    yield "mask", draw.randint(125, 150), turn
    yield "disinfectant", round(draw.uniform(1.4, 1.9), 1), "T161-PROP"
    yield "disposable-medical-gloves", draw.randint(12, 19), turn
    if day.weekday() < 5:
        yield "disinfecting-agent", 1, "T161-LOG"
    if (day - FIRST_DAY).days % 6 == 0:
        yield "thermometer", 2, turn
    # More help with observed households in the week before the demo day, so that one item runs low.
    busy = date(2020, 8, 4) <= day <= date(2020, 8, 10)
    yield "protective-suit", 3 if busy else 1, "C161"


def _issues(plan: Plan, day: date, lots: list[_Lot]) -> Iterator[ScriptedAct]:
    draw = chance(plan, day, "issues")
    for item, quantity, to_unit in _used(plan, day):
        moment = between(draw, at(day, 8, 45), at(day, 9, 40))
        due = quantity
        for lot in (each for each in lots if each.item == item):
            taken = min(lot.left, due)
            if taken <= 0:
                continue
            lot.left, due = round(lot.left - taken, 1), round(due - taken, 1)
            data: dict[str, Any] = {
                "item": item,
                "lot": lot.lot,
                "quantity": _plain(taken),
                "quantity_unit": lot.unit,
                "to_unit": to_unit,
                "purpose": PURPOSES.get(item, "日常防护"),
            }
            yield ScriptedAct(moment, KEEPER, "record", "supplies.issue", UNIT, PLACE, data=data)
            moment += timedelta(seconds=40)


def _count_differences(plan: Plan, day: date, lots: list[_Lot]) -> float:
    """Takes what a planned count of that day finds missing out of the book; returns how much it was."""
    if not plan.irregular("stocktake_difference", day, UNIT):
        return 0
    lot = next(each for each in lots if each.item == "mask" and each.left > 12)
    lot.left -= 12
    return 12


def _stocktake(plan: Plan, day: date, lots: list[_Lot]) -> Iterator[ScriptedAct]:
    before = {lot.lot: lot.left for lot in lots}
    _count_differences(plan, day, lots)
    moment = at(day, 15, 0)
    for lot in lots:
        if before[lot.lot] <= 0:
            continue
        moment += timedelta(minutes=3)
        data: dict[str, Any] = {
            "item": lot.item,
            "lot": lot.lot,
            "counted": _plain(lot.left),
            "quantity_unit": lot.unit,
        }
        differs = before[lot.lot] != lot.left
        if differs:
            data["note"] = "比账面少，待查"
        label = f"{day}/stocktake" if differs else None
        yield ScriptedAct(
            moment, KEEPER, "record", "supplies.stocktake", UNIT, PLACE, data=data, evidence="seconded", label=label
        )
        if differs:
            said = {"stocktake": label, "reason": "发放时漏记一包（12 个），已补签领用单"}
            yield ScriptedAct(moment + timedelta(hours=2), OFFICER, "supplies.approve", "", UNIT, data=said)


def _plain(quantity: float) -> int | float:
    return int(quantity) if quantity == int(quantity) else quantity
