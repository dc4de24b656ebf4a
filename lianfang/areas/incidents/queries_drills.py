"""incidents · queries drills: drills, what was put into them, how they went, and what is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from lianfang.areas.incidents import queries
from lianfang.areas.incidents.kinds import ACT_ON, SEE
from lianfang.areas.incidents.kinds_incident import STEP_DONE
from lianfang.areas.incidents.queries import Incident, acts_of
from lianfang.areas.incidents.rules import Act
from lianfang.kernel import clock, reading
from lianfang.kernel.frame import Waiting
from lianfang.kernel.problems import first_of
from lianfang.kernel.scope import Actor, acting_actor, ranges
from lianfang.kernel.words import w

PAGE_SIZE = 30
EARLIER_SHOWN = 5
_DRILL = "d.drill, d.unit, d.path, d.code, d.title, d.place, d.started_at, d.started_by, d.ended_at"
_FINDING = (
    "f.finding, f.unit, f.path, f.exercise, f.drill, f.incident, f.what, f.owner, f.due_on, f.found_at, f.found_by, "
    "f.mended_at, f.how"
)


@dataclass(frozen=True, slots=True)
class Drill:
    """An exercise; it runs until `ended_at`."""

    id: UUID
    unit: str
    path: str
    code: str
    title: str
    place: str | None
    started_at: datetime
    started_by: str
    ended_at: datetime | None

    @property
    def href(self) -> str:
        return f"/incidents/drills/{self.id}/"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be mended by a role until a day."""

    id: UUID
    unit: str
    path: str
    exercise: bool
    drill: UUID | None
    incident: UUID | None
    what: str
    owner: str
    due_on: date
    found_at: datetime
    found_by: str
    mended_at: datetime | None
    how: str | None

    @property
    def href(self) -> str:
        return f"/incidents/findings/{self.id}/"


@dataclass(frozen=True)
class Whole:
    """A drill with its acts, its incidents and its findings."""

    drill: Drill
    acts: tuple[Act, ...]
    incidents: list[Incident]
    findings: list[Finding]


def drill(actor: Actor, which: UUID) -> Drill:
    """One drill. Raises `not_found`, `not_allowed`."""
    found = first_of(_drills(actor, "d.drill = %(drill)s", drill=which))
    actor.must(SEE, found.path)
    return found


def whole(actor: Actor, which: UUID, *, now: datetime) -> Whole:
    """One drill with everything that belongs to it."""
    one = drill(actor, which)
    incidents = [Incident(each, acts_of(each.id), now) for each in queries.of_drill(which)]
    return Whole(one, acts_of(which), incidents, findings(actor, drill=which))


def drills(actor: Actor, *, after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE) -> list[Drill]:
    """One page of drills, the newest first."""
    where, named = "%(seen)s::path_ranges @> d.path", {"seen": ranges(actor.prefixes(SEE)), "size": size}
    if after is not None:
        where += " AND (d.started_at, d.drill) < (%(at)s, %(after)s)"
        named |= {"at": after[0], "after": after[1]}
    return _drills(actor, f"{where} ORDER BY d.started_at DESC, d.drill DESC LIMIT %(size)s", **named)


def earlier(one: Drill) -> list[Drill]:
    """Earlier drills of the same event in the same unit that are over, the newest first."""
    return _drills(
        acting_actor(),
        "d.unit = %(unit)s AND d.code = %(code)s AND d.started_at < %(at)s AND d.ended_at IS NOT NULL "
        "ORDER BY d.started_at DESC LIMIT %(size)s",
        unit=one.unit, code=one.code, at=one.started_at, size=EARLIER_SHOWN,
    )  # fmt: skip


def main_incidents(of: Sequence[Drill], *, now: datetime) -> list[Incident]:
    """The first incident of each drill, whole; a drill without one is left out."""
    found = []
    for each in of:
        briefs = queries.of_drill(each.id)
        if briefs:
            found.append(Incident(briefs[0], acts_of(briefs[0].id), now))
    return found


