"""reporting · verify: report rows held against the ledger, and what reports and receipts state against what stands.

One changed byte is named by unit, day and version. A report states the seal of its day and the digests of the reports
from below, and a receipt of the unit above states both of it: whoever exchanges a day contradicts all of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.areas.reporting.kinds import STEP_COLUMNS
from lianfang.kernel import clock
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.words import w

_COMMON = ("entry", "unit", "path", "day", "occurred_at", "recorded_at", "superseded_at", "exercise")
_STEP_NAMES = ", ".join((*_COMMON, *STEP_COLUMNS))
_STEP_TOLD = f"""
SELECT e.id AS entry, e.unit, e.path,
       ((e.occurred_at AT TIME ZONE %(zone)s - %(closes)s::interval)::date + 1) AS day,
       e.occurred_at, e.recorded_at, c.recorded_at AS superseded_at, e.exercise,
       {", ".join(f"{said} AS {name}" for name, said in STEP_COLUMNS.items())}
FROM ledger_entry e
LEFT JOIN ledger_correction c ON c.corrects = e.id AND c.unit = e.unit AND c.kind IN (e.kind, 'ledger.withdrawal')
WHERE e.kind LIKE 'reporting.%%' AND e.kind NOT IN ('reporting.deputised', 'reporting.deputy_ended')
"""
_REPORT = (
    "unit, report_day, form, path, number, handling, entry, digest, due_at, as_of, first_filed_at, filed_at, filed_by, "
    "handled_at, handled_by, reminders, reminded_at, reminded_by"
)
_FIGURE = "unit, report_day, form, code, path, parent_path, value, checked, expected, bits"
_SUM = "path, part, report_day, form, code, value_sum, value_min, checked, expected, bits"

_NAMED = "unit, report_day, number::text, entry::text"

# What is compared: its name, its columns, where it stands, what the ledger gives, and how a row is named
# (unit, day, version or indicator, entry).
_COMPARED = (
    (
        "report version",
        _STEP_NAMES,
        "reporting_step",
        f"({_STEP_TOLD})",
        "report_unit, report_day, number::text, entry::text",
    ),
    ("report", _REPORT, "reporting_report", "reporting_told", "unit, report_day, number::text, entry::text"),
    ("report figure", _FIGURE, "reporting_figure", "reporting_stated", "unit, report_day, code, NULL"),
    ("report sum", _SUM, "reporting_sum", "reporting_added", "path, report_day, code, NULL"),
)

# Versions as they were filed, the reports from below that they state, and what units above said of versions.
_SAID = """
WITH filed AS (
  SELECT e.id, e.unit, (e.data->>'day')::date AS day, e.data->>'form' AS form, (e.data->>'number')::int AS number,
         e.data->>'seal' AS seal, e.data->>'head' AS head, e.data->'children' AS children,
         encode(e.digest, 'hex') AS digest
  FROM ledger_entry e WHERE e.kind IN ('reporting.confirmed', 'reporting.amended')
), below AS (
  SELECT f.id, f.unit AS by, c->>'unit' AS unit, f.day, f.form, (c->>'version')::int AS number, c->>'digest' AS digest
  FROM filed f, json_array_elements(f.children) c
), handled AS (
  SELECT e.id, e.unit AS by, e.data->>'of' AS unit, (e.data->>'day')::date AS day, e.data->>'form' AS form,
         (e.data->>'number')::int AS number, e.data->>'report' AS digest, e.data->>'seal' AS seal,
         e.data->>'head' AS head
  FROM ledger_entry e WHERE e.kind IN ('reporting.received', 'reporting.returned') AND e.data->>'of' IS NOT NULL
), sealed AS (
  SELECT unit, day, encode(digest, 'hex') AS seal FROM ledger_seal
)
"""
_NO_SUCH_SEAL = (
    "x.seal IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sealed s WHERE (s.unit, s.day, s.seal) = (x.unit, x.day, x.seal))"
)
_NO_SUCH_VERSION = (
    "NOT EXISTS (SELECT 1 FROM filed o "
    "WHERE (o.unit, o.day, o.form, o.number, o.digest) = (x.unit, x.day, x.form, x.number, x.digest))"
)
_NO_HEAD = "x.head IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_head h WHERE encode(h.digest, 'hex') = x.head)"
# The compact witness that a version states: its fields are parted by colons (kernel.witness.COMPACT).
_NO_SUCH_WITNESS = (
    "x.head IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_head h WHERE (h.day::text, upper(encode(h.root, 'hex')), "
    "upper(encode(h.signature, 'hex'))) = "
    "(split_part(x.head, ':', 4), split_part(x.head, ':', 13), split_part(x.head, ':', 18)))"
)
_NOT_ABOVE = (
    "x.unit = x.by OR NOT EXISTS "
    "(SELECT 1 FROM units_path p WHERE p.unit = x.unit AND x.by = ANY(string_to_array(p.path, '/')))"
)
# What is stated: its name, what is said where it contradicts, who states it in which of the tables above, and when.
_STATED = (
    (
        "stated seal",
        w("第 {n} 版所载封印与现存封印不符", "version {n} states another seal of this day than is on record now"),
        "(SELECT f.*, f.unit AS by FROM filed f)",
        _NO_SUCH_SEAL,
    ),
    (
        "stated head",
        w("第 {n} 版所载封印凭证与现存总封印不符", "version {n} states another head than is on record now"),
        "(SELECT f.*, f.unit AS by FROM filed f)",
        _NO_SUCH_WITNESS,
    ),
    (
        "stated report",
        w(
            "{by} 日报所载第 {n} 版与现存报表不符",
            "the report of {by} states another version {n} than is on record now",
        ),
        "below",
        _NO_SUCH_VERSION,
    ),
    (
        "receipt",
        w("{by} 经手的第 {n} 版与现存报表不符", "{by} handled another version {n} than is on record now"),
        "handled",
        _NO_SUCH_VERSION,
    ),
    (
        "receipt",
        w("{by} 经手第 {n} 版时的封印与现存封印不符", "{by} saw another seal of this day than is on record now"),
        "handled",
        _NO_SUCH_SEAL,
    ),
    (
        "receipt",
        w("{by} 经手第 {n} 版时的总封印已不存在", "{by} saw a head of the installation that is not there now"),
        "handled",
        _NO_HEAD,
    ),
    (
        "receipt",
        w("{by} 不是上级，其回执无效", "{by} is not a superior of this unit: its receipt proves nothing"),
        "handled",
        _NOT_ABOVE,
    ),
)


def contradictions(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Every seal and digest that a report or a receipt states and that is not what stands now: named by the unit and
    day whose records were exchanged, with the entry in which it is stated."""
    with database.cursor() as cursor:
        for what, says, stated, wrong in _STATED:
            cursor.execute(
                f"{_SAID} SELECT unit, day, number, by, id FROM {stated} x WHERE {wrong} ORDER BY 1, 2, 3, 4, 5"
            )
            for unit, day, number, by, entry in cursor.fetchall():
                said = says.fill(by=by, n=number)
                yield Discrepancy(what, unit, day.isoformat(), str(entry), f"{said.zh} / {said.en}")


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
