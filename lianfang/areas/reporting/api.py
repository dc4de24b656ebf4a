"""reporting · API: a unit's report and who has reported, for machines; the same numbers as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from lianfang.areas.reporting import exports, exports_tree, queries, queries_tree
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.playbook import DAILY, UnknownRule
from lianfang.playbook.current import current
from lianfang.shell import cursors
from lianfang.shell.days import ApiDay
from lianfang.shell.ledger.api_shapes import WordsOut

top = Router()
router = Router()
State = Literal["ok", "zero_confirmed", "zero_unverified", "partial", "not_reported", "not_applicable"]
StandingOut = Literal["open", "due", "on_time", "late", "missing"]
HandlingOut = Literal["none", "submitted", "received", "returned", "recalled"]


class MeasureOut(Schema):
    """A value never travels alone. Numbers with decimals are text; null is never 0."""

    value: int | str | None
    checked: int | None
    expected: int | None
    coverage: str | None = Field(description="checked / expected, 0 to 1, four decimals")
    state: State


class LineOut(MeasureOut):
    code: str
    words: WordsOut
    unit: WordsOut
    evidence: int = Field(description="how many entries stand behind the figure")
    pending: MeasureOut | None = Field(description="what the ledger says now, where it differs from what was filed")


class UnitOut(Schema):
    code: str
    zh: str
    en: str


class FormOut(UnitOut):
    """The form that was filed."""


class WindowOut(Schema):
    from_: datetime = Field(alias="from")
    to: datetime


class ChildOut(Schema):
    unit: str
    version: int
    digest: str


class ActOut(Schema):
    act: str
    version: int | None
    at: datetime
    by: str
    why: str | None


class SignatureOut(Schema):
    step: Literal["fill", "review", "sign"]
    login: str
    at: datetime
    stands: Literal["own", "deputy", "above"] = "own"
    stands_for: str | None = None


class EventOut(Schema):
    id: str
    code: str
    unit: str
    at: datetime
    state: str
    open: bool = Field(description="whether it still went on")


class ReportOut(Schema):
    """One unit's report of a day as it stands; before the first version (`version` 0) as the ledger fills it in."""

    unit: UnitOut
    date: date
    form: FormOut
    window: WindowOut
    due_at: datetime
    as_of: datetime
    version: int
    standing: StandingOut
    handling: HandlingOut
    verdicts: list[str]
    filed_at: datetime | None
    filed_by: str | None
    series: int = Field(description="the number of the report: the day's place since the unit's first")
    addressee: WordsOut | None
    signatures: list[SignatureOut] = Field(description="who took which step of the newest version")
    events: list[EventOut] = Field(
        description="what happened on the day, as the newest version states it; nobody is named"
    )
    events_since: list[EventOut] = Field(description="what came after it was signed, to be amended")
    chat: WordsOut = Field(description="one line for a chat group")
    narrative: str | None
    late_reason: str | None
    seal: str | None
    seal_root: str | None
    head: str | None = Field(description="the compact witness that went up with the version, else the newest")
    verify: str | None
    digest: str | None
    children: list[ChildOut]
    measures: list[LineOut]
    history: list[ActOut]


class UnitStatus(Schema):
    """How one unit's report stands."""

    unit: UnitOut
    due_at: datetime
    standing: StandingOut
    handling: HandlingOut
    version: int
    filed_at: datetime | None
    filed_by: str | None
    reminders: int


class StatusOut(Schema):
    """Who was due, on time, late, missing and returned in a subtree; `next` is the cursor of the following page."""

    unit: UnitOut
    date: date
    as_of: datetime
    due: int
    on_time: int
    late: int
    missing: int
    waiting: int
    returned: int
    recalled: int
    received: int
    amended: int
    zeros_confirmed: int
    zeros_unverified: int
    units: list[UnitStatus]
    next: str | None


@top.get("/reports/{unit}/{date}", response=ReportOut, operation_id="get_report", url_name="report", by_alias=True)
def report(request: HttpRequest, unit: str, date: ApiDay, form: str = DAILY) -> Any:
    """One unit's report with every measure's value, checked, expected, state and number of entries."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _check_asked(form)
    found = queries.report(actor, unit, date, now=clock.current().now(), form=form)
    return exports.as_data(actor, found)


class RolledOut(MeasureOut):
    code: str


class SubtreeOut(Schema):
    """One subtree directly below, or (`itself`) what the unit states for itself."""

    unit: UnitOut
    itself: bool
    standing: StandingOut | None
    measures: list[RolledOut]


class RollupOut(Schema):
    """The figures of a unit and everything below it, and of each subtree directly below, page by page."""

    unit: UnitOut
    date: date
    as_of: datetime | None
    measures: list[RolledOut]
    below: list[SubtreeOut]
    next: str | None


@router.get("/rollup/{unit}/{date}", response=RollupOut, operation_id="get_rollup", url_name="rollup")
def rollup(request: HttpRequest, unit: str, date: ApiDay, form: str = DAILY, cursor: cursors.Text = "") -> Any:
    """The roll-up of a subtree at any level; the same numbers as on its page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _check_asked(form)
    now, day = clock.current().now(), clock.reporting_day(date)
    top_unit = queries_tree.top_of(actor, unit, date)
    whole = queries_tree.whole(actor, top_unit, day, now=now, form=form)
    below = queries_tree.below(actor, top_unit, day, now=now, form=form, after=cursors.checked(cursor, str))
    return exports_tree.rollup_data(top_unit, day, whole, below)


@top.get("/status/{date}", response=StatusOut, operation_id="get_status", url_name="status")
def status(
    request: HttpRequest,
    date: ApiDay,
    unit: str | None = None,
    form: str = DAILY,
    cursor: cursors.Text = "",
    size: int = Query(100, ge=1, le=500),
) -> Any:
    """The counts of a subtree (by default of the caller's widest unit) and its units, page by page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _check_asked(form)
    return exports.status_data(
        queries.status(actor, unit or actor.home or "", date, form=form, after=cursors.checked(cursor, str), size=size)
    )


def _check_asked(form: str) -> None:
    """A form that the playbook does not have is not found."""
    try:
        current().form(form)
    except UnknownRule:
        raise Refused(NOT_FOUND) from None