def running_for(path: str, entry: UUID) -> UUID | None:
    """The drill to which an exercise entry belongs: the one into which it was put, else the newest running above."""
    found: UUID | None = reading.value(
        acting_actor(),
        "SELECT stream FROM incidents_act WHERE kind = 'incidents.injected' AND data->>'entry' = %(entry)s "
        "UNION ALL (SELECT d.drill FROM incidents_drill d WHERE d.ended_at IS NULL "
        "AND starts_with(%(path)s, d.path) ORDER BY d.started_at DESC LIMIT 1)",
        entry=str(entry), path=path,
    )  # fmt: skip
    return found


def findings(actor: Actor, *, drill: UUID | None = None, incident: UUID | None = None) -> list[Finding]:
    """What a drill or an incident found, by due date."""
    if drill is not None:
        return _findings(actor, "f.drill = %(drill)s ORDER BY f.due_on, f.finding", drill=drill)
    return _findings(actor, "f.incident = %(incident)s ORDER BY f.due_on, f.finding", incident=incident)


def finding(actor: Actor, which: UUID) -> Finding:
    """One finding. Raises `not_found`, `not_allowed`."""
    found = first_of(_findings(actor, "f.finding = %(finding)s", finding=which))
    actor.must(SEE, found.path)
    return found


def findings_waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """Open findings of a role that the actor holds there."""
    found = _findings(actor, "f.mended_at IS NULL ORDER BY f.due_on, f.finding LIMIT 200")
    said = w("整改（演练发现）：{what}", "Rectify (found in a drill): {what}")
    real = w("整改：{what}", "Rectify: {what}")
    return [
        Waiting(
            (said if each.exercise else real).fill(what=each.what[:80]), each.href, w("去整改", "Rectify"),
            end_of(each.due_on), end_of(each.due_on) < now, each.exercise,
        )
        for each in found
        if actor.may(ACT_ON, each.path) and any(g.role == each.owner and g.covers(each.path) for g in actor.held)
    ]  # fmt: skip


def unmended(actor: Actor, path: str) -> list[Finding]:
    """What a path and those below it have still to mend, by due date."""
    where = "f.mended_at IS NULL AND f.path >= %(low)s AND f.path < %(high)s ORDER BY f.due_on, f.finding"
    return _findings(actor, where, **reading.under(path))


def end_of(day: date) -> datetime:
    """The last minute of a day on the wall."""
    return datetime.combine(day, time(23, 59), clock.zone())


def _drills(actor: Actor, where: str, **named: Any) -> list[Drill]:
    statement = f"SELECT {_DRILL} FROM incidents_drill d WHERE {where}"
    return [Drill(*row) for row in reading.rows(actor, statement, **named)]


def _findings(actor: Actor, where: str, **named: Any) -> list[Finding]:
    statement = f"SELECT {_FINDING} FROM incidents_finding f WHERE {where}"
    return [Finding(*row) for row in reading.rows(actor, statement, **named)]


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a step took, in minutes from when it was known, against what it may take; None: not done, no clock."""

    code: str
    words: Any
    allowed: int | None
    took: int | None
    standing: Any
    earlier: tuple[int | None, ...] = ()


def timings(incident: Incident, before: Sequence[Incident] = ()) -> list[Timing]:
    """Each step of an incident with its time, beside those of earlier drills."""
    past = [{each.step.code: _took(one, each) for each in one.steps} for one in before]
    return [
        Timing(
            each.step.code, each.step.words, _allowed(incident, each), _took(incident, each), each.standing,
            tuple(one.get(each.step.code) for one in past),
        )
        for each in incident.steps
    ]  # fmt: skip


def _took(incident: Incident, step: Any) -> int | None:
    if step.act is None or step.act.kind != STEP_DONE.code:
        return None
    return int((step.act.at - incident.brief.known_at).total_seconds() // 60)


def _allowed(incident: Incident, step: Any) -> int | None:
    if step.due_at is None:
        return None
    return int((step.due_at - incident.brief.known_at).total_seconds() // 60)
