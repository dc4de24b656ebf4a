"""screening · rules: the round of a reading, shifts of a gate, and what a person's readings of a day amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from lianfang.kernel.words import w

# Three eight-hour shifts from midnight (三班倒), so that the close of the reporting day at 16:00 cuts none (house).
SHIFTS_PER_DAY = 3
SHIFT_HOURS = 24 // SHIFTS_PER_DAY
# In the order of a reporting day: the evening shift lies on its eve.
SHIFTS = (2, 0, 1)
REMEASURE_WITHIN = timedelta(minutes=10)  # domain B4, clock of step ②


@dataclass(frozen=True, slots=True)
class Round:
    """A part of the day in which a reading was taken, by the wall clock: from inclusive, to exclusive."""

    code: str
    from_hour: int
    to_hour: int


# They cut the day without a gap and are never asked for: who is measured when stands in the playbook's duties.
ROUNDS = (Round("evening", 16, 24), Round("morning", 0, 11), Round("noon", 11, 16))


def round_of(at: datetime) -> Round:
    """The round of a moment, given in local time."""
    return next(each for each in ROUNDS if each.from_hour <= at.hour < each.to_hour)


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
