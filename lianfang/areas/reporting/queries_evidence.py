"""reporting · queries evidence: the entries behind a figure, how many, and which of them came after the filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianfang.areas.reporting.queries import Report, asked
from lianfang.areas.reporting.queries_measures import Question
from lianfang.kernel import reading
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the entries behind a figure, newest first. `late` are those recorded after the filing."""

    ids: tuple[UUID, ...]
    late: frozenset[UUID]
    count: int
    after: UUID | None


def behind(actor: Actor, report: Report, code: str, *, after: UUID | None = None) -> Behind:
    """The entries behind one line of a report. Raises `not_found` for a line that the report does not have."""
    ask = asked(report.form.code, report.day, report.now)
    if code not in {line.code for line in report.lines}:
        raise Refused(NOT_FOUND)
    found = ask.indicators[code].evidence_sql
    filed_at = report.filed.as_of if report.filed else None
    parameters = {**_range(ask, report), "after": after, "size": PAGE_SIZE + 1, "as_of": filed_at}
    with reading.cursor(actor) as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT DISTINCT entry FROM ({found}) f) d", parameters)
        count: int = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT e.id, e.recorded_at > %(as_of)s FROM (SELECT DISTINCT entry FROM ({found}) f) d "
            "JOIN ledger_entry e ON e.id = d.entry WHERE (%(after)s::uuid IS NULL OR e.id < %(after)s) "
            "ORDER BY e.id DESC LIMIT %(size)s",
            parameters,
        )
        rows = cursor.fetchall()
    kept = rows[:PAGE_SIZE]
    return Behind(
        ids=tuple(row[0] for row in kept),
        late=frozenset(row[0] for row in kept if row[1]),
        count=count,
        after=kept[-1][0] if len(rows) > PAGE_SIZE else None,
    )


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
