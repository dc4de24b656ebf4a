"""records · projections: a declared kind's rows in the table of all, and its counters as one moving column of a day.

The SQL's names and values are those that the playbook's shapes let through, and are quoted all the same.
"""

from __future__ import annotations

from psycopg import sql

from lianfang.areas.records.models import RecordDay, RecordRow
from lianfang.kernel.payloads import Payload, personal_fields
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import STANDS, Sum
from lianfang.playbook.records import Counter, RecordKind

ROWS, DAYS = RecordRow._meta.db_table, RecordDay._meta.db_table
_NONE = "jsonb_build_object()"


def projection_of(declared: RecordKind, payload: type[Payload]) -> Projection:
    """The rows of the kind, and its day where it counts anything."""
    personal = sorted(personal_fields(payload))
    without = "".join(f" - {literal(name)}" for name in personal)
    rows = Rows.of(RecordRow, payload, data=f"e.data::jsonb{without}")
    counters = tuple(_by_column(each, declared) for each in declared.counters)
    sums = (DailySums(DAYS, ROWS, {"figures": day_of(counters)}, shared=True),)
    return Projection(rows=rows, sums=sums if declared.counters else ())


def _by_column(counter: Counter, declared: RecordKind) -> Counter:
    """Different things are told apart by the column that keeps them, whatever their sort is called."""
    of_things = declared.target.lives and counter.distinct == declared.target.sort
    return counter.model_copy(update={"distinct": "stream"}) if of_things else counter


def day_of(counters: tuple[Counter, ...]) -> Sum:
    """All counters as one column: what an entering row adds by itself, and by being the first with its value."""
    different = [each for each in counters if each.distinct]
    added = [each for each in counters if not each.distinct]
    whole = _object({each.code: _whole(each) for each in counters})
    moved = {
        each.code: f"coalesce({_number('{old}', each)} + {_number('{added}', each)}, {_number('{old}', each)}, "
        f"{_number('{added}', each)})"
        for each in added
    }
    first = {each.code: f"coalesce({_number('{old}', each)}, 0) + {_fresh(each)}" for each in different}
    return Sum(
        whole=f"NULLIF({whole}, {_NONE})",
        added=f"NULLIF({_object({each.code: _adds(each) for each in added})}, {_NONE})" if added else "",
        joined=f"coalesce({{old}}, {_NONE}) || {_object(moved)}",
        step=f"coalesce({{old}}, {_NONE}) || {_object(first)}" if first else "",
    )


def literal(text: str) -> str:
    """A name or value as SQL."""
    return sql.Literal(text).as_string(None)


def condition(counter: Counter, row: str = "r") -> str:
    """Whether a row meets a counter's condition; empty where every row does."""
    return " AND ".join(
        f"({row}.data -> {literal(name)}) @> to_jsonb({_scalar(value)})" for name, value in counter.where.items()
    )


def _scalar(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{literal(value)}::text"


def _object(values: dict[str, str]) -> str:
    """What is known of the values, by their codes."""
    pairs = ", ".join(f"{literal(code)}, {value}" for code, value in values.items())
    return f"jsonb_strip_nulls(jsonb_build_object({pairs}))"


def _number(of: str, counter: Counter) -> str:
    return f"({of} ->> {literal(counter.code)})::numeric"


def _adds(counter: Counter, row: str = "r") -> str:
    """What one row adds; NULL where it says nothing of it."""
    value = f"({row}.data ->> {literal(counter.sum)})::numeric" if counter.sum else "1"
    where = condition(counter, row)
    return f"CASE WHEN {where} THEN {value} ELSE 0 END" if where else value


def _whole(counter: Counter) -> str:
    """The aggregate over the rows of a day; NULL where none stands or none says anything."""
    if not counter.distinct:
        return f"sum({_adds(counter)}) FILTER (WHERE r.entry IS NOT NULL)"
    value, where = _value(counter, "r"), condition(counter)
    met = f"{value} IS NOT NULL{' AND ' + where if where else ''}"
    return f"CASE WHEN count(r.entry) > 0 THEN count(DISTINCT {value}) FILTER (WHERE {met}) END"


def _value(counter: Counter, row: str) -> str:
    """What is told apart: the place, the person, the thing, or what a field says."""
    named = counter.distinct in ("place", "person", "stream")
    return f"{row}.{counter.distinct}" if named else f"({row}.data -> {literal(str(counter.distinct))})"


def _fresh(counter: Counter) -> str:
    """1 where the entering row is the first of its day with this value, else 0."""
    mine, other = _value(counter, "r"), _value(counter, "o")
    where, same = condition(counter), condition(counter, "o")
    known = (
        f"EXISTS (SELECT FROM {{rows}} o WHERE o.kind = r.kind AND o.unit = r.unit AND o.day = r.day "
        f"AND {other} = {mine} AND o.entry <> r.entry AND {STANDS.format('o')}{' AND ' + same if same else ''})"
    )
    return f"CASE WHEN {mine} IS NOT NULL{' AND ' + where if where else ''} AND NOT {known} THEN 1 ELSE 0 END"
