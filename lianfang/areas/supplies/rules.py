"""supplies · rules: what to issue first, and how near a lot is to its end. Pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot as the books have it; a negative balance is a discrepancy and stays one."""

    unit: str
    item: str
    lot: str
    on_hand: Decimal
    expires_on: date | None
    counted_at: datetime | None = None
    since: date | None = None
    expires_last: date | None = None

    @property
    def two_ends(self) -> bool:
        """Whether receipts of it gave different dates: somebody has to say which is right."""
        return self.expires_last is not None and self.expires_last != self.expires_on


@dataclass(frozen=True, slots=True)
class Taking:
    """So much of that lot."""

    lot: Lot
    quantity: Decimal


def usable(lot: Lot, on: date) -> bool:
    """Whether a lot may be issued on a day: there is some, and its last day has not passed."""
    return lot.on_hand > 0 and (lot.expires_on is None or lot.expires_on >= on)


def first_out(lots: Iterable[Lot], on: date) -> list[Lot]:
    """The lots that may be issued on a day, first to expire first out (domain B10); undated ones last."""
    return sorted(
        (lot for lot in lots if usable(lot, on)),
        key=lambda lot: (lot.expires_on or date.max, lot.since or date.max, lot.lot),
    )


def suggest(lots: Iterable[Lot], quantity: Decimal, on: date) -> list[Taking]:
    """From which lots to take a quantity, first to expire first out; less than that where there is not enough."""
    takings: list[Taking] = []
    for lot in first_out(lots, on):
        due = quantity - sum((taking.quantity for taking in takings), Decimal(0))
        if due <= 0:
            break
        takings.append(Taking(lot, min(lot.on_hand, due)))
    return takings


def gone(lot: Lot, on: date) -> bool:
    """Whether some of a lot is there whose last day has passed: it is disposed of or returned, and never issued."""
    return lot.on_hand > 0 and lot.expires_on is not None and lot.expires_on < on


def wants_words(left: Decimal, came: Decimal, *, more_to_come: bool = False) -> bool:
    """Whether somebody has to say why another quantity came than was still expected."""
    return came > left or (came < left and not more_to_come)


def apart(lot: str, expires_on: date) -> str:
    """What another lot of the same number is called, so that the two are kept apart: OUT-N2（2022-03-31）."""
    return f"{lot}（{expires_on}）"


def alert_of(expires_on: date | None, on: date, days: Sequence[int]) -> int | None:
    """The alert that a date has reached: the smallest of `days` (90, 30, 0) that it is not farther than; else None.

    On its last day a lot is at 0 days: the next day it is withdrawn from use.
    """
    if expires_on is None:
        return None
    return min((each for each in days if expires_on <= on + timedelta(days=each)), default=None)
