"""incidents · queries: incidents with their steps and clocks, and lists of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from lianfang.areas.incidents import policy
from lianfang.areas.incidents.kinds import SEE
from lianfang.areas.incidents.kinds_incident import REPORTED
from lianfang.areas.incidents.rules import Act, StepStands, TellStands, tells_of
from lianfang.ground.people import queries as people
from lianfang.ground.units.queries import Host
from lianfang.ground.units.queries import host as host_of
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import reading
from lianfang.kernel.problems import first_of
from lianfang.kernel.retention import unlinked
from lianfang.kernel.scope import Actor, acting_actor, ranges
from lianfang.kernel.words import Words, w
from lianfang.playbook.procedures import Procedure, Tell

PAGE_SIZE = 30
EXERCISE = w("演练", "EXERCISE")
_CALLED = w("{event} · {where}", "{event} · {where}")
_OVER = f"EXISTS (SELECT FROM ledger_stream ls WHERE ls.stream = i.incident AND {unlinked('ls.entry')})"
_COLUMNS = (
    "i.incident, i.unit, i.path, i.exercise, i.code, i.state, "
    f"CASE WHEN NOT ({_OVER}) THEN i.person END, i.place, i.cause, i.cause_stands, i.drill, "
    "i.automatic, i.occurred_at, i.known_at, i.proposed_at, i.answered_at, i.closed_at, i.reported_at, "
    "i.received_at, i.version, coalesce((SELECT u.kind FROM units_unit u WHERE u.code = i.unit), ''), "
    "(SELECT ARRAY[u.zh, u.en] FROM units_unit u WHERE u.code = i.unit), "
    "(SELECT ARRAY[l.zh, l.en] FROM places_place l WHERE l.code = i.place), "
    "i.state = 'dismissed' AND EXISTS (SELECT FROM incidents_act a WHERE a.stream = i.incident "
    "AND a.kind = 'incidents.dismissed' AND a.superseded_at IS NULL AND (a.data->>'readings') IS NOT NULL)"
)
_ACTS = (
    "SELECT entry, kind, version, occurred_at, recorded_at, recorded_by, data, superseded_at, known_at, "
    f"CASE WHEN NOT {unlinked('incidents_act.entry')} THEN person END, place, "
    "origin = 'automatic' FROM incidents_act WHERE stream = %(stream)s ORDER BY version"
)


@dataclass(frozen=True, slots=True)
class Brief:
    """An incident as a list shows it."""

    id: UUID
    unit: str
    path: str
    exercise: bool
    code: str
    state: str
    person: UUID | None
    place: str | None
    cause: UUID | None
    cause_stands: bool
    drill: UUID | None
    automatic: bool
    occurred_at: datetime
    known_at: datetime
    proposed_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    reported_at: datetime | None
    received_at: datetime | None
    version: int
    unit_kind: str
    unit_called: Sequence[str] | None = None
    place_called: Sequence[str] | None = None
    ruled_out: bool = False
    who: str = ""

    @property
    def event(self) -> Words:
        """What the event is called, marked where it is an exercise."""
        return marked(policy.event_words(self.code, policy.day_of(self.known_at)), self.exercise)

    @property
    def words(self) -> Words:
        """What it is called: the event, the unit, and whom or which place it concerns; names as `named` tells them."""
        return _CALLED.fill(event=self.event, where=_joined(self._unit, self.who) if self.who else self._where)

    @property
    def kept_words(self) -> Words:
        """The same without anybody's name: what may be recorded for good."""
        return _CALLED.fill(event=self.event, where=self._where)

    @property
    def _unit(self) -> Words:
        return Words(self.unit_called[0], self.unit_called[1]) if self.unit_called else Words(self.unit, self.unit)

    @property
    def _where(self) -> Words:
        called = self.place_called
        return _joined(self._unit, Words(called[0], called[1])) if called else self._unit

    @property
    def href(self) -> str:
        return f"/incidents/{self.id}/"


