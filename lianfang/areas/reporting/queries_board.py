"""reporting · queries board: who is due, on time, late, missing or returned on a day, for a tree of any size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lianfang.areas.reporting.indicators import sql
from lianfang.areas.reporting.queries_measures import Question
from lianfang.areas.reporting.rules import Filing, Handling
from lianfang.ground.units.queries import Unit
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import Counts, Standing
from lianfang.kernel.kept import kept
from lianfang.kernel.measures import STATE_BITS, MeasureState
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.playbook import DAILY, Playbook

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's report on the board."""

    unit: Unit
    due_at: datetime
    standing: Standing
    filing: Filing
    reminders: int
    handled_at: datetime | None

    @property
    def awaited(self) -> bool:
        """Whether the unit may be asked for it: it is due or missing, or its own unit took it back."""
        return self.standing in (Standing.DUE, Standing.MISSING) or self.filing.handling is Handling.RECALLED


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the board; `after` is the rank and path to go on from, None where there is no more."""

    rows: tuple[Row, ...]
    after: tuple[int, str] | None


def due_times(playbook: Playbook, day: Day, form: str) -> dict[str, datetime]:
    """By when each kind of unit files the form on that day (B1); none past the playbook's own last day."""
    if playbook.ended_by(day.date):
        return {}
    return {
        kind.code: playbook.due_at(kind.level, day.date)
        for kind in playbook.unit_kinds
        if form in kind.files and kind.level is not None
    }


def counts(actor: Actor, day: Day, prefix: str, *, now: datetime, form: str = DAILY, below: bool = False) -> Counts:
    """The counts for the subtree under a path; with `below` without its first unit.

    `now` decides what is late by not being there.
    """
    parameters = _asked(day, prefix, now, form)
    if below:
        parameters["low"] = prefix + "\x01"
    # What is late by not being there changes with the hour alone, so the cut-offs that have passed are in the key.
    passed = tuple(now > each for each in (*parameters["due_ats"], day.to_at))
    key = ("counts", prefix, day.date, form, below, passed)
    found, as_of = kept(actor, prefix, key, now, lambda: _counted(actor, parameters), units=lambda counts: counts.due)
    return replace(found, as_of=as_of)


def _counted(actor: Actor, parameters: Mapping[str, Any]) -> Counts:
    statement = f"SELECT * FROM ({_ZEROS}) z LEFT JOIN ({_STANDINGS.format(board=_board())}) s ON true"
    rows = reading.rows(actor, statement, **parameters)
    (confirmed, unverified), found = rows[0][:2], {row[2]: row[3:] for row in rows if row[2] is not None}
    stands = {each: found.get(each, (0, 0, 0, 0, 0)) for each in Standing}
    returned, received, amended, recalled = (sum(row[at] for row in stands.values()) for at in (1, 2, 3, 4))
    return Counts(
        due=sum(row[0] for row in stands.values()),
        on_time=stands[Standing.ON_TIME][0],
        late=stands[Standing.LATE][0],
        missing=stands[Standing.MISSING][0],
        waiting=stands[Standing.OPEN][0] + stands[Standing.DUE][0],
        returned=returned,
        recalled=recalled,
        received=received,
        amended=amended,
        zeros_confirmed=confirmed,
        zeros_unverified=unverified,
        as_of=parameters["now"],
    )


_STANDINGS = """
SELECT standing, count(*), count(*) FILTER (WHERE handling = 'returned'),
       count(*) FILTER (WHERE handling = 'received'), count(*) FILTER (WHERE number > 1),
       count(*) FILTER (WHERE handling = 'recalled')
FROM ({board}) b GROUP BY standing
"""
_ZEROS = f"""
SELECT count(*) FILTER (WHERE bits = {STATE_BITS[MeasureState.ZERO_CONFIRMED]}),
       count(*) FILTER (WHERE bits = {STATE_BITS[MeasureState.ZERO_UNVERIFIED]})
FROM reporting_figure
WHERE report_day = %(day)s AND form = %(form)s AND path >= %(low)s AND path < %(high)s
"""


def page(
    actor: Actor,
    day: Day,
    prefix: str,
    *,
    now: datetime,
    form: str = DAILY,
    standings: Sequence[str] = (),
    handling: str = "",
    text: str = "",
    after: tuple[int, str] | None = None,
    size: int = PAGE_SIZE,
    by_need: bool = False,
) -> Page:
    """One page of the board, narrowed by standing, handling, and code or name, in the order of paths.

    `by_need`: missing reports first, then those that are due, came back, came late, have still to come, and the others.
    """
    parameters = _asked(day, prefix, now, form)
    rank = _NEED if by_need else "0"
    where = [f"({rank}, b.path) > (%(after_rank)s, %(after)s)" if by_need else "b.path > %(after)s"]
    last_rank, last_path = after or (-1, "")
    parameters |= {"after_rank": last_rank, "after": last_path.replace("\0", ""), "size": size + 1}
    if standings:
        where.append("b.standing = ANY(%(standings)s)")
        parameters["standings"] = list(standings)
    if handling:
        where.append("b.handling = %(handling)s")
        parameters["handling"] = handling
    if text.strip():
        where.append("strpos(lower(concat_ws(' ', b.unit, b.zh, b.en)), %(text)s) > 0")
        parameters["text"] = text.strip().lower().replace("\0", "")
    order = f"{rank}, b.path" if by_need else "b.path"
    statement = f"SELECT b.*, {rank} FROM ({_board()}) b WHERE {' AND '.join(where)} ORDER BY {order} LIMIT %(size)s"
    found = reading.rows(actor, statement, **parameters)
    last = found[size - 1] if len(found) > size else None
    return Page(tuple(_row(row[:-1]) for row in found[:size]), (last[-1], last[3]) if last else None)


# What has to be done about a report, the most pressing first.
_NEED = (
    "CASE WHEN b.standing = 'missing' THEN 0 WHEN b.standing = 'due' THEN 1 "
    "WHEN b.handling IN ('returned', 'recalled') THEN 2 WHEN b.standing = 'late' THEN 3 "
    "WHEN b.standing = 'open' THEN 4 ELSE 5 END"
)


def standings_of(actor: Actor, day: Day, codes: Collection[str], *, now: datetime, form: str = DAILY) -> list[Row]:
    """How the reports of some units stand, of those that owe one."""
    statement = f"SELECT * FROM ({_board()}) b WHERE b.unit = ANY(%(codes)s) ORDER BY b.path"
    found = reading.rows(actor, statement, codes=sorted(codes), **_asked(day, "", now, form))
    return [_row(row) for row in found]


def _asked(day: Day, prefix: str, now: datetime, form: str) -> dict[str, Any]:
    ask = Question(form, day, now)
    times = due_times(ask.playbook, day, form)
    parameters = ask.parameters(*prefix_range(prefix))
    return parameters | {"kinds": list(times), "due_ats": list(times.values()), "now": now}


def _board() -> str:
    return sql("board").replace("{due}", sql("due"))


def _row(row: tuple[Any, ...]) -> Row:
    (due_at, number, handling, first_filed_at, filed_at, filed_by, handled_by, handled_at, reminders,
     reminded_at, reminded_by, standing) = row[8:]  # fmt: skip
    filing = Filing(
        number, Handling(handling), first_filed_at, filed_at, filed_by, handled_by, reminded_at, reminded_by
    )
    return Row(Unit(*row[:8]), due_at, Standing(standing), filing, reminders, handled_at)
