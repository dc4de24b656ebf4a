"""reporting · queries of chases: who was last reminded of what is missing behind a figure, and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.scope import Actor

I1 = "I1"  # its missing parts are reports, of which a unit is reminded as such


@dataclass(frozen=True, slots=True)
class Chase:
    """The last reminder of one figure to one unit."""

    unit: str
    day: date
    code: str
    by: str
    at: datetime


def last(actor: Actor, units: Collection[str], day: date, code: str) -> dict[str, tuple[str, datetime]]:
    """Who last reminded each of some units of a figure of a day, and when; of `I1` of the day's report."""
    if code == I1:
        found = reading.rows(
            actor,
            "SELECT unit, reminded_by, reminded_at FROM reporting_report WHERE unit = ANY(%(units)s) "
            "AND report_day = %(day)s AND reminded_at IS NOT NULL",
            units=[*units], day=day,
        )  # fmt: skip
    else:
        found = reading.rows(
            actor,
            "SELECT DISTINCT ON (c.unit) c.unit, c.recorded_by, c.recorded_at FROM reporting_chase c "
            "WHERE c.unit = ANY(%(units)s) AND c.report_day = %(day)s AND c.code = %(code)s "
            "AND c.superseded_at IS NULL AND NOT c.exercise ORDER BY c.unit, c.recorded_at DESC, c.entry DESC",
            units=[*units], day=day, code=code,
        )  # fmt: skip
    return {unit: (by, at) for unit, by, at in found}


def reminded(actor: Actor, day: Day, code: str, units: Collection[str]) -> dict[str, tuple[str, datetime]]:
    """As `kernel.filings` asks it."""
    return last(actor, units, day.date, code) if units else {}


def to(actor: Actor, units: Collection[str], since: date) -> list[Chase]:
    """The last reminders that some units have had since a day, one for each figure and day, the newest first."""
    rows = reading.rows(
        actor,
        "SELECT DISTINCT ON (c.unit, c.report_day, c.code) c.unit, c.report_day, c.code, c.recorded_by, c.recorded_at "
        "FROM reporting_chase c WHERE c.unit = ANY(%(units)s) AND c.report_day >= %(since)s "
        "AND c.superseded_at IS NULL AND NOT c.exercise "
        "ORDER BY c.unit, c.report_day, c.code, c.recorded_at DESC, c.entry DESC",
        units=[*units], since=since,
    )  # fmt: skip
    return sorted((Chase(*row) for row in rows), key=lambda each: (each.at, each.code), reverse=True)
