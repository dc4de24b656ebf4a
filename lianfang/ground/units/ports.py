"""units · ports: what the kernel asks about units, answered with one query each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db import connection

from lianfang.kernel.ports import PathHeld, UnitPaths
from lianfang.kernel.scope import acting_actor

# Units that this very action opens: the entry that opens a unit already answers for that unit.
_opening: ContextVar[Mapping[str, UnitPaths] | None] = ContextVar("units_opening", default=None)


@contextmanager
def opening(paths: Mapping[str, UnitPaths]) -> Iterator[None]:
    """Inside, these units are known although no entry has opened them yet. For `actions.open_units` alone."""
    mark = _opening.set(paths)
    try:
        yield
    finally:
        _opening.reset(mark)


def ask_unit_paths(cursor: Any, codes: Collection[str]) -> Callable[[], Mapping[str, UnitPaths]]:
    """The paths of the units that the actor sees; whoever sees a unit at one of its paths sees it by that path."""
    acting_actor()
    opened: Mapping[str, UnitPaths] = _opening.get() or {}
    asked = [code for code in codes if code not in opened and "\0" not in code]
    if not asked:
        return lambda: opened
    # Of one unit, as a phone sends it, the server keeps the plan; of many it would make a new one each time.
    of, given = ("= %s", asked[0]) if len(asked) == 1 else ("= ANY(%s)", asked)
    cursor.execute(
        f"SELECT unit, since_day, path, closed_on FROM units_path WHERE unit {of} ORDER BY unit, since_day", (given,)
    )
    return lambda: _paths(opened, cursor.fetchall())


def _paths(opened: Mapping[str, UnitPaths], rows: list[tuple[str, date, str, date | None]]) -> Mapping[str, UnitPaths]:
    found = dict(opened)
    for unit, since, path, closed_on in rows:
        before = found.get(unit)
        found[unit] = UnitPaths((*(before.since if before else ()), (since, path)), closed_on)
    return found


def units_to_seal(day: date) -> Mapping[str, str]:
    """Every unit that stands on a reporting day, with its path on that day."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, path FROM units_path WHERE since_day <= %(day)s AND until_day > %(day)s "
            "AND (closed_on IS NULL OR closed_on > %(day)s)",
            {"day": day},
        )
        return dict(cursor.fetchall())


def paths_ever(day: date) -> list[PathHeld]:
    """Every path that a unit has had up to a reporting day, also of units that were moved or closed since."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, path, max(least(until_day, closed_on) - 1) FROM units_path "
            "WHERE since_day <= %(day)s AND since_day < coalesce(closed_on, until_day) GROUP BY unit, path",
            {"day": day},
        )
        return [PathHeld(unit, path, min(last_day, day)) for unit, path, last_day in cursor.fetchall()]
