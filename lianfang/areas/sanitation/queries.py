"""sanitation · queries: rounds and clearances of a part of the tree, and its three figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from lianfang.areas.sanitation.indicators import INDICATORS
from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel.evidence import grade
from lianfang.kernel.measures import Measure, judged, total
from lianfang.kernel.playbook import current
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, acting_actor, prefix_range

_CODES = {each.code for each in INDICATORS}


@dataclass(frozen=True, slots=True)
class Done:
    """One recorded round that stands."""

    entry: UUID
    unit: str
    place: str
    day: date
    round: int
    occurred_at: datetime
    recorded_by: str
    evidence: str
    object: str
    agent: str
    chlorine_mg_per_l: int | None
    contact_minutes: int | None
    in_range: bool | None


@dataclass(frozen=True, slots=True)
class Emptied:
    """One clearance that stands."""

    entry: UUID
    unit: str
    place: str
    day: date
    occurred_at: datetime
    recorded_by: str
    evidence: str
    overflow: bool


_GRADE = grade("r.entry", "r.evidence")
_DONE = (
    f"entry, unit, place, day, round, occurred_at, recorded_by, {_GRADE}, object, agent, chlorine_mg_per_l, "
    "contact_minutes, in_range"
)
_RANGES = "unnest(%(lows)s::text[], %(highs)s::text[]) AS s(low, high)"
_STANDING = (
    f"FROM {_RANGES} JOIN {{table}} r ON r.path >= s.low AND r.path < s.high "
    "WHERE r.day BETWEEN %(first)s AND %(last)s AND r.superseded_at IS NULL AND NOT r.exercise "
    "ORDER BY r.occurred_at, r.entry"
)


def rounds(actor: Actor, of: Sequence[Unit], first: date, last: date) -> list[Done]:
    """The rounds of some units and all below them on some reporting days, oldest first."""
    standing = _STANDING.format(table="sanitation_disinfection")
    return [Done(*row) for row in _rows(f"SELECT {_DONE} {standing}", of, first=first, last=last)]


def clearances(actor: Actor, of: Sequence[Unit], first: date, last: date) -> list[Emptied]:
    """The clearances of some units and all below them on some reporting days, oldest first."""
    standing = _STANDING.format(table="sanitation_clearance")
    columns = f"entry, unit, place, day, occurred_at, recorded_by, {_GRADE}, overflow"
    return [Emptied(*row) for row in _rows(f"SELECT {columns} {standing}", of, first=first, last=last)]


def last_round(actor: Actor, place: Place) -> Done | None:
    """The newest round at a place that stands, by when it occurred; None where there is none yet."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_DONE} FROM sanitation_disinfection r WHERE unit = %s AND place = %s AND superseded_at IS NULL "
            "AND NOT exercise ORDER BY day DESC, occurred_at DESC, entry DESC LIMIT 1",
            (place.unit, place.code),
        )
        row = cursor.fetchone()
    return Done(*row) if row else None


def figures(actor: Actor, of: Sequence[Unit], day: date) -> dict[str, dict[str, Measure]]:
    """E1, E2, E3 as the records give them now: unit → code → measure, and under "" the sum of all.

    The same SQL as in the reports; nobody has confirmed it yet.
    """
    found: dict[str, dict[str, Measure]] = {}
    asked = _CODES & {line.indicator for line in current().form("daily").fields}
    sources = [source for source in REGISTRY.sources() if set(source.codes) & asked]
    for source in sources:
        for row in (row for unit in of for row in _named(source.sql, unit, day=day)):
            for code in source.codes:
                value, checked, expected = (row[f"{code.lower()}_{part}"] for part in ("value", "checked", "expected"))
                found.setdefault(row["unit"], {})[code] = judged(
                    value, checked, int(expected), threshold=_threshold(code, day), filed=True, as_of=row["changed_at"]
                )
    codes = [code for source in sources for code in source.codes]
    found[""] = {code: total(each[code] for each in found.values() if code in each) for code in codes}
    return found


def _threshold(code: str, day: date) -> Decimal:
    return current().coverage_percent("daily", code, day) / 100


def _rows(sql: str, of: Sequence[Unit], **named: Any) -> list[tuple[Any, ...]]:
    acting_actor()
    ranges = [prefix_range(unit.path) for unit in of]
    with connection.cursor() as cursor:
        cursor.execute(sql, {"lows": [low for low, _ in ranges], "highs": [high for _, high in ranges], **named})
        return cursor.fetchall()


def _named(sql: str, unit: Unit, **named: Any) -> list[dict[str, Any]]:
    acting_actor()
    low, high = prefix_range(unit.path)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"low": low, "high": high, **named})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
