"""reporting · queries evidence: how many entries stand behind a figure, and whether one came after the filing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianfang.areas.reporting.queries import Report, asked
from lianfang.areas.reporting.queries_measures import Question
from lianfang.kernel import reading
from lianfang.kernel.scope import Actor


def counted(actor: Actor, report: Report) -> dict[str, int]:
    """How many entries stand behind each line of a report, in one statement."""
    ask = asked(report.form.code, report.day, report.now)
    codes = [line.code for line in report.lines]
    if not codes:
        return {}
    parts = " UNION ALL ".join(
        f"(SELECT '{code}', count(DISTINCT entry) FROM ({ask.indicators[code].evidence_sql}) f)" for code in codes
    )
    return dict(reading.rows(actor, parts, **_range(ask, report)))


def known_before_cutoff(actor: Actor, report: Report, codes: Sequence[str]) -> bool:
    """Whether an entry behind some lines was recorded after the filing but known before the cut-off (B1: 漏报)."""
    if not codes or report.filed is None:
        return False
    ask = asked(report.form.code, report.day, report.now)
    parts = " UNION ALL ".join(f"(SELECT entry FROM ({ask.indicators[code].evidence_sql}) f)" for code in codes)
    known: bool = reading.value(
        actor,
        f"SELECT EXISTS (SELECT 1 FROM ({parts}) f JOIN ledger_entry e ON e.id = f.entry "
        "WHERE e.recorded_at > %(as_of)s AND coalesce(e.known_at, e.occurred_at) <= %(due_at)s)",
        **_range(ask, report), as_of=report.filed.as_of, due_at=report.due_at,
    )  # fmt: skip
    return known


def _range(ask: Question, report: Report) -> dict[str, Any]:
    return ask.parameters(**reading.under(report.unit.path))
