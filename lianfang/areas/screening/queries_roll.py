"""screening · queries of a roll call: who belongs to a unit, and who of them was seen in the round that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.ground.people import queries as people
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.queries import Person
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, reading
from lianfang.kernel.expectations import slots_of
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom the register lists at a unit itself, and who of them was measured since `since` (None: nobody was due)."""

    people: tuple[Person, ...]
    seen: frozenset[UUID]
    since: datetime | None

    @property
    def missing(self) -> list[Person]:
        """Whom nobody has measured yet."""
        return [each for each in self.people if each.id not in self.seen]


def seen(actor: Actor, unit: Unit, now: datetime) -> Seen:
    """The unit's people, all of them, and who of them was measured since the newest window of temperatures opened.

    Where none has opened, since the calendar's day began. Raises `not_found`, `not_allowed`.
    """
    day = clock.day_of(now).date
    listed = people.people_of(actor, unit.code, day, purpose=Purpose.WORK)
    counted = tuple(each for each in listed if each.counts)
    days = [day - timedelta(days=1), day]
    slots = slots_of(actor, [TEMPERATURE_CHECK.code], [unit.path], days, now).slots
    opened = [slot.window.from_at for slot in slots if slot.unit == unit.code and slot.window.from_at <= now]
    since = max(opened, default=clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0))
    rows = reading.objects(actor, TEMPERATURE_CHECK.model).filter(
        person__in=[each.id for each in counted], occurred_at__gte=since, superseded_at=None, exercise=False,
        day__gte=day - timedelta(days=1),
    )  # fmt: skip
    found = frozenset(rows.values_list("person", flat=True))
    return Seen(counted, found, since)
