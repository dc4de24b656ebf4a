"""sanitation · queries: rounds and clearances of a part of the tree, and its three figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from lianfang.areas.sanitation.indicators import INDICATORS, out_of_range
from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel import reading
from lianfang.kernel.evidence import grade
from lianfang.kernel.figures import Live, live_figures, together
from lianfang.kernel.scope import Actor, prefix_range

_CODES = tuple(each.code for each in INDICATORS)


@dataclass(frozen=True, slots=True)
class Done:
    """One recorded round that stands."""

    entry: UUID
    unit: str
    place: str
    day: date
    occurred_at: datetime
    recorded_by: str
    evidence: str
    object: str
    agent: str
    chlorine_mg_per_l: int | None
    amount: Decimal | None
    contact_minutes: int | None
    in_range: bool | None


@dataclass(frozen=True, slots=True)
class Bad:
    """A round whose dose was out of range and never kept, by the first record that says so.

    `duty` and `number` name its slot; they are empty and 0 where it fits none.
    """

    entry: UUID
    place: str
    duty: str
    number: int


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
    f"entry, unit, place, day, occurred_at, recorded_by, {_GRADE}, object, agent, chlorine_mg_per_l, "
    "amount, contact_minutes, in_range"
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
    return [Done(*row) for row in _rows(actor, f"SELECT {_DONE} {standing}", of, first=first, last=last)]


def never_kept(actor: Actor, of: Sequence[Unit], day: date) -> list[Bad]:
    """The rounds of some units on a day that E2 counts, those of each unit in the order of time."""
    found: dict[tuple[str, str, int], Bad] = {}
    for unit in of:
        for row in reading.rows(actor, out_of_range(), **reading.under(unit.path), day=day):
            found.setdefault(row[1:], Bad(*row))
    return list(found.values())


def clearances(actor: Actor, of: Sequence[Unit], first: date, last: date) -> list[Emptied]:
    """The clearances of some units and all below them on some reporting days, oldest first."""
    standing = _STANDING.format(table="sanitation_clearance")
    columns = f"entry, unit, place, day, occurred_at, recorded_by, {_GRADE}, overflow"
    return [Emptied(*row) for row in _rows(actor, f"SELECT {columns} {standing}", of, first=first, last=last)]


def last_round(actor: Actor, place: Place) -> Done | None:
    """The newest round at a place that stands, by when it occurred; None where there is none yet."""
    return last_rounds(actor, [place]).get(place.code)


def last_rounds(actor: Actor, places: Collection[Place]) -> dict[str, Done]:
    """The newest round at each of some places, by the place's code; those that have none yet are left out."""
    rows = reading.rows(
        actor,
        "SELECT w.place, d.* FROM unnest(%(units)s::text[], %(codes)s::text[]) AS w(unit, place) CROSS JOIN LATERAL ("
        f"SELECT {_DONE} FROM sanitation_disinfection r WHERE r.unit = w.unit AND r.place = w.place "
        "AND superseded_at IS NULL AND NOT exercise ORDER BY day DESC, occurred_at DESC, entry DESC LIMIT 1) d",
        units=[each.unit for each in places], codes=[each.code for each in places],
    )  # fmt: skip
    return {code: Done(*row) for code, *row in rows}


def figures(actor: Actor, of: Sequence[Unit], day: date, now: datetime) -> dict[str, Live]:
    """E1, E2, E3 as the records give them now, by unit, and under "" the sum of all."""
    found = {code: live for unit in of for code, live in live_figures(actor, _CODES, unit.path, day, now).items()}
    return {**found, "": together(found.values())}


def _rows(actor: Actor, sql: str, of: Sequence[Unit], **named: Any) -> list[tuple[Any, ...]]:
    ranges = [prefix_range(unit.path) for unit in of]
    return reading.rows(
        actor, sql, lows=[low for low, _ in ranges], highs=[high for _, high in ranges], **named
    )  # fmt: skip
