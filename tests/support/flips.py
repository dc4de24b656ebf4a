"""tests · flips: one bit of one value in any table changed at random, as whoever owns the disk could change it."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction

# The type of a column → SQL that gives its value as whole bytes or as a number, and back from it.
_NUMBERS = {
    "bigint": ("{c}::bigint", "%(to)s::bigint", 40),
    "integer": ("{c}::bigint", "%(to)s::int", 24),
    "smallint": ("{c}::bigint", "%(to)s::smallint", 12),
    "boolean": ("{c}::int", "(%(to)s = 1)", 1),
    "date": ("({c} - date '1970-01-01')::bigint", "date '1970-01-01' + %(to)s::int", 12),
    "timestamp with time zone": (
        "(extract(epoch FROM {c}) * 1000000)::bigint",
        "timestamptz 'epoch' + %(to)s * interval '1 microsecond'",
        40,
    ),
}


@dataclass(frozen=True)
class Column:
    """A column in which a bit may be turned over."""

    table: str
    name: str
    type: str


@dataclass(frozen=True)
class Turned:
    """What was done to the database."""

    table: str
    column: str
    what: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}: {self.what}"


_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname = ANY(%s)
ORDER BY c.relname, a.attnum
"""


def columns_of(cursor: Any, tables: list[str], *, but: Collection[tuple[str, str]]) -> dict[str, list[Column]]:
    """The columns of some tables that hold rows, but for some (table, column)."""
    cursor.execute(_COLUMNS, (tables,))
    found: dict[str, list[Column]] = {table: [] for table in tables}
    for row in cursor.fetchall():
        if row[:2] not in but:
            found[row[0]].append(Column(*row))
    missing = [table for table, columns in found.items() if not columns]
    assert not missing, f"no such tables: {missing}"
    for table in tables:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
        assert cursor.fetchone(), f"the scene has no row of {table}"
    return found


def turn_one(cursor: Any, columns: dict[str, list[Column]], chance: random.Random) -> Turned:
    """Turns one bit of one value of one row over, or takes a whole row away; tries again where the table refuses it."""
    while True:
        table = chance.choice(sorted(columns))
        try:
            with transaction.atomic(using=cursor.db.alias):
                done = _take(cursor, table, chance) if chance.random() < 0.08 else _turn(cursor, columns[table], chance)
            if done is not None:
                return done
        except DatabaseError:
            continue  # not a value of the column's type, or one that a constraint keeps out


def _take(cursor: Any, table: str, chance: random.Random) -> Turned | None:
    row = _some_row(cursor, table, "true", chance)
    if row is None:
        return None
    cursor.execute(f"DELETE FROM {table} WHERE (tableoid, ctid) = (%s, %s)", row)
    return Turned(table, "*", "the row was taken away")


def _turn(cursor: Any, columns: list[Column], chance: random.Random) -> Turned | None:
    column = chance.choice(columns)
    row = _some_row(cursor, column.table, f"{column.name} IS NOT NULL", chance)
    if row is None:
        return None
    before = _whole(cursor, column, row)
    where = f"(tableoid, ctid) = ({row[0]}, '{row[1]}')"
    value, to, at = _turned(cursor, column, where, chance)
    if value is None:
        return None
    cursor.execute(
        f"UPDATE {column.table} SET {column.name} = {to} WHERE {where} RETURNING {column.name}::text", {"to": value}
    )
    (after,) = cursor.fetchone()
    return None if after == before else Turned(column.table, column.name, f"bit {at}: {before[:60]} → {after[:60]}")


def _some_row(cursor: Any, table: str, where: str, chance: random.Random) -> tuple[int, str] | None:
    cursor.execute(f"SELECT tableoid::bigint, ctid::text FROM {table} WHERE {where} ORDER BY 1, ctid")
    rows: list[tuple[int, str]] = cursor.fetchall()
    return chance.choice(rows) if rows else None


def _whole(cursor: Any, column: Column, row: tuple[int, str]) -> str:
    cursor.execute(f"SELECT {column.name}::text FROM {column.table} WHERE (tableoid, ctid) = (%s, %s)", row)
    text: str = cursor.fetchone()[0]
    return text


def _turned(cursor: Any, column: Column, where: str, chance: random.Random) -> tuple[Any, str, int]:
    """The value with a bit turned over, how it is written back, and which bit."""
    as_number = _NUMBERS.get(column.type)
    if as_number:
        read, write, bits = as_number
        cursor.execute(f"SELECT {read.format(c=column.name)} FROM {column.table} WHERE {where}")
        bit = chance.randrange(bits)
        return cursor.fetchone()[0] ^ (1 << bit), write, bit
    binary = column.type == "bytea"
    cursor.execute(f"SELECT {column.name}{'' if binary else '::text'} FROM {column.table} WHERE {where}")
    (held,) = cursor.fetchone()
    content = bytearray(held) if binary else bytearray(held.encode())
    if not content:
        return None, "", 0
    bit = chance.randrange(len(content) * 8)
    content[bit // 8] ^= 1 << bit % 8
    if binary:
        return bytes(content), "%(to)s", bit
    try:
        return content.decode(), f"%(to)s::{column.type}", bit
    except UnicodeDecodeError:
        return None, "", 0
