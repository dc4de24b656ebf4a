"""kernel · measures: a value never travels without what was checked, what was expected, and its state.

`Measure` and its addition form a commutative monoid (identity: not applicable), so a roll-up gives the same
answer in whatever order and grouping it is summed. Rule C0 of the domain notes:

* `not_reported` is never 0: it adds nothing to a value and makes the sum `partial`;
* a zero is confirmed only with coverage at the threshold and every source filed;
* percentages are never averaged: coverage is the sum checked over the sum expected, and never above 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from typing import Any

from lianfang.kernel.words import Words, w

Number = int | Decimal


class MeasureState(StrEnum):
    OK = "ok"
    ZERO_CONFIRMED = "zero_confirmed"
    ZERO_UNVERIFIED = "zero_unverified"
    PARTIAL = "partial"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"


STATE_WORDS: dict[MeasureState, Words] = {
    MeasureState.OK: w("已报", "reported"),
    MeasureState.ZERO_CONFIRMED: w("零，已核实", "zero, confirmed"),
    MeasureState.ZERO_UNVERIFIED: w("零，未核实", "zero, unverified"),
    MeasureState.PARTIAL: w("部分", "partial"),
    MeasureState.NOT_REPORTED: w("未报", "not reported"),
    MeasureState.NOT_APPLICABLE: w("不适用", "not applicable"),
}

# One bit a state, so that SQL can gather the states of ten thousand units with one bit_or.
STATE_BITS: dict[MeasureState, int] = {
    MeasureState.NOT_APPLICABLE: 0,
    MeasureState.NOT_REPORTED: 1,
    MeasureState.PARTIAL: 2,
    MeasureState.OK: 4,
    MeasureState.ZERO_UNVERIFIED: 8,
    MeasureState.ZERO_CONFIRMED: 16,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its evidence. `checked ≤ expected` is kept where both are known."""

    value: Number | None
    checked: int | None = None
    expected: int | None = None
    as_of: datetime | None = None
    state: MeasureState = MeasureState.NOT_REPORTED

    @property
    def coverage(self) -> Decimal | None:
        """Checked over expected, between 0 and 1; None where nothing was expected or nothing is known."""
        if self.checked is None or not self.expected:
            return None
        return min(Decimal(self.checked) / Decimal(self.expected), Decimal(1))

    def __add__(self, other: Measure) -> Measure:
        return Measure(
            value=_sum(self.value, other.value),
            checked=_sum(self.checked, other.checked),
            expected=_sum(self.expected, other.expected),
            as_of=_later(self.as_of, other.as_of),
            state=state_of_bits(STATE_BITS[self.state] | STATE_BITS[other.state]),
        )


NOT_APPLICABLE = Measure(None, state=MeasureState.NOT_APPLICABLE)


def total(measures: Iterable[Measure]) -> Measure:
    """The sum of measures; of none it is `not_applicable`."""
    return reduce(Measure.__add__, measures, NOT_APPLICABLE)


def judged(
    value: Number | None,
    checked: int | None,
    expected: int | None,
    *,
    threshold: Decimal,
    filed: bool,
    as_of: datetime | None = None,
    unsettled: int = 0,
) -> Measure:
    """One unit's own measure, judged by C0.

    `threshold` is the coverage (0…1) from which a figure counts as checked; `filed` says that the unit has
    confirmed it. With nothing recorded it is `not_reported`, whatever was expected. With nothing expected
    the coverage holds by itself (no person to check, no place to disinfect). `unsettled` counts what may still
    become part of the value (a high reading that nobody has re-measured): while there is any, no zero is confirmed.
    """
    if value is None:
        return Measure(None, checked, expected, as_of, MeasureState.NOT_REPORTED)
    if checked is not None and expected is not None:
        checked = min(checked, expected)
    covered = not expected or (checked is not None and Decimal(checked) >= threshold * expected)
    covered = covered and not unsettled
    if not filed:
        state = MeasureState.PARTIAL
    elif value == 0:
        state = MeasureState.ZERO_CONFIRMED if covered else MeasureState.ZERO_UNVERIFIED
    else:
        state = MeasureState.OK if covered else MeasureState.PARTIAL
    return Measure(value, checked, expected, as_of, state)


def state_of_bits(bits: int) -> MeasureState:
    """The state of a sum from the states of its parts, as a set of `STATE_BITS`."""
    missing, partial, ok, unverified = bits & 1, bits & 2, bits & 4, bits & 8
    if not bits:
        return MeasureState.NOT_APPLICABLE
    if bits == 1:
        return MeasureState.NOT_REPORTED
    if missing or partial or (ok and unverified):
        return MeasureState.PARTIAL
    if ok:
        return MeasureState.OK
    return MeasureState.ZERO_UNVERIFIED if unverified else MeasureState.ZERO_CONFIRMED


def _sum(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return one if other is None else other
    return one + other


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)
