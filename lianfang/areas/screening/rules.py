"""screening · rules: rounds of the day, shifts of a gate, and what a person's readings of a day amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

from lianfang.kernel.words import Words, w

# Three eight-hour shifts from midnight (三班倒), so that the close of the reporting day at 16:00 cuts none (house).
SHIFTS_PER_DAY = 3
SHIFT_HOURS = 24 // SHIFTS_PER_DAY


@dataclass(frozen=True, slots=True)
class Round:
    """A part of the day in which people are measured, by the wall clock: from inclusive, to exclusive."""

    code: str
    words: Words
    from_hour: int
    to_hour: int
    on_eve: bool = False

    def over(self, at: time) -> bool:
        """Whether the round has ended by `at` of the day whose report it belongs to."""
        return self.on_eve or at.hour >= self.to_hour


# In the order of a reporting day, which begins at 16:00 of its eve (domain B1). The hours are the house's.
ROUNDS = (
    Round("evening", w("昨晚", "evening before"), 16, 24, on_eve=True),
    Round("morning", w("早", "morning"), 0, 11),
    Round("noon", w("午", "noon"), 11, 16),
)


def round_of(at: datetime) -> Round:
    """The round of a moment, given in local time."""
    return next(each for each in ROUNDS if each.from_hour <= at.hour < each.to_hour)


def rounds_due(times_a_day: int) -> frozenset[str]:
    """The rounds in which everybody is measured; twice a day is morning and evening (domain B6, B14)."""
    return frozenset(("morning", "evening", "noon")[:times_a_day])


class Standing(StrEnum):
    """What a person's readings of one day amount to."""

    NORMAL = "normal"
    AWAITING = "awaiting"
    FEVER = "fever"
    CLEARED = "cleared"


STANDING_WORDS = {
    Standing.NORMAL: w("正常", "normal"),
    Standing.AWAITING: w("待复测", "awaiting re-measure"),
    Standing.FEVER: w("发热（复测确认）", "fever, confirmed by re-measure"),
    Standing.CLEARED: w("复测正常", "re-measured normal"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One standing reading of one person."""

    at: datetime
    celsius: Decimal
    remeasure: bool


def standing(readings: Iterable[Reading], threshold: Decimal) -> Standing:
    """What one person's readings of one day amount to (domain B4 ②, H2).

    A fever is a re-measure at the threshold or above. A high reading that no re-measure followed awaits one:
    it is no fever yet, and nobody may call it none. A high reading followed by a normal re-measure is cleared.
    """
    listed = list(readings)
    again = [each for each in listed if each.remeasure]
    last_again = max((each.at for each in again), default=None)
    high = [each for each in listed if each.celsius >= threshold]
    if any(each.remeasure for each in high):
        return Standing.FEVER
    if any(last_again is None or each.at > last_again for each in high):
        return Standing.AWAITING
    return Standing.CLEARED if high else Standing.NORMAL
