"""screening · queries: a day's figures by branch and round, who awaits a second reading, what the gates logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from lianfang.areas.screening.indicators import SOURCES, filled
from lianfang.areas.screening.models import GatePassage, TemperatureCheck
from lianfang.ground.places import queries as places
from lianfang.ground.places.queries import Place
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.indicators import Source
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.playbook import NoRuleOn, UnknownRule, current
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, acting_actor, prefix_range

PERSONS_SHOWN = 50
GATES_SHOWN = 60
_PARTS = ("value", "checked", "expected")


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch's live figures by indicator. `code` is its first unit; the top unit itself has the empty code."""

    code: str
    figures: Mapping[str, Measure]
    awaiting: int


@dataclass(frozen=True, slots=True)
class Rounds:
    """How many people of a branch were due on a day, and measured: in all, and by round."""

    branch: str
    day: date
    due: int
    checked: int
    by_round: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HighReading:
    """A reading at or above the threshold that somebody has to look at; `fever`: a re-measure has confirmed it."""

    entry: UUID
    unit: str
    path: str
    person: UUID
    place: str | None
    celsius: Decimal
    at: datetime
    fever: bool


@dataclass(frozen=True, slots=True)
class GateShift:
    """What one gate logged in one shift of a day."""

    gate: str
    shift: int
    passages: int
    people_in: int
    measured: int
    fevers: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PassageSeen:
    """One passage in a gate's log."""

    entry: UUID
    at: datetime
    direction: str
    category: str
    celsius: Decimal | None
    mask: bool


def fever_celsius(day: date) -> Decimal | None:
    """From which temperature on the playbook calls it a fever, in °C; None on a day for which it has no rule."""
    try:
        return current().number("fever_celsius", day)
    except NoRuleOn:
        return None


def times_a_day(kind: str, day: date) -> int:
    """How often a unit of this kind measures everybody: as the playbook says at sites, else once (domain B14)."""
    try:
        at_site = current().unit_kind(kind).level == "site"
        return int(current().number("temperature_checks_per_day", day)) if at_site else 1
    except (NoRuleOn, UnknownRule):
        return 1


def share_needed(kind: str, day: date) -> Decimal:
    """The share of people (0…1) from which a unit of this kind has checked enough on that day."""
    try:
        return current().coverage_percent("daily", "H1", day, kind) / 100
    except (NoRuleOn, UnknownRule):
        return Decimal(1)


def branches(actor: Actor, top: Unit, day: date) -> list[Branch]:
    """The day's figures of health and gates by branch below a unit, in the order of codes.

    They are live: partial where something is recorded, since only a unit's report confirms a figure (rule C0).
    """
    found: dict[str, Branch] = {}
    for source in SOURCES:
        for row in _rows(_by_branch(source), **_range(top), **_window(day)):
            before = found.get(row["branch"], Branch(row["branch"], {}, 0))
            figures = {code: _live(code, row) for code in source.codes}
            awaiting = before.awaiting + (row.get("h2_unsettled") or 0)
            found[row["branch"]] = Branch(row["branch"], {**before.figures, **figures}, awaiting)
    return [found[code] for code in sorted(found)]


def _by_branch(source: Source) -> str:
    names = [f"{code.lower()}_{part}" for code in source.codes for part in _PARTS]
    names += [f"{code.lower()}_unsettled" for code in source.unsettled]
    columns = ",\n       ".join(f"sum({name})::int AS {name}" for name in names)
    return filled("branches").replace("{columns}", columns).replace("{source}", source.sql)


def _live(code: str, row: Mapping[str, Any]) -> Measure:
    value, checked, expected = (row[f"{code.lower()}_{part}"] for part in _PARTS)
    if value is None and not expected:
        return Measure(None, state=MeasureState.NOT_APPLICABLE)
    state = MeasureState.NOT_REPORTED if value is None else MeasureState.PARTIAL
    return Measure(value, min(checked, expected or checked), expected, row["changed_at"], state)


def rounds(actor: Actor, top: Unit, first: date, last: date) -> list[Rounds]:
    """Who was due and measured by branch below a unit, for each reporting day from `first` to `last`."""
    named: dict[str, Any] = {**_range(top), "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(filled("rounds"), named)
        return [
            Rounds(branch, day, due, checked, {"evening": evening, "morning": morning, "noon": noon})
            for branch, day, due, checked, evening, morning, noon in cursor.fetchall()
        ]


def high_readings(actor: Actor, top: Unit, day: date, *, limit: int = PERSONS_SHOWN) -> list[HighReading]:
    """Who at or below a unit awaits a second reading, the longest waiting first, and then who has a fever."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(filled("high"), {**_range(top), "day": day, "limit": limit})
        return [HighReading(*row) for row in cursor.fetchall()]


def gate_shifts(actor: Actor, top: Unit, day: date) -> list[GateShift]:
    """What the gates at or below a unit logged on a day, by gate and shift; a silent shift is not in it."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(filled("shifts"), {**_range(top), "day": day})
        return [GateShift(*row) for row in cursor.fetchall()]


def passages_of(actor: Actor, gate: Place, day: date) -> int:
    """How many passages a gate has logged on a reporting day: what a guard sees grow."""
    rows = GatePassage.objects.filter(unit=gate.unit, day=day, place=gate.code)
    return int(rows.filter(superseded_at=None, exercise=False).count())


def latest_passages(actor: Actor, gate: Place, day: date, *, limit: int = 5) -> list[PassageSeen]:
    """The newest passages of a gate on a reporting day: where a slip of the thumb is found again."""
    rows = GatePassage.objects.filter(unit=gate.unit, day=day, place=gate.code, superseded_at=None, exercise=False)
    return [
        PassageSeen(row.entry, row.occurred_at, row.direction, row.category, row.celsius, row.mask)
        for row in rows.order_by("-occurred_at", "-entry")[:limit]
    ]


def gates(actor: Actor, top: Unit, day: date) -> list[Place]:
    """The gates in use at or below a unit on a day, by code."""
    listed = places.listed(actor, under=top.code, kind="gate", limit=GATES_SHOWN)
    return [each for each in listed if each.open_on(day)]


def reading(actor: Actor, entry: UUID) -> HighReading:
    """One reading that still stands. Raises `not_found`."""
    row = TemperatureCheck.objects.filter(entry=entry, superseded_at=None).first()
    if row is None:
        raise Refused(NOT_FOUND)
    return HighReading(
        row.entry, row.unit, row.path, row.person, row.place, row.celsius, row.occurred_at, row.remeasure
    )


def _range(top: Unit) -> dict[str, str]:
    low, high = prefix_range(top.path)
    return {"low": low, "high": high}


def _window(day: date) -> dict[str, Any]:
    window = clock.reporting_day(day)
    return {"day": day, "from_at": window.from_at, "to_at": window.to_at}


def _rows(statement: str, **named: Any) -> list[dict[str, Any]]:
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def top_of(actor: Actor, code: str | None, day: date) -> Unit:
    """The unit that a page is about: the one named, else the actor's own. Raises `not_found`."""
    return units.unit(actor, code or actor.home or "", day=day)
