"""tests · house: finds every table of the house and puts a row of each of several units into it, whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from lianfang.kernel import ids

AT = datetime(2020, 8, 10, 8, 0, tzinfo=UTC)
# Unit → path: the unit of the roles under test, what is above, beside, below it, and another tree.
PATHS = {
    "OWN": "TOP/TEAM/OWN/",
    "BELOW": "TOP/TEAM/OWN/BELOW/",
    "TEAM": "TOP/TEAM/",
    "TOP": "TOP/",
    "SISTER": "TOP/TEAM/SISTER/",
    "OWNER": "TOP/TEAM/OWNER/",
    "APART": "APART/",
}
INSIDE = ("OWN", "BELOW")
OUTSIDE = tuple(unit for unit in PATHS if unit not in INSIDE)
# What is said there holds for everything below, so whoever stands below reads it; writing stays with the scope.
FOR_ALL_BELOW = {
    "ledger_link_end", "duties_made", "duties_ended", "duties_mode", "duties_excuse", "publicity_text_step",
    "publicity_posting_step",
}  # fmt: skip

# Columns whose value a rule of the table decides.
_KNOWN: dict[tuple[str, str], Any] = {
    ("units_path", "since_day"): date(2020, 1, 1),
    ("units_path", "until_day"): date(9999, 12, 31),
    ("people_membership", "until_day"): date(9999, 12, 31),
    ("ledger_entry", "digest"): bytes(32),
}


@dataclass(frozen=True)
class Column:
    """A column that a row cannot do without."""

    name: str
    type: str


@dataclass(frozen=True)
class Table:
    """A table with rows of units."""

    name: str
    columns: tuple[Column, ...]

    @property
    def visible(self) -> set[str]:
        """The paths of the rows that the unit under test may read."""
        above = ("TEAM", "TOP") if self.name in FOR_ALL_BELOW else ()
        return {PATHS[unit] for unit in (*INSIDE, *above)}

    def row(self, unit: str, number: int) -> dict[str, Any]:
        """A row of that unit, unlike any other row of the table."""
        return {column.name: self._value(column, unit, number) for column in self.columns}

    def _value(self, column: Column, unit: str, number: int) -> Any:
        if column.name == "path":
            return PATHS[unit]
        if column.name == "unit" or (self.name, column.name) == ("units_unit", "code"):
            return unit
        if (self.name, column.name) in _KNOWN:
            return _KNOWN[self.name, column.name]
        return _of_type(column.type, f"{unit}-{number}", number)

    def insert(self, row: dict[str, Any]) -> tuple[sql.Composed, list[Any]]:
        """The statement that puts a row in."""
        names = sql.SQL(", ").join(map(sql.Identifier, row))
        slots = sql.SQL(", ").join(sql.Placeholder() * len(row))
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(self.name), names, slots)
        return statement, list(row.values())


def _of_type(kind: str, text: str, number: int) -> Any:
    if kind.endswith("[]"):
        return []
    made: dict[str, Any] = {
        "uuid": UUID(int=ids.mint(AT).int >> 32 << 32 | number),
        "date": date(2020, 8, 10),
        "timestamp with time zone": AT,
        "boolean": True,
        "bytea": text.encode(),
        "json": "{}",
        "jsonb": "{}",
        "text": text,
    }
    if kind in made:
        return made[kind]
    if kind.startswith("character varying"):
        return text
    if kind in ("integer", "bigint", "double precision"):
        return number
    if kind == "smallint" or kind.startswith("numeric"):
        return number % 90
    raise LookupError(f"teach tests/house/scoped_rows.py a value of type {kind}")


_TABLES = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
  AND (a.attname = 'path' OR a.attname = 'unit'
       OR (a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = ''))
  AND EXISTS (SELECT 1 FROM pg_attribute p WHERE p.attrelid = c.oid AND p.attname = 'path' AND NOT p.attisdropped)
ORDER BY c.relname, a.attnum
"""


def tables(connection: psycopg.Connection[Any]) -> list[Table]:
    """Every table that has a column `path`, with the columns that a row needs."""
    found: dict[str, list[Column]] = {}
    for name, column, kind in connection.execute(_TABLES):
        found.setdefault(name, []).append(Column(column, kind))
    return [Table(name, tuple(columns)) for name, columns in found.items()]


def fill(superuser: psycopg.Connection[Any], *, without: tuple[str, ...] = ()) -> list[Table]:
    """Puts a row of every unit into every table, but for those whose names begin so; gives the tables."""
    found = [table for table in tables(superuser) if not table.name.startswith(without)]
    superuser.execute("SELECT ledger_open_month(%s)", (AT.date(),))
    superuser.execute("SET session_replication_role = replica")  # no triggers, no foreign keys: any row will do
    for number, table in enumerate(found):
        for unit in PATHS:
            try:
                superuser.execute(*table.insert(table.row(unit, number * 100 + len(unit))))
            except psycopg.Error as error:
                raise AssertionError(f"teach tests/house/scoped_rows.py a row of {table.name}: {error}") from error
    superuser.execute("RESET session_replication_role")
    return found


def fingerprints(superuser: psycopg.Connection[Any], found: list[Table]) -> dict[str, Any]:
    """What stands in each table outside the scope under test."""
    outside = [PATHS[unit] for unit in OUTSIDE]
    return {
        table.name: superuser.execute(
            sql.SQL(
                "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t WHERE path = ANY(%s)"
            ).format(sql.Identifier(table.name)),
            (outside,),
        ).fetchone()
        for table in found
    }
