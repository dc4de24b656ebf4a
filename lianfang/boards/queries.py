"""boards · queries: what several areas know together: reports by branch, unverified zeros, rounds, course, cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from lianfang.areas.reporting.board import due_times
from lianfang.areas.reporting.measures import Question, number
from lianfang.areas.reporting.sources import DAILY
from lianfang.areas.reporting.sources import sql as reporting_sql
from lianfang.areas.sanitation.indicators import DISINFECTED
from lianfang.areas.supplies.catalogue import CATALOGUE, Item
from lianfang.areas.supplies.indicators import sql as supplies_sql
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.indicators import Source
from lianfang.kernel.measures import STATE_BITS, MeasureState, Number
from lianfang.kernel.scope import Actor, acting_actor, prefix_range

_SQL = Path(__file__).with_name("sql")
_INSIDE_TOP = 1  # positions in SQL begin with 1


@dataclass(frozen=True, slots=True)
class ReportRow:
    """How one unit's report stands."""

    unit: str
    due_at: datetime
    standing: str
    number: int
    handling: str
    filed_at: datetime | None
    filed_by: str
    handled_at: datetime | None
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A report that is missing or went back."""

    unit: str
    standing: str
    due_at: datetime
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportsBelow:
    """The reports of a subtree: code of the branch directly below ('' is its top) → standing → reports."""

    standings: dict[str, dict[str, int]]
    waiting: list[Awaited]


@dataclass(frozen=True, slots=True)
class BareZero:
    """A zero that a unit filed without enough checks."""

    unit: str
    code: str
    checked: int | None
    expected: int | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class FiledDay:
    """What a subtree filed of one figure on one day, added up."""

    value: Number | None
    checked: int | None
    expected: int | None


@dataclass(frozen=True, slots=True)
class BranchRounds:
    """The rounds of a branch on one day: how many places it has, and in each round how many were done."""

    child: str
    day: date
    places: int
    done: dict[int, int]


@dataclass(frozen=True, slots=True)
class Cover:
    """One item in a whole subtree. `days` None: its use is not known; `least_at`: the unit where it lasts least."""

    item: Item
    on_hand: Decimal
    keepers: int
    known: int
    days: Decimal | None
    least_at: str
    expires_on: date | None
    counted_on: date | None


def reports_below(actor: Actor, day: Day, prefix: str, *, now: datetime, named: int) -> ReportsBelow:
    """How the reports of a subtree stand by branch, and the first `named` of those that are missing or went back."""
    standings: dict[str, dict[str, int]] = {}
    waiting = []
    asked = _board_asked(day, prefix, now) | {"limit": named}
    for child, standing, reports, unit, due_at, reminded_at in _rows(_on_board("reports_below"), **asked):
        if unit is None:
            standings.setdefault(child, {})[standing] = reports
        else:
            waiting.append(Awaited(unit, standing, due_at, reminded_at))
    return ReportsBelow(standings, waiting)


def direct_reports(actor: Actor, day: Day, of: Unit, *, now: datetime, limit: int = 500) -> list[ReportRow]:
    """How the reports of the units directly below a unit stand, in the order of the tree."""
    asked = _board_asked(day, of.path, now) | {"node": of.path, "limit": limit}
    return [ReportRow(*row) for row in _rows(_on_board("direct"), **asked)]


def unverified_zeros(actor: Actor, day: Day, prefix: str, *, limit: int = 12) -> list[BareZero]:
    """The unverified zeros that were filed in a subtree, the least covered first."""
    low, high = prefix_range(prefix)
    bits = STATE_BITS[MeasureState.ZERO_UNVERIFIED]
    asked = {"day": day.date, "form": DAILY, "low": low, "high": high, "bits": bits, "limit": limit}
    return [BareZero(*row) for row in _rows(_text("unverified"), **asked)]


def filed_days(
    actor: Actor, prefix: str, codes: Sequence[str], first: date, last: date
) -> dict[tuple[date, str], FiledDay]:
    """What a subtree filed of some figures, by day and code; a day on which nobody filed is not in it."""
    asked = {
        "first": first, "last": last, "form": DAILY, "codes": list(codes), "node": prefix,
        "high": prefix_range(prefix)[1],
    }  # fmt: skip
    return {
        (day, code): FiledDay(number(value), checked, expected)
        for day, code, value, checked, expected in _rows(_text("filed_days"), **asked)
    }


def rounds(actor: Actor, prefix: str, days: Sequence[date]) -> list[BranchRounds]:
    """The disinfection rounds of each branch below a path on some reporting days."""
    low, high = prefix_range(prefix)
    kinds = [str(kind) for kind in DISINFECTED]
    asked = {"days": list(days), "low": low, "high": high, "inside": len(prefix) + _INSIDE_TOP, "kinds": kinds}
    found: dict[tuple[str, date], BranchRounds] = {}
    for child, day, places, number_, done in _rows(_text("rounds_by_child"), **asked):
        branch = found.setdefault((child, day), BranchRounds(child, day, places or 0, {}))
        if number_ is not None:
            branch.done[number_] = done
    return list(found.values())


def cover(actor: Actor, prefix: str, day: date) -> list[Cover]:
    """Every item kept in a subtree, the scarcest first; where the cover is not known, last."""
    low, high = prefix_range(prefix)
    window = clock.reporting_day(day)
    found = []
    for code, on_hand, keepers, known, out, days, least_at, expires_on, counted_on in _rows(
        _cover_statement(), low=low, high=high, day=day, from_at=window.from_at, to_at=window.to_at
    ):
        days = Decimal(0) if out else days
        found.append(Cover(CATALOGUE[code], on_hand, keepers, known, days, least_at, expires_on, counted_on))
    return sorted(found, key=lambda each: (each.days is None, each.days or Decimal(0), each.item.code))


def pending(actor: Actor, day: Day, prefix: str, *, now: datetime) -> dict[str, int]:
    """The units whose records have come to give other figures than they filed: code → how many figures.

    The same comparison as `Own.pending`, in one statement for a whole tree.
    """
    ask = Question(DAILY, day, now)
    parts = " UNION ALL ".join(_live_lines(ask, source) for source in ask.sources)
    statement = _text("pending").replace("{live}", parts)
    return dict(_rows(statement, **ask.parameters(*prefix_range(prefix))))


def _live_lines(ask: Question, source: Source) -> str:
    """A source's row as one line for each code."""
    lines = []
    for code in ask.codes(source):
        column = code.lower()
        lines.append(
            f"('{code}', x.{column}_value::numeric, least(x.{column}_checked, x.{column}_expected)::bigint, "
            f"x.{column}_checked::bigint, x.{column}_expected::bigint)"
        )
    return (
        "(SELECT x.unit, v.code, v.value, CASE WHEN v.expected IS NULL THEN v.checked WHEN v.checked IS NULL THEN NULL "
        f"ELSE v.clamped END AS checked, v.expected FROM ({source.sql}) x "
        f"CROSS JOIN LATERAL (VALUES {', '.join(lines)}) AS v(code, value, clamped, checked, expected))"
    )


