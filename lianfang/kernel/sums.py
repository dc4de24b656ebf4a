"""kernel · sums: one column of a unit's day, said twice: from all rows again, and as one row that enters moves it.

Both must give the same, whatever came before: `r` is a row of the kind's table, `d` the day as it stands, `o` the
other rows of the unit's day. How a row moves a sum may look into an index, and never at all of the day.
"""

from __future__ import annotations

from dataclasses import dataclass

STANDS = "{0}.superseded_at IS NULL AND NOT {0}.exercise"


@dataclass(frozen=True, slots=True)
class Sum:
    """A column of a `DailySums`.

    `whole` is the aggregate over the standing rows, NULL where nothing stands. A row that enters moves it by what it
    says itself (`added`, NULL for nothing, which `joined` puts to the `{old}` value), or as `step` says, which may ask
    for `{old}`, for the table `{rows}` and, with `newest`, for the day's newest row `n`.
    """

    whole: str
    added: str = ""
    joined: str = "coalesce({old}, 0) + {added}"
    step: str = ""
    newest: bool = False


def count(where: str = "", *, none: bool = False) -> Sum:
    """How many rows meet the condition; with `none`, no 0 is ever said."""
    if not where:
        return Sum("NULLIF(count(r.entry), 0)", "1")
    counted = f"count(r.entry) FILTER (WHERE {where})"
    return Sum(_said(counted, none), f"CASE WHEN {where} THEN 1{'' if none else ' ELSE 0'} END")


def total(of: str, where: str = "true") -> Sum:
    """The sum of what the rows say that meet the condition."""
    return Sum(f"sum({of}) FILTER (WHERE {where})", f"CASE WHEN {where} THEN {of} END")


def sorted_list(of: str, where: str) -> Sum:
    """What the rows say that meet the condition, in order: for the few that are out of the ordinary."""
    return Sum(
        f"array_agg({of} ORDER BY {of}) FILTER (WHERE {where})",
        f"CASE WHEN {where} THEN ARRAY[{of}] END",
        "(SELECT array_agg(v ORDER BY v) FROM unnest({old} || {added}) v)",
    )


def newest(column: str) -> Sum:
    """That column of the newest row; two of one moment are told apart by their ids."""
    last = f"(array_agg(r.{column} ORDER BY r.occurred_at DESC, r.entry DESC) FILTER (WHERE r.entry IS NOT NULL))[1]"
    return Sum(last, step=f"n.{column}", newest=True)


def distinct(*columns: str, where: str = "true", none: bool = True) -> Sum:
    """How many different values the columns have in the rows that meet the condition; an index must find them."""
    moved = f"coalesce({{old}}, 0) + {fresh(*columns, where=where)}"
    return Sum(_said(different(*columns, where=where), none), step=f"NULLIF({moved}, 0)" if none else moved)


def different(*columns: str, where: str = "true") -> str:
    """The aggregate behind `distinct`, 0 where nothing is."""
    values = ", ".join(f"r.{column}" for column in columns)
    return f"count(DISTINCT ({values})) FILTER (WHERE {_known(columns)} AND {where})"


def fresh(*columns: str, where: str = "true") -> str:
    """1 where the entering row has values that no other row has which meets the condition, else 0."""
    same = " AND ".join(f"o.{column} = r.{column}" for column in columns)
    other = f"o.unit = r.unit AND o.day = r.day AND {same} AND o.entry <> r.entry AND {STANDS.format('o')}"
    known_already = f"EXISTS (SELECT FROM {{rows}} o WHERE {other} AND {where.replace('r.', 'o.')})"
    return f"CASE WHEN {where} AND {_known(columns)} AND NOT {known_already} THEN 1 ELSE 0 END"


def _known(columns: tuple[str, ...]) -> str:
    return " AND ".join(f"r.{column} IS NOT NULL" for column in columns)


def _said(counted: str, none: bool) -> str:
    return f"NULLIF({counted}, 0)" if none else f"CASE WHEN count(r.entry) > 0 THEN {counted} END"
