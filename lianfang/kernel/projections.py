"""kernel · projections: ordinary tables that follow from the ledger, in the recording transaction.

A projection never decides and never refuses. It is told which entries are new and which lost their standing,
and brings its tables to the state that a rebuild from nothing would give; `rebuild` runs the same SQL over
the whole ledger, so there is only one definition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from lianfang.kernel import clock

LEDGER = "ledger_entry"
COMMON = ("entry", "unit", "path", "place", "person", "day", "occurred_at", "recorded_at", "superseded_at", "exercise")

# An entry stands until a correction or withdrawal of the same unit names it.
_SUPERSEDED_AT = (
    "(SELECT c.recorded_at FROM ledger_correction c WHERE c.corrects = e.id AND c.unit = e.unit "
    "AND c.kind IN (e.kind, 'ledger.withdrawal'))"
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a projection is told: `new` entry ids of its kinds, and `touched`: those plus any that lost standing."""

    kind: str
    new: Sequence[UUID]
    touched: Sequence[UUID]
    superseded: Mapping[UUID, datetime] = field(default_factory=dict)
    source: str = LEDGER

    @property
    def parameters(self) -> dict[str, Any]:
        closes = clock.day_closes_at()
        return {
            "kind": self.kind,
            "new": list(self.new),
            "touched": list(self.touched),
            "superseded": list(self.superseded),
            "superseded_at": list(self.superseded.values()),
            "zone": settings.TIME_ZONE,
            "closes": closes,
        }


@dataclass(frozen=True, slots=True)
class Rows:
    """One row for each entry of a kind, in a `FactRow` table; `columns`: column → SQL over the entry `e`.

    `e.data` is JSON, so a column reads `(e.data->>'celsius')::numeric`.
    """

    table: str
    columns: Mapping[str, str]

    def insert(self, source: str) -> str:
        names = ", ".join((*COMMON, *self.columns))
        values = ", ".join(self.columns.values())
        where = "e.id = ANY(%(new)s)" if source == LEDGER else "true"
        return (
            f"INSERT INTO {self.table} ({names}) "
            "SELECT e.id, e.unit, e.path, e.place, e.person, "
            "((e.occurred_at AT TIME ZONE %(zone)s - %(closes)s::interval)::date + 1), "
            f"e.occurred_at, e.recorded_at, {_SUPERSEDED_AT}, e.exercise{', ' + values if values else ''} "
            f"FROM {source} e WHERE {where} AND e.kind = %(kind)s ON CONFLICT (entry) DO NOTHING"
        )

    @property
    def supersede(self) -> str:
        return (
            f"UPDATE {self.table} r SET superseded_at = s.at "
            "FROM unnest(%(superseded)s::uuid[], %(superseded_at)s::timestamptz[]) AS s(entry, at) "
            "WHERE r.entry = s.entry AND r.superseded_at IS NULL"
        )


@dataclass(frozen=True, slots=True)
class DailySums:
    """Sums for each unit and reporting day in a `DayRow` table, from the standing, real rows `r` of a table.

    `columns`: column → aggregate over `r`, NULL where nothing stands (`NULLIF(count(r.entry), 0)`). The rows
    of a unit and day are locked first, so that two recorders at once cannot each miss the other's entry.
    """

    table: str
    rows: str
    columns: Mapping[str, str]

    @property
    def lock(self) -> str:
        return (
            f"INSERT INTO {self.table} AS d (unit, path, day, changed_at) "
            "SELECT r.unit, max(r.path), r.day, max(greatest(r.recorded_at, r.superseded_at)) "
            f"FROM {self.rows} r WHERE r.entry = ANY(%(touched)s) GROUP BY r.unit, r.day ORDER BY r.unit, r.day "
            "ON CONFLICT (unit, day) DO UPDATE SET changed_at = greatest(d.changed_at, excluded.changed_at)"
        )

    @property
    def sum(self) -> str:
        names = ", ".join(self.columns)
        aggregates = ", ".join(f"{sql} AS {name}" for name, sql in self.columns.items())
        sets = ", ".join(f"{name} = s.{name}" for name in self.columns)
        return (
            f"WITH keys AS (SELECT DISTINCT unit, day FROM {self.rows} WHERE entry = ANY(%(touched)s)), "
            f"s AS (SELECT k.unit, k.day, {aggregates} FROM keys k LEFT JOIN {self.rows} r "
            "ON r.unit = k.unit AND r.day = k.day AND r.superseded_at IS NULL AND NOT r.exercise "
            f"GROUP BY k.unit, k.day) UPDATE {self.table} d SET {sets} FROM s "
            f"WHERE d.unit = s.unit AND d.day = s.day AND ({', '.join('d.' + n for n in self.columns)}) "
            f"IS DISTINCT FROM ({', '.join('s.' + n for n in self.columns)})"
            if names
            else ""
        )


@dataclass(frozen=True, slots=True)
class Projection:
    """How the entries of one kind become tables.

    `rows` first; then each of `sums`; then each statement of `then` (SQL with the parameters of `Batch`), for
    what is neither: a balance, a state. `tables` names everything it writes, for rebuild and comparison;
    `ignore` names columns that a comparison leaves out (serial keys).
    """

    rows: Rows
    sums: tuple[DailySums, ...] = ()
    then: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.rows.table, *(each.table for each in self.sums), *self.also)

    def apply(self, cursor: CursorWrapper, batch: Batch) -> None:
        """Brings the tables to what the ledger says, for the entries of the batch."""
        parameters = batch.parameters
        if batch.new:
            cursor.execute(self.rows.insert(batch.source), parameters)
        if batch.superseded:
            cursor.execute(self.rows.supersede, parameters)
        for sums in self.sums:
            cursor.execute(sums.lock, parameters)
            cursor.execute(sums.sum, parameters)
        for statement in self.then:
            cursor.execute(statement, parameters)