def _board_asked(day: Day, prefix: str, now: datetime) -> dict[str, Any]:
    ask = Question(DAILY, day, now)
    times = due_times(ask.playbook, day, DAILY)
    return ask.parameters(*prefix_range(prefix)) | {
        "kinds": list(times), "due_ats": list(times.values()), "now": now, "inside": len(prefix) + _INSIDE_TOP,
    }  # fmt: skip


def _on_board(name: str) -> str:
    return _text(name).replace("{board}", reporting_sql("board").replace("{due}", reporting_sql("due")))


@cache
def _cover_statement() -> str:
    return _text("cover").replace("{items}", supplies_sql("items.sql"))


@cache
def _text(name: str) -> str:
    return _SQL.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _rows(statement: str, **named: Any) -> list[tuple[Any, ...]]:
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        return cursor.fetchall()


def shown_day(now: datetime) -> date:
    """The day that pages open with: the calendar's. Its window may still be open, or have closed at 16:00."""
    return clock.local(now).date()


@dataclass(frozen=True, slots=True)
class SealedDay:
    """How a day of a subtree is sealed: units, their entries, and on how many days anything was sealed."""

    units: int
    entries: int
    days: int


def sealed(actor: Actor, prefix: str, day: date) -> SealedDay:
    """How many units of a subtree are sealed on a day."""
    low, high = prefix_range(prefix)
    rows = _rows(
        "SELECT count(*) FILTER (WHERE day = %(day)s), coalesce(sum(entries) FILTER (WHERE day = %(day)s), 0), "
        "count(DISTINCT day) FROM ledger_seal WHERE path >= %(low)s AND path < %(high)s",
        low=low, high=high, day=day,
    )  # fmt: skip
    return SealedDay(*map(int, rows[0]))