def _joined(unit: Words, more: Words | str) -> Words:
    return w("{unit} {more}", "{unit}, {more}").fill(unit=unit, more=more)


def marked(words: Words, exercise: bool) -> Words:
    """Whatever belongs to a drill says so before anything else."""
    return w("【演练】{words}", "[EXERCISE] {words}").fill(words=words) if exercise else words


@dataclass(frozen=True)
class Incident:
    """One incident with everything that was recorded of it, as it stands at `now`."""

    brief: Brief
    acts: tuple[Act, ...]
    now: datetime

    @property
    def id(self) -> UUID:
        return self.brief.id

    @cached_property
    def standing(self) -> tuple[Act, ...]:
        """The acts that nobody took back."""
        return tuple(act for act in self.acts if act.stands())

    @cached_property
    def procedure(self) -> Procedure | None:
        return policy.found(self.brief.code, policy.day_of(self.brief.known_at))

    @cached_property
    def steps(self) -> list[StepStands]:
        return policy.stands(self.brief.code, self.standing, self.brief.known_at, self.now)

    @cached_property
    def tells(self) -> list[TellStands]:
        if self.procedure is None:
            return []
        return tells_of(self.procedure, self.standing, self.brief.known_at, self.now)

    @cached_property
    def host(self) -> Host | None:
        """Where its unit is, and whom it tells there, where anybody said."""
        return host_of(acting_actor(), self.brief.unit)

    def whom(self, tell: Tell) -> Words:
        """Who is told here: the local authority by its name, where the unit has one."""
        said = tell.words_at(self.brief.unit_kind)
        if not tell.host or self.host is None:
            return said
        return w("{whom}：{authority}", "{whom}: {authority}").fill(whom=said, authority=self.host.authority)

    @property
    def reports(self) -> list[Act]:
        return [act for act in self.standing if act.kind == REPORTED.code]

    def as_of(self, report: Act) -> Incident:
        """The incident as it stood when a report was made of it: what was recorded later is not in it."""
        known = (act for act in self.acts if act.version <= report.version and act.stands(report.recorded_at))
        return Incident(self.brief, tuple(replace(act, taken_back_at=None) for act in known), report.at)


def acts_of(stream: UUID) -> tuple[Act, ...]:
    """Every act of a stream in its order, taken back ones too, as far as the actor sees it."""
    found = reading.rows(acting_actor(), _ACTS, stream=stream)
    return tuple(Act(*row[:6], reading.loaded(row[6]), *row[7:]) for row in found)  # type: ignore[call-arg]


def brief(actor: Actor, incident: UUID) -> Brief:
    """One incident in short. Raises `not_found`, `not_allowed`."""
    found = first_of(named(actor, briefs(actor, "i.incident = %(incident)s", incident=incident)))
    actor.must(SEE, found.path)
    return found


