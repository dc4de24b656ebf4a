"""reporting · queries of the paper: what the official form says besides the figures of the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianfang.areas.reporting import queries_below, queries_board
from lianfang.areas.reporting.indicators import sql
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_acts import acts, filing_of
from lianfang.areas.reporting.rules import Handling
from lianfang.ground.units import queries as units
from lianfang.kernel import reading, scope
from lianfang.kernel.filings import Awaited, Counts, Standing
from lianfang.kernel.indicators import Figures, number
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.shortfalls import NAMED
from lianfang.kernel.words import Words

# A zero without all its checks is no whole day; a line that does not concern the unit on a day lacks nothing.
_WHOLE = (MeasureState.OK, MeasureState.ZERO_CONFIRMED, MeasureState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Total:
    """A figure added up since the first report: `days` of `of` days are in it whole, others in part or not at all."""

    measure: Measure
    days: int
    of: int


@dataclass(frozen=True, slots=True)
class Below:
    """The reports from below that are missing, were returned or were recalled: how many, and the first by name."""

    counts: Counts | None = None
    missing: tuple[Words, ...] = ()
    returned: tuple[Words, ...] = ()
    recalled: tuple[Words, ...] = ()


def series(report: Report) -> int:
    """The number of the report (第 n 期): the day's place in the row of days since the unit's first report.

    Counted by days and not by what was filed, so that a day without a report leaves a gap that shows.
    """
    return (report.day.date - first_day(report)).days + 1


def first_day(report: Report) -> date:
    """The day of the unit's first report; of one that never filed, this report's own."""
    found = reading.value(
        report.actor,
        "SELECT min(report_day) FROM reporting_report WHERE unit = %(unit)s AND form = %(form)s AND number > 0",
        unit=report.unit.code, form=report.form.code,
    )  # fmt: skip
    return min(found or report.day.date, report.day.date)


def addressee(report: Report) -> Words | None:
    """The unit to which the report goes: the one above, where it stood on that day. Its name alone is told, to whoever
    sees the report, though the unit itself may be out of sight."""
    *_, above = ("", *report.unit.path.split("/")[:-2])
    if not above:
        return None
    with scope.acting(scope.system_actor("reports")) as system:
        found = units.units(system, [above], day=report.day.date)
    return found[above].words if above in found else None


def day_before(report: Report) -> Figures:
    """What the unit's newest report of the day before states; nothing where there is none."""
    before = acts(report.unit.code, report.day.date - timedelta(days=1), report.form.code)
    return next(act for act in reversed(before) if act.files).lines if filing_of(before).filed else {}


def totals(report: Report) -> dict[str, Total]:
    """The lines that cumulate, of figures whose days add up, from the unit's first report to this one: what its own
    newest versions state, each as it was signed. A day that is stated in part, or not at all, makes the whole partial.
    """
    lines = {line.code: line for line in report.lines if line.field.cumulates and line.indicator.cumulates}
    if not lines:
        return {}
    stated: dict[str, list[Measure]] = {code: [line.shown] for code, line in lines.items()}
    for code, value, state in reading.rows(
        report.actor, sql("stated_days"), unit=report.unit.code, form=report.form.code, before=report.day.date,
        codes=[*lines],
    ):  # fmt: skip
        stated[code].append(Measure(number(value), None, None, state=MeasureState(state)))
    return {code: total for code, measures in stated.items() if (total := _total(measures, series(report))) is not None}


def _total(measures: Sequence[Measure], of: int) -> Total | None:
    values = [each.value for each in measures if each.value is not None]
    if not values:
        return None
    days = sum(each.state in _WHOLE for each in measures)
    state = MeasureState.OK if days >= of else MeasureState.PARTIAL
    return Total(Measure(sum(values), None, None, state=state), days, of)


def below(report: Report) -> Below:
    """Whose reports from below are not there."""
    if not report.below:
        return Below()
    counts = queries_board.counts(
        report.actor, report.day, report.unit.path, now=report.now, form=report.form.code, below=True
    )
    if not (counts.missing or counts.returned or counts.recalled):
        return Below(counts)
    found = queries_below.reports_below(report.actor, report.day, report.unit.path, now=report.now, named=NAMED).waiting
    listed = [each for each in found if each.unit != report.unit.code]
    called = units.units(report.actor, sorted({each.unit for each in listed}), day=report.day.date)

    def named(stands: Callable[[Awaited], bool]) -> tuple[Words, ...]:
        return tuple(
            called[each.unit].words if each.unit in called else Words(each.unit, each.unit)
            for each in listed
            if stands(each)
        )

    return Below(
        counts,
        named(lambda each: each.standing == Standing.MISSING),
        named(lambda each: each.handling == Handling.RETURNED),
        named(lambda each: each.handling == Handling.RECALLED),
    )
