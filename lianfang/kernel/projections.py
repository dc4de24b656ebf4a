"""kernel · projections: ordinary tables that follow from the ledger, in the recording transaction.

A projection never decides and never refuses. It is told which entries are new and which lost their standing,
and brings its tables to the state that a rebuild from nothing would give; `rebuild` runs the same SQL over
the whole ledger, so there is only one definition.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.backends.utils import CursorWrapper

from lianfang.kernel import clock
from lianfang.kernel.columns import columns_of
from lianfang.kernel.payloads import Payload
from lianfang.kernel.sums import STANDS, Sum

LEDGER = "ledger_entry"
# The one entry that the same statement writes into the ledger: nothing where it was there already.
ENTERED = "entered"
# Says, until the transaction ends, which recording it was that wrote its one entry: the last link of its writer's
# chain. A step that goes with the entry in one journey is taken then and only then.
_WROTE = "'lianfang.wrote', encode(%(mac)s::bytea, 'hex')"
SAY_IT_WROTE = f"set_config({_WROTE}, true)"
_IT_WROTE = "current_setting('lianfang.wrote', true) = encode(%(mac)s::bytea, 'hex')"
COMMON = ("entry", "unit", "path", "place", "person", "day", "occurred_at", "recorded_at", "superseded_at", "exercise")

# An entry stands until a correction or withdrawal of the same unit names it.
_CORRECTION = (
    "LEFT JOIN ledger_correction c ON c.corrects = e.id AND c.unit = e.unit AND c.kind IN (e.kind, 'ledger.withdrawal')"
)
# The one id of a batch that has one. Of `= ANY` the server expects ten, and would plan the statement again each time.
_THE_ONE = "(%(new)s::uuid[])[1]"


@dataclass(frozen=True, slots=True)
class Batch:
    """What a projection is told: the ids of `new` entries of its kind, and those `superseded`, with the moment.

    `source` is the table in which the new entries are found: the ledger, or the staging table of this batch
    (which then holds nothing but new entries, some perhaps of other kinds, some perhaps of a drill). `exercises`
    says that the kind's tables take a drill's entries.
    """

    kind: str
    new: Sequence[UUID]
    superseded: Mapping[UUID, datetime] = field(default_factory=dict)
    source: str = LEDGER
    exercises: bool = False

    @property
    def single(self) -> bool:
        """Whether it is one new entry that takes no other's standing."""
        return self.source == LEDGER and len(self.new) == 1 and not self.superseded

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of every statement: `touched` is everything whose standing is new."""
        return {
            "kind": self.kind,
            "new": list(self.new),
            "touched": [*self.new, *self.superseded],
            "superseded": list(self.superseded),
            "superseded_at": list(self.superseded.values()),
            "zone": settings.TIME_ZONE,
            "closes": clock.day_closes_at(),
            "exercises": self.exercises,
        }


# Whether the kind's tables take an entry at all.
_COUNTS = "(NOT e.exercise OR %(exercises)s)"
_DAY = "((e.occurred_at AT TIME ZONE %(zone)s - %(closes)s::interval)::date + 1)"


@dataclass(frozen=True, slots=True)
class Rows:
    """One row for each entry of a kind, in a `FactRow` table: made with `Rows.of(Model, Payload, …)`.

    `columns`: column → SQL over the entry `e`, whose `data` is JSON: `(e.data->>'celsius')::numeric`. A `kept` table is
    written by the owner's functions alone, from the ledger alone (`kernel.fence`): where who sees what follows from its
    rows.
    """

    table: str
    columns: Mapping[str, str]
    kept: bool = False
    payloads: tuple[type[Payload], ...] = ()
    model: type[models.Model] | None = None

    @classmethod
    def of(
        cls,
        model: type[models.Model],
        /,
        *payloads: type[Payload],
        kept: bool = False,
        unprojected: Sequence[str] = (),
        **only_what_differs: str,
    ) -> Rows:
        """The rows of a model, filled from the fields of the same name of the kinds' payloads.

        `only_what_differs`: column → another field's name, or SQL over the entry `e`. Every field of the payloads is
        in a column or named in `unprojected`; what does not hold is a ValueError at start (`kernel.columns`).
        """
        columns = columns_of(model, payloads, COMMON, only_what_differs, unprojected)
        return cls(model._meta.db_table, columns, kept, payloads, model)

    def insert(self, source: str, *, one: bool = False) -> str:
        """The statement that enters a batch's rows from `source`; `one` says that the batch is a single entry."""
        if self.kept:
            return f"SELECT {self.table}_take(%(kind)s, %(new)s::uuid[], %(zone)s, %(closes)s::interval)"
        return self.insertion(source, one=one)

    def insertion(self, source: str, *, one: bool = False) -> str:
        """The statement itself."""
        names = ", ".join((*COMMON, *self.columns))
        values = ", ".join(self.columns.values())
        named = f"e.id = {_THE_ONE}" if one else "e.id = ANY(%(new)s)"
        where = {LEDGER: named, ENTERED: "NOT e.forestalled"}.get(source, "true")
        return (
            f"INSERT INTO {self.table} ({names}) "
            f"SELECT e.id, e.unit, e.path, e.place, e.person, {_DAY}, "
            f"e.occurred_at, e.recorded_at, c.recorded_at, e.exercise{', ' + values if values else ''} "
            f"FROM {source} e {_CORRECTION} WHERE {where} AND e.kind = %(kind)s AND {_COUNTS} "
            "ON CONFLICT (entry) DO NOTHING"
        )

    @property
    def supersede(self) -> str:
        if self.kept:
            return f"SELECT {self.table}_lose(%(superseded)s::uuid[])"
        return (
            f"UPDATE {self.table} r SET superseded_at = s.at "
            "FROM unnest(%(superseded)s::uuid[], %(superseded_at)s::timestamptz[]) AS s(entry, at) "
            "WHERE r.entry = s.entry AND r.superseded_at IS NULL"
        )