def incident(actor: Actor, which: UUID, *, now: datetime) -> Incident:
    """One incident, whole. Raises `not_found`, `not_allowed`."""
    return Incident(brief(actor, which), acts_of(which), now)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incidents are asked for; `unit` includes everything below it."""

    exercise: bool = False
    state: str = ""
    unit: str = ""
    code: str = ""
    after: tuple[datetime, UUID] | None = None
    size: int = PAGE_SIZE


def listed(actor: Actor, asked: Asked) -> list[Brief]:
    """One page of incidents, the newest known first."""
    where, given = _where(actor, asked)
    if asked.after is not None:
        where += " AND (i.known_at, i.incident) < (%(at)s, %(after)s)"
        given |= {"at": asked.after[0], "after": asked.after[1]}
    listed = f"{where} ORDER BY i.known_at DESC, i.incident DESC LIMIT %(size)s"
    return named(actor, briefs(actor, listed, size=asked.size, **given))


def counts(actor: Actor, asked: Asked) -> dict[str, int]:
    """How many incidents there are in each state, whatever state is asked for."""
    where, named = _where(actor, Asked(asked.exercise, "", asked.unit, asked.code))
    statement = f"SELECT i.state, count(*) FROM incidents_incident i WHERE {where} GROUP BY i.state"
    return dict(reading.rows(actor, statement, **named))


def _where(actor: Actor, asked: Asked) -> tuple[str, dict[str, Any]]:
    where, named = "i.exercise = %(exercise)s AND %(seen)s::path_ranges @> i.path", {
        "exercise": asked.exercise, "seen": ranges(actor.prefixes(SEE)),
    }  # fmt: skip
    for name in ("state", "code"):
        if getattr(asked, name):
            where += f" AND i.{name} = %({name})s"
            named[name] = getattr(asked, name)
    if asked.unit:
        where += " AND i.path >= %(low)s AND i.path < %(high)s"
        named |= reading.under(unit_of(actor, asked.unit).path)
    return where, named


def of_drill(drill: UUID) -> list[Brief]:
    """The incidents of a drill, oldest first."""
    found = briefs(acting_actor(), "i.drill = %(drill)s ORDER BY i.known_at, i.incident", drill=drill)
    return named(acting_actor(), found)


def resting_on(entries: Sequence[UUID]) -> dict[UUID, Brief]:
    """The incidents that rest on one of the entries: those that it proposed, or that it says to rest on it now."""
    actor = acting_actor()
    caused = briefs(actor, "i.cause = ANY(%(causes)s)", causes=list(entries))
    found = {each.cause: each for each in caused if each.cause}
    rest = [each for each in entries if each not in found]
    if rest:
        moved = reading.rows(
            actor,
            "SELECT (data->>'entry')::uuid, stream FROM incidents_act WHERE kind = 'incidents.cause_changed' "
            "AND data->>'entry' = ANY(%(rest)s)",
            rest=[str(each) for each in rest],
        )
        streams = dict(moved)
        of_streams = {each.id: each for each in briefs(actor, "i.incident = ANY(%(ids)s)", ids=list(streams.values()))}
        found |= {entry: of_streams[stream] for entry, stream in streams.items() if stream in of_streams}
    return found


def unsettled_of(person: UUID, code: str, since: datetime, exercise: bool) -> Brief | None:
    """The newest incident of a person, of one event, that is proposed or open and was known after `since`."""
    found = briefs(
        acting_actor(),
        "i.person = %(person)s AND i.code = %(code)s AND i.exercise = %(exercise)s AND i.known_at >= %(since)s "
        "AND i.state IN ('proposed', 'open') ORDER BY i.known_at DESC LIMIT 1",
        person=person, code=code, since=since, exercise=exercise,
    )  # fmt: skip
    return found[0] if found else None


def are_readings(incident: UUID, cause: UUID) -> bool:
    """Whether an incident rests on readings alone (its cause, and every record that joined it since), of which one at
    most is a second one."""
    found: bool = reading.value(
        acting_actor(),
        "SELECT count(*) FILTER (WHERE l.role = 'remeasure') <= 1 AND bool_and(e.kind = ANY(%(readings)s)) FROM ("
        "SELECT %(cause)s::uuid AS entry, 'cause' AS role UNION ALL SELECT (a.data->>'entry')::uuid, a.data->>'role' "
        "FROM incidents_act a WHERE a.stream = %(incident)s AND a.kind = 'incidents.linked' "
        "AND a.superseded_at IS NULL) l JOIN ledger_entry e ON e.id = l.entry",
        incident=incident, cause=cause, readings=["screening.temperature_check", "screening.gate_passage"],
    )  # fmt: skip
    return found


def people_with(code: str, unit: str, since: datetime, exercise: bool) -> int:
    """How many people of a unit have had an incident of an event since a moment; dismissed ones do not count."""
    found: int = reading.value(
        acting_actor(),
        "SELECT count(DISTINCT person)::int FROM incidents_incident WHERE unit = %(unit)s AND code = %(code)s "
        "AND exercise = %(exercise)s AND known_at >= %(since)s AND state <> 'dismissed'",
        unit=unit, code=code, since=since, exercise=exercise,
    )  # fmt: skip
    return found


def running_at(unit: str, code: str, exercise: bool) -> bool:
    """Whether an incident of an event is proposed or open at a unit."""
    found: bool = reading.value(
        acting_actor(),
        "SELECT EXISTS (SELECT FROM incidents_incident WHERE unit = %(unit)s AND code = %(code)s "
        "AND exercise = %(exercise)s AND state IN ('proposed', 'open'))",
        unit=unit, code=code, exercise=exercise,
    )  # fmt: skip
    return found


def unsettled() -> list[Brief]:
    """Every incident that is proposed or open, of all units in the scope."""
    return briefs(acting_actor(), "i.state IN ('proposed', 'open') ORDER BY i.known_at, i.incident")


def answers(incidents: Sequence[UUID]) -> dict[UUID, UUID]:
    """The entry with which each incident was answered, of those that were."""
    found = reading.rows(
        acting_actor(),
        "SELECT DISTINCT ON (stream) stream, entry FROM incidents_act WHERE stream = ANY(%(streams)s) "
        "AND superseded_at IS NULL AND kind IN ('incidents.opened', 'incidents.dismissed') ORDER BY stream, version",
        streams=list(incidents),
    )
    return dict(found)


def standing_acts(incidents: Sequence[UUID]) -> dict[UUID, list[Act]]:
    """The standing steps, tellings and reports of some incidents: what their clocks are held against."""
    found: dict[UUID, list[Act]] = {each: [] for each in incidents}
    if not found:
        return found
    rows = reading.rows(
        acting_actor(),
        "SELECT stream, entry, kind, version, occurred_at, recorded_at, recorded_by, data FROM incidents_act "
        "WHERE stream = ANY(%(streams)s) AND superseded_at IS NULL AND kind IN ('incidents.step_done', "
        "'incidents.step_skipped', 'incidents.told', 'incidents.reported') ORDER BY stream, version",
        streams=list(found),
    )
    for row in rows:
        found[row[0]].append(Act(*row[1:7], reading.loaded(row[7])))  # type: ignore[call-arg]
    return found


def briefs(actor: Actor, where: str, **named: Any) -> list[Brief]:
    """The incidents of which a condition in SQL holds, as far as the actor's scope reaches."""
    statement = f"SELECT {_COLUMNS} FROM incidents_incident i WHERE {where}"
    return [Brief(*row) for row in reading.rows(actor, statement, **named)]


