"""watch · payloads: what several kinds of the watch say: a shift, a login, a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Line, Payload, fact

Login = Annotated[Line, Field(min_length=1)]
Reason = Annotated[Line, Field(min_length=1)]


class Shift(Payload):
    """One shift, with its hours as they held when it was said: a later playbook changes nothing of the past."""

    on: date = fact("值班日期", "day of the shift")
    shift: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = fact("班次", "shift")
    begins_at: datetime = fact("上班", "begins")
    ends_at: datetime = fact("下班", "ends")
