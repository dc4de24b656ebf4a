"""screening · queries: a day's figures by branch and round, who awaits a second reading, what the gates logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from lianfang.areas.screening.indicators import INDICATORS, filled
from lianfang.areas.screening.kinds_gate_passage import GATE_PASSAGE
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.areas.screening.rules import REMEASURE_WITHIN, Reading, Standing, standing
from lianfang.ground.places import queries as places
from lianfang.ground.places.queries import Place
from lianfang.ground.places.sorts import GATE, PLACE_KINDS
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import reading
from lianfang.kernel.figures import live_figures
from lianfang.kernel.measures import Measure
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.retention import unlinked
from lianfang.kernel.scope import Actor
from lianfang.playbook import NoRuleOn, UnknownRule, current

PERSONS_SHOWN = 50
GATES_SHOWN = 60
_CODES = tuple(each.code for each in INDICATORS)
_NOBODY = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch's live figures by indicator. `code` is its first unit; the top unit itself has the empty code.

    `outsiders`: people measured at a unit that does not count them, who are in no coverage there. `away`: people
    measured at another unit than their own, where they count.
    """

    code: str
    figures: Mapping[str, Measure]
    awaiting: int
    outsiders: int
    away: int


@dataclass(frozen=True, slots=True)
class HighReading:
    """A reading at or above the threshold that somebody has to look at; `fever`: a re-measure has confirmed it."""

    entry: UUID
    unit: str
    path: str
    person: UUID | None
    place: str | None
    celsius: Decimal
    at: datetime
    fever: bool


@dataclass(frozen=True, slots=True)
class GateShift:
    """What one gate logged in one shift of a day: a part of its log, and not a duty of whoever stands there."""

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


def remeasure_within(day: date) -> timedelta:
    """How soon a second reading follows a high one: the clock of the playbook's step that a re-measure settles.

    A playbook without such a step has that of the house.
    """
    steps = (step for procedure in current().procedures for step in procedure.steps_on(day))
    return next(
        (timedelta(minutes=step.clock.minutes) for step in steps if step.settled_by == "remeasure" and step.clock),
        REMEASURE_WITHIN,
    )


def asked_of(code: str) -> bool:
    """Whether the playbook in force asks for a figure at all."""
    return current().states(code)


def share_needed(kind: str, day: date) -> Decimal:
    """The share of people (0…1) from which a unit of this kind has checked enough on that day."""
    try:
        return current().coverage_percent("daily", "H1", day, kind) / 100
    except (NoRuleOn, UnknownRule):
        return Decimal(1)


def branches(actor: Actor, top: Unit, day: date, now: datetime) -> list[Branch]:
    """The day's live figures of health and gates by branch below a unit, in the order of codes."""
    found = live_figures(actor, _CODES, top.path, day, now, by_child=True)
    named = {**reading.under(top.path), "day": day, "inside": len(top.path) + 1}
    apart = {code: said for code, *said in reading.rows(actor, filled("apart"), **named)}
    measures = {code: live.measures for code, live in found.items()}
    return [Branch(code, measures.get(code, {}), *apart.get(code, _NOBODY)) for code in sorted({*measures, *apart})]


def high_readings(actor: Actor, top: Unit, day: date, *, limit: int = PERSONS_SHOWN) -> list[HighReading]:
    """Who at or below a unit awaits a second reading, the longest waiting first, and then who has a fever."""
    return high_readings_under(actor, top.path, [day], limit=limit)


def high_readings_under(
    actor: Actor, path: str, days: Sequence[date], *, limit: int | None = None
) -> list[HighReading]:
    """The same of a path on some days, each person once a day, by that day's line; all, where no `limit` is said."""
    rows = reading.rows(actor, filled("high"), **reading.under(path), days=list(days), limit=limit)
    return [HighReading(*row) for row in rows]