def _keys_of(found: str) -> str:
    """The units' days of some rows, each with the moment of its last change."""
    return (
        "SELECT k.unit, max(k.path) AS path, k.day, max(greatest(k.recorded_at, k.superseded_at)) AS at "
        f"FROM {found} k GROUP BY k.unit, k.day"
    )


@dataclass(frozen=True, slots=True)
class DailySums:
    """Sums for each unit and reporting day in a `DayRow` table, from the standing, real rows `r` of a table.

    `columns`: column → a `Sum`, or only an aggregate over `r`, NULL where nothing stands (`NULLIF(count(r.entry), 0)`).
    `shared` says that both tables hold several kinds, told apart by their column `kind`: what happens to one leaves the
    others alone. The rows of a unit and day are locked first, so that two recorders at once cannot each miss the
    other's entry.
    Where every column is a `Sum`, a single row that enters moves the day, however much already stands there; whatever
    else happens, the day is recalculated.
    """

    table: str
    rows: str
    columns: Mapping[str, Sum | str]
    shared: bool = False

    @property
    def moves(self) -> bool:
        """Whether a single row can be entered without looking at the whole day."""
        return all(isinstance(each, Sum) for each in self.columns.values())

    def keys(self, batch: Batch) -> str:
        """The (unit, path, day, at) that a batch touches: read from its own small source where there is one."""
        touched = f"SELECT r.unit, r.path, r.day, r.recorded_at, r.superseded_at FROM {self.rows} r WHERE r.entry = "
        if batch.source == LEDGER:
            found = touched + "ANY(%(touched)s)"
        else:
            found = (
                f"SELECT e.unit, e.path, {_DAY} AS day, e.recorded_at, NULL::timestamptz AS superseded_at "
                f"FROM {batch.source} e WHERE e.kind = %(kind)s AND {_COUNTS}"
            )
            if batch.superseded:
                found += f" UNION ALL {touched} ANY(%(superseded)s)"
        return _keys_of(f"({found})")

    def lock(self, keys: str) -> str:
        """Makes or locks the rows of the keys, always in the same order."""
        return (
            f"INSERT INTO {self.table} AS d (unit, path, day, changed_at{self._if_shared(', kind')}) "
            f"SELECT unit, path, day, at{self._if_shared(', %(kind)s::text')} FROM ({keys}) k ORDER BY unit, day "
            f"ON CONFLICT ({self._if_shared('kind, ')}unit, day) "
            "DO UPDATE SET changed_at = greatest(d.changed_at, excluded.changed_at)"
        )

    def sum(self, batch: Batch) -> str:
        """Recalculates the batch's keys from the rows that stand."""
        wholes = {name: each.whole if isinstance(each, Sum) else each for name, each in self.columns.items()}
        aggregates = ", ".join(f"{sql} AS {name}" for name, sql in wholes.items())
        return (
            f"WITH k AS MATERIALIZED ({self.keys(batch)}), s AS (SELECT k.unit, k.day, {aggregates} "
            f"FROM k LEFT JOIN {self.rows} r ON {self._if_shared('r.kind = %(kind)s AND ')}r.unit = k.unit "
            "AND r.day = k.day AND r.superseded_at IS NULL AND NOT r.exercise GROUP BY k.unit, k.day) "
            f"UPDATE {self.table} d SET {', '.join(f'{name} = s.{name}' for name in self.columns)} FROM s "
            f"WHERE {self._if_shared('d.kind = %(kind)s AND ')}d.unit = s.unit AND d.day = s.day "
            f"AND ({', '.join('d.' + n for n in self.columns)}) "
            f"IS DISTINCT FROM ({', '.join('s.' + n for n in self.columns)})"
        )

    @property
    def enter(self) -> str:
        """Makes or locks the day of the row `r` that was put in, and moves what needs no look at other rows."""
        added = {name: each for name, each in self._sums() if each.added}
        names = "".join(f", {name}" for name in added)
        values = "".join(f", CASE WHEN {STANDS.format('r')} THEN {each.added} END" for each in added.values())
        moved = "".join(f", {name} = {_joined(name, each)}" for name, each in added.items())
        names, values = self._if_shared(", kind") + names, self._if_shared(", r.kind") + values
        return (
            f"INSERT INTO {self.table} AS d (unit, path, day, changed_at{names}) "
            f"SELECT r.unit, r.path, r.day, greatest(r.recorded_at, r.superseded_at){values} FROM r "
            f"ON CONFLICT ({self._if_shared('kind, ')}unit, day) "
            f"DO UPDATE SET changed_at = greatest(d.changed_at, excluded.changed_at){moved}"
        )

    @property
    def steps(self) -> bool:
        """Whether something is left for `step`."""
        return any(each.step for _, each in self._sums())

    def step(self, *, with_entry: bool = False) -> str:
        """Moves the rest by the row that was entered, which stands; `with_entry` where it goes along with the entry,
        of which nobody knows yet whether it is new."""
        rest = {name: each for name, each in self._sums() if each.step}
        entered = f"%(id)s::uuid AND {_IT_WROTE}" if with_entry else _THE_ONE
        steps = ", ".join(
            f"{name} = {each.step.format(old=f'd.{name}', rows=self.rows)}" for name, each in rest.items()
        )
        last = (
            f"CROSS JOIN LATERAL (SELECT o.* FROM {self.rows} o "
            f"WHERE {self._if_shared('o.kind = r.kind AND ')}o.unit = r.unit AND o.day = r.day "
            f"AND {STANDS.format('o')} ORDER BY o.occurred_at DESC, o.entry DESC LIMIT 1) n "
        )
        return (
            f"UPDATE {self.table} d SET {steps} FROM {self.rows} r "
            f"{last if any(each.newest for each in rest.values()) else ''}"
            f"WHERE r.entry = {entered} AND {STANDS.format('r')} AND d.unit = r.unit AND d.day = r.day"
            f"{self._if_shared(' AND d.kind = r.kind')}"
        )

    def _if_shared(self, sql: str) -> str:
        """What a statement says besides, where the tables hold several kinds."""
        return sql if self.shared else ""

    def _sums(self) -> list[tuple[str, Sum]]:
        return [(name, each) for name, each in self.columns.items() if isinstance(each, Sum)]


