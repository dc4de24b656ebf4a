"""screening · payloads: what a temperature may be, in a check and at a gate."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from lianfang.kernel.payloads import unacceptable
from lianfang.kernel.words import w

# From here on a reading is kept by itself in the day's sums, so that the playbook's threshold of that day can be
# held against it. A playbook cannot ask for a lower one (37.3 ℃ in domain B4): its figures would say "not reported".
WATCHED_FROM_CELSIUS = 37.0

CELSIUS_MOST = Decimal("43.0")


def _in_tenths(celsius: float) -> float:
    """As an instrument shows it: what has more digits was calculated and not read."""
    if round(celsius, 1) != celsius:
        raise unacceptable("multiple_of", w("体温只到 0.1 度，如 37.3", "a temperature has one decimal, such as 37.3"))
    return celsius


Celsius = Annotated[float, Field(ge=34.0, le=float(CELSIUS_MOST), multiple_of=0.1), AfterValidator(_in_tenths)]
