"""duties · API: the slots of a day, for machines; the same as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from lianfang.areas.duties import queries
from lianfang.areas.duties.kinds import SEE
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.shell import cursors
from lianfang.shell.days import ApiDay

top = Router()
StateOut = Literal["not_due", "due", "overdue", "missed", "done", "late", "doubtful", "excused", "void"]


class SlotOut(Schema):
    """One expected act and what became of it; `entry` is the record that fulfilled it."""

    duty: str
    date: date
    target: str
    window: int
    unit: str
    role: str
    from_at: datetime
    due_at: datetime
    until_at: datetime | None
    state: StateOut
    entry: UUID | None
    done_at: datetime | None
    recorded_by: str | None
    evidence: str | None
    doubts: list[str]


class SlotsOut(Schema):
    """The slots of a unit and everything below it; `next` is the cursor of the following page."""

    unit: str
    date: date
    as_of: datetime
    slots: list[SlotOut]
    next: str | None


@top.get("/slots", response=SlotsOut, operation_id="get_slots", url_name="slots")
def slots(
    request: HttpRequest,
    date: ApiDay,
    duty: str | None = None,
    unit: str | None = None,
    cursor: cursors.TextNumberText = "",
    size: int = Query(100, ge=1, le=500),
) -> Any:
    """The slots of a reporting day, by duty and target; of a day that was never derived there are none to tell."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = clock.current().now()
    found = units.unit(actor, unit or actor.home or "")
    actor.must(SEE, found.path)
    queries.must_be_derived(actor, date)
    listed, after = queries.listed(
        actor, [found], date, now, duty=duty, after=cursors.checked(cursor, str, int, str), size=size
    )
    return {"unit": found.code, "date": date, "as_of": now, "slots": [_said(each) for each in listed], "next": after}


_SAME = (
    "duty", "target", "unit", "role", "from_at", "due_at", "until_at", "entry", "done_at", "recorded_by", "evidence",
)  # fmt: skip


def _said(slot: queries.SlotSeen) -> dict[str, Any]:
    said = {name: getattr(slot, name) for name in _SAME}
    more = {"date": slot.day, "window": slot.number, "state": str(slot.state), "doubts": list(slot.doubts)}
    return {**said, **more}
