"""screening · actions: a second reading after a high one, and a passage let through at a gate."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from lianfang.areas.screening import problems
from lianfang.areas.screening.kinds_gate_passage import GATE_PASSAGE, GatePassage
from lianfang.areas.screening.kinds_roll_call import ROLL_CALL, RollCall
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK, TemperatureCheck
from lianfang.areas.screening.queries import fever_celsius
from lianfang.areas.screening.rules import Reading, Standing, standing
from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel import journal, reading
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import CONFLICT, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor


def remeasure(actor: Actor, *, first: UUID, entry: UUID, check: TemperatureCheck, now: datetime) -> Receipt:
    """Records the second reading that the high reading `first` asks for (domain B4 ②), for the same person.

    Raises `not_found`, and `screening_nothing_to_remeasure` where that person's readings of the day await none.
    """
    row = reading.objects(actor, TEMPERATURE_CHECK.model).filter(entry=first, superseded_at=None).first()
    if row is None:
        raise Refused(NOT_FOUND)
    own = reading.objects(actor, TEMPERATURE_CHECK.model).filter(
        unit=row.unit, day=row.day, person=row.person, superseded_at=None, exercise=row.exercise
    )
    readings = [Reading(each.occurred_at, each.celsius, each.remeasure) for each in own.exclude(entry=entry)]
    threshold = fever_celsius(row.day)
    if threshold is None or standing(readings, threshold) is not Standing.AWAITING:
        raise Refused(problems.NOTHING_TO_REMEASURE)
    draft = Draft(
        id=entry,
        kind=TEMPERATURE_CHECK.code,
        unit=row.unit,
        place=row.place,
        person=row.person,
        # A thermometer's own clock may run ahead of ours: what follows never comes first.
        occurred_at=max(now, row.occurred_at),
        data=check.model_copy(update={"remeasure": True}),
        exercise=row.exercise,
    )
    return journal.record_one(actor, draft, origin=Origin.CONSOLE)


def call_roll(actor: Actor, *, unit: Unit, entry: UUID, roll: RollCall, now: datetime) -> Receipt:
    """Records a unit's roll call. Raises what the journal refuses."""
    draft = Draft(id=entry, kind=ROLL_CALL.code, unit=unit.code, occurred_at=now, data=roll)
    return journal.record_one(actor, draft, origin=Origin.CONSOLE)


def let_through(actor: Actor, *, gate: Place, entry: UUID, passage: GatePassage, now: datetime) -> Receipt | None:
    """Logs a passage at a gate. None where this very tap is in the log already: a thumb often taps twice."""
    if reading.objects(actor, GATE_PASSAGE.model).filter(entry=entry).exists():
        return None
    draft = Draft(
        id=entry, kind=GATE_PASSAGE.code, unit=gate.unit, place=gate.code, occurred_at=now, data=passage
    )  # fmt: skip
    try:
        return journal.record_one(actor, draft, origin=Origin.CONSOLE)
    except Refused as refused:
        if refused.problem is not CONFLICT:
            raise
        return None  # both taps came at once
