"""sanitation · rules: the round of a record, doses, dilution, and what must never be mixed. Pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import ROUND_UP, Decimal
from typing import Any, Protocol

from lianfang.areas.sanitation.facts import ROUND_WORDS
from lianfang.kernel.words import Words, w

CHLORINE = frozenset({"84", "chlorine_tablet"})
ALCOHOL = "alcohol75"
# What is disinfected at a place of each kind, where nobody has said otherwise before.
OBJECT_AT = {
    "office_building": "touch_points",
    "lift": "lift",
    "corridor": "surface",
    "public_toilet": "toilet",
    "waste_point": "waste_point",
    "duty_room": "surface",
    "staff_canteen": "canteen",
    "vehicle": "vehicle",
}
_USUAL_MG_PER_L = Decimal(500)


@dataclass(frozen=True, slots=True)
class Round:
    """A part of the day: from a time of day (inclusive) to another (exclusive), over midnight where it must."""

    number: int
    words: Words
    from_time: time
    to_time: time

    def holds(self, at: time) -> bool:
        if self.from_time < self.to_time:
            return self.from_time <= at < self.to_time
        return at >= self.from_time or at < self.to_time


# To which round a record belongs that does not say so. They cut the day without a gap and are never asked for: what
# is due, and until when, stands in the playbook's duties.
ROUNDS = (
    Round(1, ROUND_WORDS["1"], time(5), time(11)),
    Round(2, ROUND_WORDS["2"], time(11), time(16)),
    Round(3, ROUND_WORDS["3"], time(16), time(5)),
)


def round_at(local: time) -> int:
    """The number of the round whose window holds a time of day."""
    return next(each.number for each in ROUNDS if each.holds(local))


class Span(Protocol):
    """From `low` to `high`, both inclusive; `high` None: at least `low`."""

    @property
    def low(self) -> Decimal: ...
    @property
    def high(self) -> Decimal | None: ...


class DoseSaid(Protocol):
    """What a playbook's dose says (`lianfang.playbook.Dose`)."""

    @property
    def chlorine_mg_per_l(self) -> Any: ...
    @property
    def contact_minutes(self) -> Any: ...
    @property
    def instead(self) -> tuple[str, ...]: ...


def allows_alcohol(dose: DoseSaid) -> bool:
    """Whether 75 % alcohol may take the place of chlorine on this object."""
    return any("75" in each and ("酒精" in each or "alcohol" in each) for each in dose.instead)


def in_range(dose: DoseSaid, agent: str, chlorine: int | None, minutes: int | None) -> bool | None:
    """Whether a round kept its dose (domain B9); None where too little was recorded or no rule speaks of it.

    One parameter outside is enough for False; True needs all that the dose states, and that it states anything.
    """
    if agent == ALCOHOL:
        return True if allows_alcohol(dose) else None
    stated = dose.chlorine_mg_per_l is not None or dose.contact_minutes is not None
    if agent not in CHLORINE or not stated:
        return None
    judged = [_within(dose.chlorine_mg_per_l, chlorine), _within(dose.contact_minutes, minutes)]
    if False in judged:
        return False
    return None if None in judged else True


def _within(span: Span | None, value: int | None) -> bool | None:
    if span is None:
        return True
    if value is None:
        return None
    return span.low <= value and (span.high is None or value <= span.high)


def stock_ml(target_mg_per_l: Decimal, litres: Decimal, stock_percent: Decimal) -> Decimal:
    """Stock solution for a bucket, in whole mL rounded up (domain B9): 5 %, 500 mg/L, 10 L → 100 mL.

    `stock_percent` is grams of available chlorine in 100 mL. Raises ValueError where the stock is not stronger
    than what is wanted, or a figure is not positive.
    """
    if min(target_mg_per_l, litres, stock_percent) <= 0:
        raise ValueError("all three figures are above zero")
    if stock_percent * 10_000 <= target_mg_per_l:
        raise ValueError("the stock is not stronger than the target")
    return (target_mg_per_l * litres / (stock_percent * 10)).quantize(Decimal(1), ROUND_UP)


_NEVER_SPRAY = w(
    "不要对人体、室外和有人的房间喷洒；作业时戴手套、口罩，开窗通风，看有效期",
    "Never spray people, the open air or a room with people in it; wear gloves and a mask, air the room, check expiry",
)
_NO_ACID = w(
    "含氯消毒剂不得与洁厕灵等酸性清洁剂或酒精混用，会放出有毒气体",
    "Never mix chlorine with acid cleaners (toilet cleaner) or alcohol: toxic gas",
)
_NO_FLAME = w("酒精只擦拭、不喷洒，远离明火和电火花", "Wipe with alcohol, never spray it; keep flames and sparks away")
_RINSE = w("作用到时间后用清水擦净，防腐蚀", "Rinse with water after the contact time, against corrosion")


def usual_dose(dose: DoseSaid) -> tuple[int | None, int | None]:
    """(mg/L, minutes) to propose where a place has no round yet: 500 mg/L as far as the dose allows it."""
    chlorine, minutes = dose.chlorine_mg_per_l, dose.contact_minutes
    strong = None if chlorine is None else min(chlorine.high or _USUAL_MG_PER_L, max(chlorine.low, _USUAL_MG_PER_L))
    return None if strong is None else int(strong), None if minutes is None else int(minutes.low)


def guards(object_: str, agent: str) -> tuple[Words, ...]:
    """What must not be done with this agent at this object (guideline 国卫办监督函〔2020〕147号; domain B9)."""
    said = [_NO_ACID] if agent in CHLORINE else [_NO_FLAME] if agent == ALCOHOL else []
    if agent in CHLORINE and object_ in ("lift", "touch_points", "vehicle"):
        said.append(_RINSE)
    return (*said, _NEVER_SPRAY)
