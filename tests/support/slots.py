"""tests · slots: the slots of a day as the job derives them, for areas whose figures are counted by them."""

from __future__ import annotations

from datetime import date

from lianfang.areas.duties.actions import derive_day
from lianfang.kernel import clock


def derived(day: date) -> None:
    """Derives a day, if nobody has."""
    derive_day(day, clock.reporting_day(day).from_at)