def _joined(name: str, each: Sum) -> str:
    old, added = f"d.{name}", f"excluded.{name}"
    return f"CASE WHEN {added} IS NULL THEN {old} ELSE {each.joined.format(old=old, added=added)} END"


class WithEntry(NamedTuple):
    """The further `parts` of the statement that writes one entry into the ledger, which enter its row and move its day,
    and the `steps` that are sent along after it."""

    parts: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Projection:
    """How the entries of one kind become tables.

    `rows` first; then each of `sums`; then each statement of `then` (SQL with the parameters of `Batch`), for
    what is neither: a balance, a state. `then_one` stands for `then` where a single row entered and nothing lost its
    standing, as `Sum`s do. `tables` names everything it writes, for rebuild and comparison.
    """

    rows: Rows
    sums: tuple[DailySums, ...] = ()
    then: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    then_one: tuple[str, ...] | None = None

    @property
    def tables(self) -> tuple[str, ...]:
        return (self.rows.table, *(each.table for each in self.sums), *self.also)

    def apply(self, cursor: CursorWrapper, batch: Batch) -> None:
        """Brings the tables to what the ledger says, for the entries of the batch."""
        parameters = batch.parameters
        sums = list(self.sums)
        if batch.single and len(sums) == 1 and sums[0].moves:
            put = self.rows.insert(batch.source, one=True)
            cursor.execute(f"WITH r AS ({put} RETURNING *) {sums[0].enter}", parameters)
            if sums[0].steps:
                cursor.execute(sums[0].step(), parameters)
            self.moved_on(cursor, batch)
            return
        if batch.new and sums and not batch.superseded:
            # The usual case: the new rows themselves say which sums they change.
            put = f"{self.rows.insert(batch.source)} RETURNING unit, path, day, recorded_at, superseded_at"
            cursor.execute(f"WITH put AS ({put}) {sums[0].lock(_keys_of('put'))}", parameters)
            cursor.execute(sums.pop(0).sum(batch), parameters)
        elif batch.new:
            cursor.execute(self.rows.insert(batch.source, one=batch.single), parameters)
        if batch.superseded:
            cursor.execute(self.rows.supersede, parameters)
        for each in sums:
            cursor.execute(each.lock(each.keys(batch)), parameters)
            cursor.execute(each.sum(batch), parameters)
        for statement in self.then:
            cursor.execute(statement, parameters)

    @cached_property
    def with_entry(self) -> WithEntry | None:
        """What brings an entry that comes alone into the tables; None where these want statements of their own."""
        if self.rows.kept or len(self.sums) > 1 or not all(each.moves for each in self.sums):
            return None
        put = f", r AS ({self.rows.insertion(ENTERED)} RETURNING *)"
        parts = put + "".join(f", d AS ({each.enter})" for each in self.sums)
        return WithEntry(parts, tuple(each.step(with_entry=True) for each in self.sums if each.steps))

    def moved_on(self, cursor: CursorWrapper, batch: Batch) -> None:
        """What is due after one new entry has its row: its cost does not depend on how much the day already holds."""
        for statement in self.then if self.then_one is None else self.then_one:
            cursor.execute(statement, batch.parameters)


class Turn(NamedTuple):
    """SQL of one value, with its parameters: asked in one statement with the ledger's own turn, and after it."""

    sql: str
    given: tuple[Any, ...]


class Follower(Protocol):
    """A projection that follows entries of many kinds: what was due, matched with whatever fulfils it.

    It is told after the kinds' own projections and before the reactions, in the recording transaction, of real
    entries only; `refill` gives the same from nothing, after everything else was rebuilt.
    """

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that `refill` fills, already emptied."""

    def hears(self, kind: str) -> bool:
        """Whether entries of the kind can change anything here."""

    def turn(self, kinds: Collection[str]) -> Turn:
        """What a recording of entries of these kinds, all heard, asks for as it begins; the answer goes to `apply`."""

    def apply(self, cursor: CursorWrapper, batch: Batch, told: Any = None) -> None:
        """Brings the tables to what the ledger says, for the entries of the batch; `told` is what `turn` answered,
        where it was asked for this kind."""

    def refill(self, cursor: CursorWrapper) -> None:
        """Fills the empty tables from the ledger and from what was derived of it."""
