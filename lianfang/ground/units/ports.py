"""units · ports: what the kernel asks about units, answered with one query each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from itertools import groupby

from django.db import connection

from lianfang.kernel.ports import UnitPaths
from lianfang.kernel.scope import acting_actor

# Units that this very action opens: the entry that opens a unit already answers for that unit.
_opening: ContextVar[Mapping[str, UnitPaths]] = ContextVar("units_opening", default={})


@contextmanager
def opening(paths: Mapping[str, UnitPaths]) -> Iterator[None]:
    """Inside, these units are known although no entry has opened them yet. For `actions.open_units` alone."""
    mark = _opening.set(paths)
    try:
        yield
    finally:
        _opening.reset(mark)


def unit_paths(codes: Collection[str]) -> Mapping[str, UnitPaths]:
    """The paths of the units that the actor sees; whoever sees a unit at one of its paths sees it by that path."""
    acting_actor()
    found: dict[str, UnitPaths] = dict(_opening.get())
    asked = [code for code in codes if code not in found and "\0" not in code]
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, since_day, path FROM units_path WHERE unit = ANY(%s) ORDER BY unit, since_day", (asked,)
        )
        rows: list[tuple[str, date, str]] = cursor.fetchall()
    for unit, held in groupby(rows, key=lambda row: row[0]):
        found[unit] = UnitPaths(tuple((since, path) for _, since, path in held))
    return found


def units_to_seal() -> Mapping[str, str]:
    """Every unit that was not closed, with its newest path."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, path FROM units_unit WHERE closed_on IS NULL")
        return dict(cursor.fetchall())
