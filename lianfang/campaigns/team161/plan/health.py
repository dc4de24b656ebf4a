"""campaigns · team161.health: temperatures, health declarations and roll calls of the staff, readings of residents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lianfang.campaigns.team161.plan import answers
from lianfang.campaigns.team161.plan.course import STRENGTHENED
from lianfang.campaigns.team161.plan.moments import at, between, chance, reporting_day
from lianfang.campaigns.team161.plan.shapes import Person, Plan, ScriptedAct, Unit
from lianfang.campaigns.team161.plan.units import SITE_KINDS

ON_SHIFT = frozenset({"T161-PROP", "T161-LAUNDRY", "T161-HEAT", "T161-OFFICE", "T161-LOG"})
SYMPTOMS = ("cough", "fatigue", "sore_throat")


def readings(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """Everybody in the morning, and again in the evening where the playbook asks for it."""
    draw = chance(plan, day, "readings")
    for unit in plan.units:
        if not unit.staff:
            continue
        yield from _round_of_readings(plan, unit, draw, at(day, 7, 30), plan.staff_of(unit.code))
        evening = [person for person in plan.staff_of(unit.code) if _twice(unit, person, day)]
        yield from _round_of_readings(plan, unit, draw, at(day, 18, 5), evening)


def _twice(unit: Unit, person: Person, day: date) -> bool:
    """Sites always; everybody while the team's mode asks for it; else two in five of those on shift, in turn."""
    if unit.kind in SITE_KINDS or STRENGTHENED[0] <= reporting_day(at(day, 18)) <= STRENGTHENED[1]:
        return True
    return unit.code in ON_SHIFT and (person.index + day.toordinal()) % 5 < 2


def _round_of_readings(
    plan: Plan, unit: Unit, draw: Random, start: datetime, people: list[Person] | tuple[Person, ...]
) -> Iterator[ScriptedAct]:
    day = reporting_day(start)
    if plan.irregular("silent_site", day, unit.code):
        return
    left_out = plan.irregular("unverified_zero", day, unit.code)
    skipped = {person.index for person in plan.staff_of(unit.code)[-left_out.persons :]} if left_out else set()
    constant = plan.irregular("constant_values", day, unit.code) and start.hour < 12
    for person in people:
        moment = between(draw, start, start + timedelta(minutes=105))
        celsius = normal_celsius(draw)
        if person.index in skipped:
            continue
        if constant:
            moment, celsius = start + timedelta(minutes=30), 36.5
        yield reading(plan, unit, person, moment, celsius)


def reading(plan: Plan, unit: Unit, person: Person, moment: datetime, celsius: float) -> ScriptedAct:
    """One reading by the unit's own recorder; where the unit was offline it is recorded the next morning."""
    place = f"{unit.code}-CAMP" if unit.kind in SITE_KINDS else None
    data: dict[str, Any] = {
        "celsius": celsius,
        "site": "forehead",
        "instrument": f"IR-{unit.code}-1",
        "remeasure": False,
    }
    return ScriptedAct(
        at=recorded_at(plan, unit.code, moment),
        actor=plan.recorder(unit.code),
        action="record",
        kind="screening.temperature_check",
        unit=unit.code,
        place=place,
        person=person.index,
        data=data,
        occurred_at=moment,
    )


def recorded_at(plan: Plan, unit: str, moment: datetime) -> datetime:
    """The moment itself, or 09:05 of the next morning (plus the seconds) where the unit is offline on purpose."""
    day = reporting_day(moment)
    if moment.date() == day and plan.irregular("offline_site", day, unit):
        return at(day + timedelta(days=1), 9, 5, moment.second)
    return moment


def normal_celsius(draw: Random) -> float:
    """A temperature of somebody well: 35.9 to 37.1 °C, one decimal."""
    return round(min(37.1, max(35.9, draw.gauss(36.5, 0.2))), 1)


def declarations(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """Everybody on the staff, each morning: a few have a cough or are tired, hardly any come from a risk area."""
    draw = chance(plan, day, "declarations")
    for unit in plan.units:
        silent = unit.staff and plan.irregular("silent_site", day, unit.code)
        for person in plan.staff_of(unit.code) if unit.staff else ():
            moment = between(draw, at(day, 6, 40), at(day, 7, 30))
            data: dict[str, Any] = {
                "symptoms": [draw.choice(SYMPTOMS)] if draw.random() < 0.0006 else [],
                "from_risk_area": draw.random() < 0.0003,
            }
            if data["from_risk_area"]:
                data["risk_level"] = "mid"
            if not silent:
                label = f"{day}/symptom/{person.index}" if data["symptoms"] else None
                told_at = recorded_at(plan, unit.code, moment)
                yield ScriptedAct(
                    at=told_at,
                    actor=plan.recorder(unit.code),
                    action="record",
                    kind="screening.health_declaration",
                    unit=unit.code,
                    person=person.index,
                    data=data,
                    occurred_at=moment,
                    label=label,
                )
                if label:
                    yield from answers.symptom(unit, label, told_at, draw)


def roll_calls(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """One a day in each unit with people. `unexplained_persons` holds indexes of people."""
    draw = chance(plan, day, "roll_calls")
    for unit in plan.units:
        if not unit.staff:
            continue
        moment = between(draw, at(day, 9, 30), at(day, 10, 10))
        excused = min(unit.staff, draw.choice((0, 0, 0, 1, 1, 2)))
        if plan.irregular("silent_site", day, unit.code):
            continue
        absent = plan.irregular("unexplained_absence", day, unit.code)
        missing = [person.index for person in plan.staff_of(unit.code)[: absent.persons]] if absent else []
        data: dict[str, Any] = {
            "listed": unit.staff,
            "present": unit.staff - excused - len(missing),
            "excused": excused,
            "unexplained": len(missing),
        }
        if missing:
            data["unexplained_persons"] = missing
        yield ScriptedAct(
            at=recorded_at(plan, unit.code, moment),
            actor=plan.recorder(unit.code),
            action="record",
            kind="screening.roll_call",
            unit=unit.code,
            data=data,
            occurred_at=moment,
        )


def residents(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """One reading a day for each resident, where the volume asks for it: the grid worker helps the community."""
    draw = chance(plan, day, "residents")
    for person in plan.staff_of("C161"):
        moment = between(draw, at(day, 8, 0), at(day, 11, 30))
        yield ScriptedAct(
            at=moment,
            actor="grid",
            action="record",
            kind="screening.temperature_check",
            unit="C161",
            person=person.index,
            data={"celsius": normal_celsius(draw), "site": "wrist", "remeasure": False},
            occurred_at=moment,
        )
