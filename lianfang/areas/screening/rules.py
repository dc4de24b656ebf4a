"""screening · rules: rounds of the day, shifts of a gate, and what a person's readings of a day amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from lianfang.kernel.words import Words, w

# Three eight-hour shifts from midnight (三班倒), so that the close of the reporting day at 16:00 cuts none (house).
SHIFTS_PER_DAY = 3
SHIFT_HOURS = 24 // SHIFTS_PER_DAY
# In the order of a reporting day: the evening shift lies on its eve.
SHIFTS = (2, 0, 1)
REMEASURE_WITHIN = timedelta(minutes=10)  # domain B4, clock of step ②


@dataclass(frozen=True, slots=True)
class Round:
    """A part of the day in which people are measured, by the wall clock: from inclusive, to exclusive."""

    code: str
    words: Words
    from_hour: int
    to_hour: int
    on_eve: bool = False

    def begins(self, midnight: datetime) -> datetime:
        """When the round begins that belongs to the reporting day of this `midnight`."""
        return midnight + timedelta(hours=self.from_hour - (24 if self.on_eve else 0))

    def ends(self, midnight: datetime) -> datetime:
        return midnight + timedelta(hours=self.to_hour - (24 if self.on_eve else 0))


# In the order of a reporting day, which begins at 16:00 of its eve (domain B1). The hours are the house's.
ROUNDS = (
    Round("evening", w("前日晚", "eve"), 16, 24, on_eve=True),
    Round("morning", w("早", "a.m."), 0, 11),
    Round("noon", w("午", "noon"), 11, 16),
)


def round_of(at: datetime) -> Round:
    """The round of a moment, given in local time."""
    return next(each for each in ROUNDS if each.from_hour <= at.hour < each.to_hour)


def rounds_due(times_a_day: int) -> frozenset[str]:
    """The rounds in which everybody is measured: in the morning, and where twice, in the evening too (domain B14)."""
    return frozenset(("morning", "evening", "noon")[:times_a_day])


class Done(StrEnum):
    """How far a round has come."""

    FULL = "full"
    LATER = "later"
    SHORT = "short"
    OPEN = "open"
    AHEAD = "ahead"
    FREE = "free"


def round_done(
    part: Round,
    *,
    midnight: datetime,
    now: datetime,
    due: int,
    measured: int,
    checked: int,
    needed: Decimal,
    asked: bool,
) -> Done:
    """How far a round has come for `due` people: `measured` in it, `checked` on the whole day.

    `needed` is the share (0…1) from which it is full. Short of that it is made up for *later* once enough people
    were checked at any time of the day, *open* while it lasts, *ahead* before it begins, else *short*. A round that
    is not `asked` for is never short, only *free*.
    """
    if measured > 0 and measured >= needed * due:
        return Done.FULL
    if not asked:
        return Done.FREE
    if now < part.begins(midnight):
        return Done.AHEAD
    if now < part.ends(midnight):
        return Done.OPEN
    return Done.LATER if checked > 0 and checked >= needed * due else Done.SHORT


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