def gate_shifts(actor: Actor, top: Unit, day: date) -> list[GateShift]:
    """What the gates at or below a unit logged on a day, by gate and shift; a silent shift is not in it."""
    return [GateShift(*row) for row in reading.rows(actor, filled("shifts"), **reading.under(top.path), day=day)]


def passages_of(actor: Actor, gate: Place, day: date) -> int:
    """How many passages a gate has logged on a reporting day: what a guard sees grow."""
    rows = reading.objects(actor, GATE_PASSAGE.model).filter(unit=gate.unit, day=day, place=gate.code)
    return int(rows.filter(superseded_at=None, exercise=False).count())


def latest_passages(actor: Actor, gate: Place, day: date, *, limit: int = 5) -> list[PassageSeen]:
    """The newest passages of a gate on a reporting day: where a slip of the thumb is found again."""
    rows = reading.objects(actor, GATE_PASSAGE.model).filter(
        unit=gate.unit, day=day, place=gate.code, superseded_at=None, exercise=False
    )
    return [
        PassageSeen(row.entry, row.occurred_at, row.direction, row.category, row.celsius, row.mask)
        for row in rows.order_by("-occurred_at", "-entry")[:limit]
    ]


def gates(actor: Actor, top: Unit, day: date) -> list[Place]:
    """The gates in use at or below a unit on a day, by code."""
    listed = places.listed(actor, path=top.path, kinds=PLACE_KINDS.having(GATE), limit=GATES_SHOWN)
    return [each for each in listed if each.open_on(day)]


@dataclass(frozen=True, slots=True)
class Warm:
    """What the readings of a person whose temperature was high come to, with the high one that says so."""

    person: UUID
    standing: Standing
    first: UUID
    at: datetime
    celsius: Decimal
    again: Decimal | None
    again_at: datetime | None


def warm(actor: Actor, unit: Unit, day: date) -> list[Warm]:
    """Everybody who was measured at a unit itself on a day and had a high reading, with what became of it."""
    threshold = fever_celsius(day)
    if threshold is None:
        return []
    rows = reading.objects(actor, TEMPERATURE_CHECK.model).filter(
        unit=unit.code, day=day, superseded_at=None, exercise=False
    )
    ill = set(rows.filter(celsius__gte=threshold).values_list("person", flat=True))
    by_person: dict[UUID, list[Any]] = {}
    for row in rows.filter(person__in=ill).order_by("occurred_at", "entry") if ill else ():
        by_person.setdefault(row.person, []).append(row)
    return [_warm(person, listed, threshold) for person, listed in by_person.items()]


def _warm(person: UUID, listed: list[Any], threshold: Decimal) -> Warm:
    stands = standing((Reading(each.occurred_at, each.celsius, each.remeasure) for each in listed), threshold)
    again = [each for each in listed if each.remeasure]
    high = [each for each in listed if each.celsius >= threshold and not each.remeasure] or again
    # The one that still waits, else the first of them.
    seen = max((each.occurred_at for each in again), default=None)
    first = next((each for each in high if seen is None or each.occurred_at > seen), high[0])
    last = again[-1] if again else None
    return Warm(
        person, stands, first.entry, first.occurred_at, first.celsius, last.celsius if last else None,
        last.occurred_at if last else None,
    )  # fmt: skip


def one_reading(actor: Actor, entry: UUID) -> HighReading:
    """One reading that still stands. Raises `not_found`."""
    row = reading.objects(actor, TEMPERATURE_CHECK.model).filter(entry=entry, superseded_at=None).first()
    if row is None:
        raise Refused(NOT_FOUND)
    over = reading.value(actor, f"SELECT {unlinked('%(entry)s::uuid')}", entry=entry)
    who = None if over else row.person
    return HighReading(row.entry, row.unit, row.path, who, row.place, row.celsius, row.occurred_at, row.remeasure)


def top_of(actor: Actor, code: str | None, day: date) -> Unit:
    """The unit that a page is about: the one named, else the actor's own. Raises `not_found`."""
    return units.unit(actor, code or actor.home or "", day=day)
