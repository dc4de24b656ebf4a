"""duties · queries by need: slots as somebody has to see to them, and how much was asked of each person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from lianfang.areas.duties.policy import basis
from lianfang.areas.duties.queries import IN, NAMED, SLOT, SlotSeen, below, seen
from lianfang.areas.duties.rules import State
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, reading
from lianfang.kernel.scope import Actor

# What has to be seen to first: what is late and can still be made good, what has come to its time, what is over.
_ORDER = (
    State.OVERDUE, State.DUE, State.MISSED, State.DOUBTFUL, State.NOT_DUE, State.LATE, State.DONE, State.EXCUSED,
    State.VOID,
)  # fmt: skip
_LISTED = ", ".join(f"'{each}'" for each in _ORDER)
_RANK = f"array_position(ARRAY[{_LISTED}], state)"
After = tuple[int, datetime, str, str, int]


def by_need(
    actor: Actor,
    of: Sequence[Unit],
    day: date,
    now: datetime,
    *,
    states: Sequence[State] = (),
    after: After | None = None,
    size: int = 100,
) -> tuple[list[SlotSeen], After | None]:
    """The slots of some units and below on a day, page by page, overdue first, then by when they are due.

    And what the next page goes on from."""
    rank, due_at, duty, target, number = after or (0, clock.reporting_day(day).from_at, "", "", 0)
    rows = reading.rows(
        actor,
        f"SELECT * FROM (SELECT *, {_RANK} AS rank FROM (SELECT {SLOT} FROM duties_slot s {NAMED} "
        f"WHERE s.day = %(day)s AND {IN}) t "
        "WHERE cardinality(%(states)s::text[]) = 0 OR state = ANY(%(states)s::text[])) r "
        "WHERE (rank, due_at, duty, target, number) > (%(rank)s, %(due_at)s, %(duty)s, %(target)s, %(number)s) "
        "ORDER BY rank, due_at, duty, target, number LIMIT %(size)s",
        day=day, **below(of), now=now, size=size + 1, states=[str(state) for state in states],
        rank=rank, due_at=due_at, duty=duty, target=target, number=number,
    )  # fmt: skip
    found = [seen(row[:-1]) for row in rows[:size]]
    if len(rows) <= size:
        return found, None
    last = found[-1]
    return found, (rows[size - 1][-1], last.due_at, last.duty, last.target, last.number)


class Typed(NamedTuple):
    """What one login typed by hand on one day."""

    login: str
    day: date
    entries: int


def burden(
    actor: Actor, unit: Unit, first: date, last: date, *, after: tuple[int, str, date] | None = None, size: int = 50
) -> list[Typed]:
    """Entries typed by hand by each person's login on each day: the questions that were put to somebody.

    Most first; `after` goes on from the entries, login and day of the last.
    """
    opened, closed = clock.reporting_day(first).from_at, clock.reporting_day(last).to_at
    entries, login, day = after or (None, "", first)
    rows = reading.rows(
        actor,
        "SELECT login, day, n FROM (SELECT e.recorded_by AS login, "
        "(e.recorded_at AT TIME ZONE %(zone)s - %(closes)s::interval)::date + 1 AS day, count(*) AS n "
        "FROM ledger_entry e WHERE e.path >= %(low)s AND e.path < %(high)s "
        "AND e.occurred_at >= %(from)s - interval '7 days' AND e.recorded_at >= %(from)s "
        "AND e.recorded_at < %(to)s AND e.evidence = 'typed' AND e.origin <> 'automatic' "
        "AND NOT e.exercise GROUP BY 1, 2) typed "
        "WHERE EXISTS (SELECT FROM access_user u WHERE u.username = login) "
        "AND (%(entries)s::bigint IS NULL OR (-n, login, day) > (-%(entries)s::bigint, %(login)s, %(day)s)) "
        "ORDER BY n DESC, login, day LIMIT %(size)s",
        **reading.under(unit.path), to=closed, **{"from": opened}, **basis(), entries=entries, login=login, day=day,
        size=size,
    )  # fmt: skip
    return [Typed(*row) for row in rows]
