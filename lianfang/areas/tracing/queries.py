"""tracing · queries: the city's course as published, and what is known today of the unit's own people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from lianfang.areas.tracing.indicators import cases_sql, classes_of
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, reading
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.scope import Actor
from lianfang.playbook import current

_CURVE = Path(__file__).with_name("sql").joinpath("curve.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Published:
    """One day's figures as published, all cumulative but the last two; `counted_on` is the day that they count up to,
    where the source says it, and `entry` the record they stand in."""

    confirmed: int
    cured: int
    dead: int
    suspected: int | None
    asymptomatic: int | None
    counted_on: date | None
    source: str
    entry: UUID


@dataclass(frozen=True, slots=True)
class CurveDay:
    """One calendar day of the curve. `published` is None where nothing was: a gap, never a 0.

    `new_*` are differences to the day before, None where one of the two days is a gap. They may be negative:
    the authorities correct theirs.
    """

    day: date
    published: Published | None
    new_confirmed: int | None = None
    new_cured: int | None = None
    new_dead: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One figure of cases of one unit: its live measure, and whether the channel was looked at for it, by whomever."""

    code: str
    measure: Measure
    looked: bool


def official_curve(actor: Actor, area: str, first: date, last: date) -> list[CurveDay]:
    """Every calendar day from `first` to `last` of an area (`"650100"`), also those without figures."""
    eve = first - timedelta(days=1)  # the first day's difference needs it
    rows = reading.rows(actor, _CURVE, area=area, first=eve, last=last)
    known = {row[0]: Published(*row[1:]) for row in rows}
    return [_curve_day(day, known.get(day), known.get(day - timedelta(days=1))) for day in _days(first, last)]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _curve_day(day: date, now: Published | None, before: Published | None) -> CurveDay:
    if now is None or before is None:
        return CurveDay(day, now)
    return CurveDay(day, now, now.confirmed - before.confirmed, now.cured - before.cured, now.dead - before.dead)


def areas(actor: Actor) -> list[str]:
    """The areas of which the actor sees figures, the one with most days first."""
    return reading.column(
        actor,
        "SELECT area FROM tracing_official_figures WHERE superseded_at IS NULL AND NOT exercise "
        "GROUP BY area ORDER BY count(DISTINCT figures_day) DESC, area",
    )


def cases(actor: Actor, top: Unit, day: date) -> list[tuple[Unit, list[Case]]]:
    """What is known of cases on a day, for each unit at or below `top` that states them, by the playbook's classes.

    The measures are live: whether a zero is confirmed is said by the unit's report.
    """
    window, classes = clock.reporting_day(day), classes_of(current())
    rows = reading.named_rows(
        actor, cases_sql(classes), **reading.under(top.path), day=day, from_at=window.from_at, to_at=window.to_at
    )
    named = units.units(actor, [row["unit"] for row in rows], day=day)
    return [(named[row["unit"]], [_case(code, row) for code in classes]) for row in rows if row["unit"] in named]


def _case(code: str, row: dict[str, Any]) -> Case:
    value, checked, expected = (row[f"{code.lower()}_{part}"] for part in ("value", "checked", "expected"))
    state = MeasureState.NOT_REPORTED if value is None else MeasureState.PARTIAL
    return Case(code, Measure(value, checked, expected, row["changed_at"], state), bool(checked))
