"""sanitation · rules: doses, dilution, and what must never be mixed. Pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any, Protocol

from lianfang.kernel.words import Words

_USUAL_MG_PER_L = Decimal(500)


class Span(Protocol):
    """From `low` to `high`, both inclusive; `high` None: at least `low`."""

    @property
    def low(self) -> Decimal: ...
    @property
    def high(self) -> Decimal | None: ...


class DoseSaid(Protocol):
    """What a playbook's dose says (`playbook.Dose`)."""

    @property
    def chlorine_mg_per_l(self) -> Any: ...
    @property
    def contact_minutes(self) -> Any: ...
    @property
    def instead_agents(self) -> tuple[str, ...]: ...
    @property
    def amounts(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Used:
    """What was used in a round: an agent, by what its dose is measured, and how much of it for how long."""

    agent: str
    measured: str
    chlorine: int | None = None
    amount: Decimal | None = None
    minutes: int | None = None


def in_range(dose: DoseSaid, used: Used) -> bool | None:
    """Whether a round kept its dose (domain B9); None where too little was recorded or no rule speaks of it.

    One parameter outside is enough for False; True needs all that the dose states, and that it states anything.
    """
    if used.agent in dose.instead_agents:
        return True
    if used.measured == "chlorine":
        span: Span | None = dose.chlorine_mg_per_l
        said: int | Decimal | None = used.chlorine
        if span is None and dose.contact_minutes is None:
            return None
    else:
        span, said = dose.amounts.get(used.agent), used.amount
        if span is None:
            return None
    judged = [_within(span, said), _within(dose.contact_minutes, used.minutes)]
    if False in judged:
        return False
    return None if None in judged else True


def _within(span: Span | None, value: int | Decimal | None) -> bool | None:
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


def usual_dose(dose: DoseSaid) -> tuple[int | None, int | None]:
    """(mg/L, minutes) to propose where a place has no round yet: 500 mg/L as far as the dose allows it."""
    chlorine, minutes = dose.chlorine_mg_per_l, dose.contact_minutes
    strong = None if chlorine is None else min(chlorine.high or _USUAL_MG_PER_L, max(chlorine.low, _USUAL_MG_PER_L))
    return None if strong is None else int(strong), None if minutes is None else int(minutes.low)


class CautionSaid(Protocol):
    """What a playbook says must not be done with an agent."""

    @property
    def says(self) -> Words: ...
    @property
    def objects(self) -> tuple[str, ...]: ...


def guards(object_: str, cautions: Iterable[CautionSaid]) -> tuple[Words, ...]:
    """What must not be done with an agent at this object: of its cautions those for all objects, and for this one."""
    return tuple(each.says for each in cautions if not each.objects or object_ in each.objects)
