"""campaigns · team161.rounds: three disinfection rounds a day at each place, and the clearing of the waste points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lianfang.campaigns.team161.plan.health import recorded_at
from lianfang.campaigns.team161.plan.moments import at, chance, reporting_day
from lianfang.campaigns.team161.plan.shapes import DEMO_DAY, Evidence, Place, Plan, ScriptedAct, recorder_of

# round → when it begins; the first two count for today's report, the third for tomorrow's
STARTS = {1: (7, 35), 2: (12, 30), 3: (18, 0)}
# object → available chlorine in mg/L that the replay's workers mix; inside the doses of the playbook
CHLORINE = {
    "touch_points": 500,
    "surface": 500,
    "lift": 500,
    "toilet": 1000,
    "waste_point": 500,
    "canteen": 500,
}
CONTACT_MINUTES = 30


def disinfection(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """Each unit walks its places in order, a few minutes from one to the next."""
    draw = chance(plan, day, "disinfection")
    routes: dict[str, list[Place]] = {}
    for place in plan.places:
        if place.rounds:
            routes.setdefault(place.unit, []).append(place)
    for unit, route in routes.items():
        for number, (hour, minute) in STARTS.items():
            moment = at(day, hour, minute) + timedelta(seconds=draw.randrange(900))
            for place in route:
                moment += timedelta(seconds=draw.randint(110, 260))
                yield from _one(plan, draw, unit, place, number, moment)


def _one(plan: Plan, draw: Random, unit: str, place: Place, number: int, moment: datetime) -> Iterator[ScriptedAct]:
    day = reporting_day(moment)
    evidence: Evidence = draw.choices(("scanned", "photo", "typed"), (80, 14, 6))[0]
    litres = draw.choice((2, 3, 4, 5))
    if _planned(plan, "missed_round", day, place, number) or plan.irregular("silent_site", day, unit):
        return
    object_ = place.object or "surface"
    data: dict[str, Any] = {
        "object": object_,
        "agent": "84",
        "available_chlorine_mg_per_l": CHLORINE[object_],
        "contact_minutes": CONTACT_MINUTES,
        "round": number,
        "litres": litres,
    }
    recorded = recorded_at(plan, unit, moment)
    label = None
    slip = _planned(plan, "correction", day, place, number)
    if slip:
        label = f"{day}/{place.code}/{number}"
        right, data = data, {**data, "available_chlorine_mg_per_l": 5000}
        yield _act(
            unit, place, recorded + timedelta(minutes=18), moment, right, evidence, "浓度多输入一个零", None, label
        )
    if _planned(plan, "dose_out_of_range", day, place, number):
        data = {**data, "available_chlorine_mg_per_l": 200}
    yield _act(unit, place, recorded, moment, data, evidence, None, label, None)


def _planned(plan: Plan, code: str, day: date, place: Place, number: int) -> bool:
    """Whether that irregularity is planned for this place and round on this reporting day."""
    return any(
        (each.code, each.day, each.place, each.round) == (code, day, place.code, number) for each in plan.irregularities
    )


def _act(
    unit: str,
    place: Place,
    recorded: datetime,
    moment: datetime,
    data: dict[str, Any],
    evidence: Evidence,
    note: str | None,
    label: str | None,
    corrects: str | None,
) -> ScriptedAct:
    return ScriptedAct(
        at=recorded,
        actor=worker(unit),
        action="correct" if corrects else "record",
        kind="sanitation.disinfection",
        unit=unit,
        place=place.code,
        data=data,
        evidence=evidence,
        note=note,
        occurred_at=moment,
        label=label,
        corrects=corrects,
    )


def worker(unit: str) -> str:
    """Who does the rounds of a unit."""
    return "property" if unit == "T161-PROP" else recorder_of(unit)


def waste(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """Every waste point of the estate, every day, before the day's report closes (日积日清)."""
    draw = chance(plan, day, "waste")
    moment = at(day, 14, 20)
    for place in plan.places:
        if place.kind != "waste_point":
            continue
        moment += timedelta(seconds=draw.randint(420, 900))
        overflow = plan.irregular("waste_overflow", reporting_day(moment), place.unit)
        yield ScriptedAct(
            at=moment,
            actor=worker(place.unit),
            action="record",
            kind="sanitation.waste_clearance",
            unit=place.unit,
            place=place.code,
            data={"bags": draw.randint(18, 40), "overflow": bool(overflow and overflow.place == place.code)},
            evidence="photo",
            photo=day >= DEMO_DAY - timedelta(days=1),  # those that a visitor meets
        )
