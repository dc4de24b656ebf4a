"""boards · queries: what several areas know together: rounds by branch, and how far the days are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from lianfang.areas.sanitation.indicators import DISINFECTED
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor, acting_actor, prefix_range

_SQL = Path(__file__).with_name("sql")
_INSIDE_TOP = 1  # positions in SQL begin with 1


@dataclass(frozen=True, slots=True)
class BranchRounds:
    """The rounds of a branch on one day: how many places it has, and in each round how many were done."""

    child: str
    day: date
    places: int
    done: dict[int, int]


def rounds(actor: Actor, prefix: str, days: Sequence[date]) -> list[BranchRounds]:
    """The disinfection rounds of each branch below a path on some reporting days."""
    low, high = prefix_range(prefix)
    kinds = [str(kind) for kind in DISINFECTED]
    asked = {"days": list(days), "low": low, "high": high, "inside": len(prefix) + _INSIDE_TOP, "kinds": kinds}
    found: dict[tuple[str, date], BranchRounds] = {}
    for child, day, places, number_, done in _rows(_text("rounds_by_child"), **asked):
        branch = found.setdefault((child, day), BranchRounds(child, day, places or 0, {}))
        if number_ is not None:
            branch.done[number_] = done
    return list(found.values())


@cache
def _text(name: str) -> str:
    return _SQL.joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _rows(statement: str, **named: Any) -> list[tuple[Any, ...]]:
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        return cursor.fetchall()


def shown_day(now: datetime) -> date:
    """The day that pages open with: the calendar's. Its window may still be open, or have closed at 16:00."""
    return clock.local(now).date()


@dataclass(frozen=True, slots=True)
class SealedDay:
    """How a day of a subtree is sealed: units, their entries, and on how many days anything was sealed."""

    units: int
    entries: int
    days: int


def sealed(actor: Actor, prefix: str, day: date) -> SealedDay:
    """How many units of a subtree are sealed on a day."""
    low, high = prefix_range(prefix)
    rows = _rows(
        "SELECT count(*) FILTER (WHERE day = %(day)s), coalesce(sum(entries) FILTER (WHERE day = %(day)s), 0), "
        "count(DISTINCT day) FROM ledger_seal WHERE path >= %(low)s AND path < %(high)s",
        low=low, high=high, day=day,
    )  # fmt: skip
    return SealedDay(*map(int, rows[0]))
