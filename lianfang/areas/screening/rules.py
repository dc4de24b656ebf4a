"""screening · rules: shifts of a gate's log, and what a person's readings of a day amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from lianfang.kernel.words import w

# The log of a gate is looked at in three eight-hour parts from midnight (三班倒, house). No duty says so: a duty is one
# act of one role, done or not, while a log goes on all day, and only a part without a single line says that nobody kept
# it. They are the coverage of G1 and G3. Who is due to do something at a gate is a duty, and is read from its slots.
SHIFTS_PER_DAY = 3
SHIFT_HOURS = 24 // SHIFTS_PER_DAY
# In the order of a reporting day: the evening shift lies on its eve.
SHIFTS = (2, 0, 1)
# House default where no step of the playbook's procedures is settled by a re-measure and has a clock (domain B4 ②).
REMEASURE_WITHIN = timedelta(minutes=10)
# House defaults of a keypad, which no outbreak decides: the lowest tile, and how far tiles reach above the playbook's
# threshold of the day. What lies beyond is typed, so no tile limits what can be recorded.
KEYPAD_FROM = Decimal("36.0")
KEYPAD_ABOVE = Decimal("3.0")


class Standing(StrEnum):
    """What a person's readings of one day amount to."""

    NORMAL = "normal"
    AWAITING = "awaiting"
    FEVER = "fever"
    CLEARED = "cleared"


STANDING_WORDS = {
    Standing.NORMAL: w("正常", "normal"),
    Standing.AWAITING: w("待复测", "awaiting second reading"),
    Standing.FEVER: w("发热（复测确认）", "fever, confirmed by a second reading"),
    Standing.CLEARED: w("复测正常", "second reading normal"),
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
