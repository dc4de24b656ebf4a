"""screening · payloads: what a temperature may be, in a check and at a gate."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

# From here on a reading is kept by itself in the day's sums, so that the playbook's threshold of that day can be
# held against it. A playbook cannot ask for a lower one (37.3 ℃ in domain B4): its figures would say "not reported".
WATCHED_FROM_CELSIUS = 37.0

Celsius = Annotated[float, Field(ge=34.0, le=43.0, multiple_of=0.1)]
