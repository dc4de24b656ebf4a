"""reporting · verify: every report row held against the ledger; one changed byte is named by unit, day and version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.areas.reporting.projections import STEP_COLUMNS
from lianfang.kernel import clock
from lianfang.kernel.registry import Discrepancy

_COMMON = ("entry", "unit", "path", "day", "occurred_at", "recorded_at", "superseded_at", "exercise")
_STEP_NAMES = ", ".join((*_COMMON, *STEP_COLUMNS))
_STEP_TOLD = f"""
SELECT e.id AS entry, e.unit, e.path,
       ((e.occurred_at AT TIME ZONE %(zone)s - %(closes)s::interval)::date + 1) AS day,
       e.occurred_at, e.recorded_at, c.recorded_at AS superseded_at, e.exercise,
       {", ".join(f"{said} AS {name}" for name, said in STEP_COLUMNS.items())}
FROM ledger_entry e
LEFT JOIN ledger_correction c ON c.corrects = e.id AND c.unit = e.unit AND c.kind IN (e.kind, 'ledger.withdrawal')
WHERE e.kind LIKE 'reporting.%%'
"""
_REPORT = (
    "unit, report_day, form, path, number, handling, entry, digest, due_at, as_of, first_filed_at, filed_at, filed_by, "
    "handled_at, handled_by, reminders, reminded_at, reminded_by"
)
_FIGURE = "unit, report_day, form, code, path, parent_path, value, checked, expected, bits"
_SUM = "path, part, report_day, form, code, value_sum, value_min, checked, expected, bits"

# What is compared: its name, its columns, where it stands, what the ledger gives, and how a row is named
# (unit, day, version or indicator, entry).
_COMPARED = (
    ("report version", _STEP_NAMES, "reporting_step", f"({_STEP_TOLD})", "unit, report_day, number::text, entry::text"),
    ("report", _REPORT, "reporting_report", "reporting_told", "unit, report_day, number::text, entry::text"),
    ("report figure", _FIGURE, "reporting_figure", "reporting_stated", "unit, report_day, code, NULL"),
    ("report sum", _SUM, "reporting_sum", "reporting_added", "path, report_day, code, NULL"),
)


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Everything in the reports' tables that is not what the ledger gives, and what is missing there.

    `database` is a connection that sees every unit. The ledger's own entries are proved by the kernel.
    """
    parameters: dict[str, Any] = {"zone": settings.TIME_ZONE, "closes": clock.day_closes_at()}
    for what, columns, table, told, named in _COMPARED:
        # Whole rows as text, because json has no equality and every byte counts.
        stands, given = (
            f"SELECT {named}, x::text FROM (SELECT {columns} FROM {source} s) x" for source in (table, told)
        )
        with database.cursor() as cursor:
            cursor.execute(
                f"SELECT a, b, c, d, bool_or(surplus) FROM (SELECT *, true FROM ({stands} EXCEPT {given}) s "
                f"UNION ALL SELECT *, false FROM ({given} EXCEPT {stands}) m) f(a, b, c, d, said, surplus) "
                "GROUP BY a, b, c, d ORDER BY a, b, c, d",
                parameters,
            )
            for unit, day, which, entry, surplus in cursor.fetchall():
                yield Discrepancy(what, unit, day.isoformat(), entry or "", _says(which, surplus))


def _says(which: str | None, surplus: bool) -> str:
    what = f"{which or ''}".strip()
    if surplus:
        return f"报表 {what} 与台账不符 / report {what} is not what the ledger says"
    return f"台账有而报表 {what} 缺失 / the ledger has report {what}, the tables lack it"