def named(actor: Actor, found: Sequence[Brief]) -> list[Brief]:
    """The same with whom they concern, concealed as everywhere (王**), in one question for all."""
    persons = {each.person for each in found if each.person}
    called = people.named(actor, persons) if persons else {}
    return [replace(each, who=called[each.person].name) if each.person in called else each for each in found]


# Those of some events, units or places, the open ones first, then the newest: each by an index from which no more is
# taken than is shown.
_NEWEST = (
    "SELECT n.incident FROM unnest(%({named})s::text[]) AS c(code) CROSS JOIN LATERAL ("
    "SELECT b.incident FROM incidents_incident b WHERE b.{column} = c.code AND NOT b.exercise "
    "AND %(seen)s::path_ranges @> b.path ORDER BY b.known_at DESC LIMIT %(limit)s) n"
)
CALLED = (
    "NOT i.exercise AND %(seen)s::path_ranges @> i.path AND i.incident IN ("
    "SELECT o.incident FROM incidents_incident o WHERE o.state IN ('proposed', 'open') "
    "AND (o.code = ANY(%(codes)s) OR o.unit = ANY(%(units)s) OR o.place = ANY(%(places)s)) UNION "
    + " UNION ".join(
        _NEWEST.format(named=named, column=column)
        for named, column in (("codes", "code"), ("units", "unit"), ("places", "place"))
    )
    + ") ORDER BY i.state NOT IN ('proposed', 'open'), i.known_at DESC LIMIT %(limit)s"
)
