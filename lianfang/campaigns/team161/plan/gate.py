"""campaigns · team161.gate: who passes the gates of the estate, and the one fever that proves to be none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lianfang.campaigns.team161.plan import answers
from lianfang.campaigns.team161.plan.health import normal_celsius
from lianfang.campaigns.team161.plan.moments import at, between, chance
from lianfang.campaigns.team161.plan.shapes import Person, Plan, ScriptedAct, Unit

GUARD = "gate-c161"
CATEGORIES = ("resident", "staff", "visitor", "vendor", "vehicle")
WEIGHTS = (58, 22, 6, 8, 6)
PURPOSES = {
    "resident": ("shopping", "medical", "work"),
    "staff": ("work",),
    "visitor": ("visit", "service", "other"),
    "vendor": ("delivery",),
    "vehicle": ("delivery", "service"),
}
# Both gates are manned round the clock: each eight-hour shift lets somebody through.
SHIFT_HOURS = (7, 11, 19)


def gate(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """The passages of the day between 07:00 and 22:00, and what is planned for the gate on that day."""
    draw = chance(plan, day, "gate")
    living = [person for person in plan.people if person.household]
    residents = [person for person in living if person.unit == "C161"]
    staff = [person for person in living if person.unit != "C161"]
    for hour in SHIFT_HOURS:
        for category in ("resident", "vehicle"):
            yield _passage(draw, between(draw, at(day, hour), at(day, hour, 55)), residents, staff, category)
    for _ in range(plan.volume.gate):
        category = draw.choices(CATEGORIES, WEIGHTS)[0]
        yield _passage(draw, between(draw, at(day, 7), at(day, 22)), residents, staff, category)
    if plan.irregular("withdrawal", day, "C161"):
        yield from _twice(day, residents[7])
    if plan.irregular("gate_fever_negative", day, "C161"):
        estate = next(unit for unit in plan.units if unit.code == "C161")
        yield from _fever(estate, day, residents[42])


def _passage(
    draw: Random, moment: datetime, residents: list[Person], staff: list[Person], category: str
) -> ScriptedAct:
    direction = draw.choice(("in", "out"))
    returning = category == "resident" and direction == "in"
    data: dict[str, Any] = {
        "direction": direction,
        "category": category,
        "mask": draw.random() > 0.004,
        "purpose": "home" if returning else draw.choice(PURPOSES[category]),
    }
    person = {"resident": residents, "staff": staff}.get(category)
    who = draw.choice(person).index if person else None
    if direction == "in" and category != "vehicle":
        data["celsius"] = normal_celsius(draw)
    return ScriptedAct(
        at=moment,
        actor=GUARD,
        action="record",
        kind="screening.gate_passage",
        unit="C161",
        place="C161-GATE2" if category == "vehicle" else "C161-GATE1",
        person=who,
        data=data,
        evidence="scanned" if person else "typed",
    )


def _twice(day: date, person: Person) -> Iterator[ScriptedAct]:
    first = at(day, 12, 14, 20)
    data: dict[str, Any] = {"direction": "in", "category": "resident", "mask": True, "celsius": 36.4}
    label = f"{day}/gate/twice"
    for moment, name in ((first, None), (first + timedelta(seconds=25), label)):
        yield ScriptedAct(
            moment, GUARD, "record", "screening.gate_passage", "C161", "C161-GATE1", person.index, data, label=name
        )
    yield ScriptedAct(
        first + timedelta(minutes=4),
        GUARD,
        "withdraw",
        "screening.gate_passage",
        "C161",
        "C161-GATE1",
        person.index,
        note="同一次进门登记了两次",
        corrects=label,
    )


def _fever(estate: Unit, day: date, person: Person) -> Iterator[ScriptedAct]:
    """37.6 °C on the forehead after a walk in the sun; 36.8 with another instrument; 36.6 at the fever clinic."""
    seen = at(day, 14, 52, 10)
    data: dict[str, Any] = {"direction": "in", "category": "resident", "mask": True, "celsius": 37.6}
    yield ScriptedAct(
        seen,
        GUARD,
        "record",
        "screening.gate_passage",
        "C161",
        "C161-GATE1",
        person.index,
        data,
        note="门岗测温异常，已请其戴好口罩到隔离区等候",
        label=f"{day}/gate/fever",
    )
    yield from answers.fever(estate, f"{day}/gate/fever", seen)
    for minutes, place, celsius, instrument, note in (
        (9, "C161-GATE1", 36.8, "HG-C161-1", "换用腋下体温计复测，正常"),
        (64, None, 36.6, "发热门诊", "社区安排专车送发热门诊，排除发热，凭门诊单返回"),
    ):
        yield ScriptedAct(
            seen + timedelta(minutes=minutes),
            "grid",
            "record",
            "screening.temperature_check",
            "C161",
            place,
            person.index,
            {"celsius": celsius, "site": "axilla", "instrument": instrument, "remeasure": True},
            "seconded",
            note,
        )
