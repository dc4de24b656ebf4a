"""incidents · queries plans: the plan library of units: versions, what is in force, what is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from lianfang.areas.incidents.kinds import SEE
from lianfang.areas.incidents.kinds_plan import PlanVersion
from lianfang.kernel import reading
from lianfang.kernel.scope import Actor, acting_actor, ranges

_COLUMNS = (
    "p.entry, p.unit, p.path, p.plan, p.number, p.zh, p.en, p.state, p.made_at, p.made_by, p.approver, p.approved_at, "
    "p.effective_from, p.effective_to"
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a unit's plan."""

    entry: UUID
    unit: str
    path: str
    plan: str
    number: int
    zh: str
    en: str
    state: str
    made_at: datetime
    made_by: str
    approver: str | None
    approved_at: datetime | None
    effective_from: date | None
    effective_to: date | None

    def in_force(self, day: date) -> bool:
        """Whether it is approved and holds on a day."""
        if self.state != "approved" or self.effective_from is None or self.effective_to is None:
            return False
        return self.effective_from <= day <= self.effective_to

    def standing(self, day: date) -> str:
        """`draft`, `withdrawn`, `ahead` (approved, not yet in force), `in_force` or `expired`."""
        if self.state != "approved" or self.effective_from is None:
            return self.state
        if day < self.effective_from:
            return "ahead"
        return "in_force" if self.in_force(day) else "expired"


def stream_of(unit: str, plan: str) -> UUID:
    """The life of a unit's plan."""
    return uuid5(NAMESPACE_URL, f"lianfang:plan:{unit}:{plan}")


def versions(unit: str, plan: str) -> list[Version]:
    """Every version of a unit's plan, newest first."""
    return _versions(
        acting_actor(), "p.unit = %(unit)s AND p.plan = %(plan)s ORDER BY p.number DESC", unit=unit, plan=plan
    )


def every(actor: Actor) -> list[Version]:
    """Every version of every unit in the scope: by unit, plan, newest first."""
    where = "%(seen)s::path_ranges @> p.path ORDER BY p.path, p.plan, p.number DESC"
    return _versions(actor, where, seen=ranges(actor.prefixes(SEE)))


def content(entry: UUID) -> PlanVersion:
    """The words of one version."""
    data = reading.value(acting_actor(), "SELECT data FROM incidents_act WHERE entry = %(entry)s", entry=entry)
    return PlanVersion.model_validate(reading.loaded(data), strict=False)


def holding(found: list[Version], day: date) -> Version | None:
    """The newest version in force on a day, of versions newest first."""
    return next((each for each in found if each.in_force(day)), None)


def _versions(actor: Actor, where: str, **named: Any) -> list[Version]:
    statement = f"SELECT {_COLUMNS} FROM incidents_plan p WHERE {where}"
    return [Version(*row) for row in reading.rows(actor, statement, **named)]
