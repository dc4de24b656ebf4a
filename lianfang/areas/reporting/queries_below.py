"""reporting · queries below: the reports and filed figures of a whole tree, as somebody above looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianfang.areas.reporting.indicators import sql
from lianfang.areas.reporting.queries_board import due_times
from lianfang.areas.reporting.queries_measures import Question
from lianfang.ground.units.queries import Unit
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import Awaited, BareZero, FiledDay, ReportsBelow
from lianfang.kernel.indicators import Source, number
from lianfang.kernel.measures import STATE_BITS, MeasureState
from lianfang.kernel.reading import rows
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.words import Words
from lianfang.playbook import DAILY

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
    zh: str
    en: str

    @property
    def words(self) -> Words:
        return Words(self.zh, self.en)


def reports_below(actor: Actor, day: Day, prefix: str, *, now: datetime, named: int) -> ReportsBelow:
    """How the reports of a subtree stand by branch, and the first `named` of those that are missing or went back."""
    standings: dict[str, dict[str, int]] = {}
    waiting = []
    asked = _asked(day, prefix, now) | {"limit": named}
    for child, standing, reports, unit, *more in rows(actor, _on_board("reports_below"), **asked):
        if unit is None:
            standings.setdefault(child, {})[standing] = reports
        else:
            waiting.append(Awaited(unit, standing, *more))
    return ReportsBelow(standings, waiting)


def direct_reports(actor: Actor, day: Day, of: Unit, *, now: datetime, limit: int = 500) -> list[ReportRow]:
    """How the reports of the units directly below a unit stand, in the order of the tree."""
    asked = _asked(day, of.path, now) | {"node": of.path, "limit": limit}
    return [ReportRow(*row) for row in rows(actor, _on_board("direct"), **asked)]


def unverified_zeros(actor: Actor, day: Day, prefix: str, *, limit: int = 12) -> list[BareZero]:
    """The unverified zeros that were filed in a subtree, the least covered first."""
    low, high = prefix_range(prefix)
    bits = STATE_BITS[MeasureState.ZERO_UNVERIFIED]
    asked = {"day": day.date, "form": DAILY, "low": low, "high": high, "bits": bits, "limit": limit}
    return [BareZero(*row) for row in rows(actor, sql("unverified"), **asked)]


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
        for day, code, value, checked, expected in rows(actor, sql("filed_days"), **asked)
    }


def pending(actor: Actor, day: Day, prefix: str, *, now: datetime) -> dict[str, int]:
    """The units whose records have come to give other figures than they filed: code → how many figures.

    The same comparison as `Own.pending`, in one statement for a whole tree.
    """
    ask = Question(DAILY, day, now)
    parts = " UNION ALL ".join(_live_lines(ask, source) for source in ask.sources)
    statement = sql("pending").replace("{live}", parts)
    return dict(rows(actor, statement, **ask.parameters(*prefix_range(prefix))))


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


def _asked(day: Day, prefix: str, now: datetime) -> dict[str, Any]:
    ask = Question(DAILY, day, now)
    times = due_times(ask.playbook, day, DAILY)
    return ask.parameters(*prefix_range(prefix)) | {
        "kinds": list(times), "due_ats": list(times.values()), "now": now, "inside": len(prefix) + _INSIDE_TOP,
    }  # fmt: skip


def _on_board(name: str) -> str:
    return sql(name).replace("{board}", sql("board").replace("{due}", sql("due")))
