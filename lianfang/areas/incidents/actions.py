"""incidents · actions: an incident is proposed, answered, worked on, told, reported and closed, here alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.areas.incidents import kinds_incident as kinds
from lianfang.areas.incidents import policy, problems, queries, rules
from lianfang.areas.incidents.kinds import ANSWER
from lianfang.areas.incidents.queries import Incident
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import clock, ids, journal
from lianfang.kernel.entries import WITHDRAWAL, Draft, Receipt
from lianfang.kernel.kinds import Kind, Origin
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.kernel.words import w

RULED_OUT = w("复测正常，自动排除", "Second reading normal: ruled out automatically")


@dataclass(frozen=True, slots=True)
class What:
    """One act on its way: its kind, its words, and when it happened where that was not just now."""

    kind: Kind
    data: Payload | Mapping[str, Any]
    occurred_at: datetime | None = None
    place: str | None = None
    person: UUID | None = None
    id: UUID | None = None


def record_on(
    actor: Actor,
    stream: UUID,
    unit: str,
    exercise: bool,
    what: What,
    how: Recording,
    *,
    version: int | None = None,
) -> Receipt:
    """Records the next act of a stream, or that of a `version`. Raises what the journal refuses."""
    return record_act(
        actor, what.kind, unit, what.data, how, entry=what.id, occurred_at=what.occurred_at, place=what.place,
        person=what.person, stream=stream, version=version or next_version(stream), exercise=exercise,
    )  # fmt: skip


class _Turn:
    """One act on an incident: its number, counted before the incident is read, and the incident as it stands."""

    def __init__(self, actor: Actor, which: UUID, how: Recording) -> None:
        self.actor, self.which, self.how = actor, which, how
        self.version = next_version(which)
        self.found = queries.incident(actor, which, now=how.now)
        self.brief = self.found.brief

    def take(self, kind: Kind, data: Mapping[str, Any], at: datetime | None = None, **about: Any) -> Incident:
        """Records it as done now or `at`, `about` a place or a person; gives the incident as it then stands."""
        what = What(kind, data, at, **about)
        record_on(self.actor, self.which, self.brief.unit, self.brief.exercise, what, self.how, version=self.version)
        return queries.incident(self.actor, self.which, now=self.how.now)


def propose(
    actor: Actor,
    *,
    unit: str,
    code: str,
    occurred_at: datetime,
    known_at: datetime,
    note: str | None = None,
    place: str | None = None,
    person: UUID | None = None,
    exercise: bool = False,
    drill: UUID | None = None,
    entry: UUID | None = None,
    how: Recording = Recording(),
) -> Incident:
    """Proposes an incident by hand; its id is that of the entry, so that sending it twice proposes once.

    Raises `incidents_no_procedure`, `incidents_before_known`, and what the journal refuses.
    """
    unit_of(actor, unit)
    policy.procedure(code, policy.day_of(known_at))
    if known_at < occurred_at:
        raise Refused(problems.BEFORE_KNOWN, at=clock.said(known_at), known=clock.said(occurred_at))
    which = entry or how.mint(how.now)
    with transaction.atomic():
        record_act(
            actor, kinds.PROPOSED, unit, _present(code=code, drill=drill, note=note), how, entry=which,
            occurred_at=occurred_at, known_at=known_at, place=place, person=person, stream=which, version=1,
            exercise=exercise,
        )  # fmt: skip
    return queries.incident(actor, which, now=how.now)


def propose_by_entry(system: Actor, draft: Draft, at: datetime) -> None:
    """Proposes what an entry gave rise to, with an id that follows from that entry: recorded twice, proposed once."""
    journal.record_one(system, draft, origin=Origin.AUTOMATIC, at=clock.FixedClock(at))


def note_on(system: Actor, brief: queries.Brief, what: What, at: datetime, mint: ids.Mint = ids.mint) -> None:
    """Adds to an incident, automatically, what another entry says of it."""
    record_on(
        system, brief.id, brief.unit, brief.exercise, what, Recording(clock.FixedClock(at), Origin.AUTOMATIC, mint)
    )


def settle_by_second(system: Actor, brief: queries.Brief, entry: UUID, done_at: datetime, at: datetime) -> None:
    """The step that a second reading does by itself is done by it, where nobody was quicker."""
    found = queries.incident(system, brief.id, now=at)
    mint = ids.seeded_mint(f"incidents:settled:{entry}")  # the same entry, the same ledger
    for each in found.steps:
        if each.step.settled_by == "remeasure" and not each.settled:
            note_on(system, brief, What(kinds.STEP_DONE, {"step": each.step.code, "entry": entry}, done_at), at, mint)


def rule_out(system: Actor, brief: queries.Brief, entry: UUID, at: datetime) -> None:
    """A normal second reading ends the proposal that a first one made, by itself, with both as its proof."""
    readings = [each for each in (brief.cause, entry) if each is not None]
    said = {"code": brief.code, "reason": RULED_OUT.zh, "readings": readings}
    mint = ids.seeded_mint(f"incidents:ruled_out:{entry}")  # the same entry, the same ledger
    note_on(system, brief, What(kinds.DISMISSED, said, at), at, mint)


@takes_step
def open_incident(actor: Actor, *, incident: UUID, note: str | None = None, how: Recording = Recording()) -> Incident:
    """The duty officer takes it up; what the entries behind it have done already is done with it.

    Raises `incidents_not_proposed`, `not_found`, `not_allowed`.
    """
    turn = _Turn(actor, incident, how)
    actor.must(ANSWER, turn.brief.path)
    rules.check_proposed(turn.brief.state)
    opened = turn.take(kinds.OPENED, _present(code=turn.brief.code, note=note))
    for what in _done_already(opened):
        record_on(actor, incident, opened.brief.unit, opened.brief.exercise, what, how.automatic())
    return queries.incident(actor, incident, now=how.now)


def _done_already(found: Incident) -> list[What]:
    """The steps that the entry behind the incident, or a second reading, settled by themselves."""
    brief = found.brief
    by: dict[str, tuple[UUID, datetime]] = {}
    if brief.cause is not None:
        by["cause"] = (brief.cause, brief.known_at)
    for act in found.standing:
        if act.kind == kinds.LINKED.code and act.data["role"] == "remeasure" and act.data.get("entry"):
            by["remeasure"] = (UUID(act.data["entry"]), max(act.at, brief.known_at))
    done = [
        What(
            kinds.STEP_DONE, {"step": each.step.code, "entry": by[each.step.settled_by][0]}, by[each.step.settled_by][1]
        )
        for each in found.steps
        if each.step.settled_by in by and not each.settled
    ]
    if "cause" in by:
        return done
    # Whoever reported it by hand has found it; what the step would ask for besides is still to be said.
    made = {"entry": brief.id}
    return [
        *done,
        *(
            What(kinds.STEP_DONE, {"step": each.step.code, **made}, brief.known_at)
            for each in found.steps
            if each.step.settled_by == "cause" and each.step.answer is None and not each.settled
        ),
    ]


@takes_step
def dismiss(actor: Actor, *, incident: UUID, reason: str, how: Recording = Recording()) -> Incident:
    """The duty officer does not take it up, and says why. Raises `incidents_not_proposed`, `invalid`."""
    turn = _Turn(actor, incident, how)
    actor.must(ANSWER, turn.brief.path)
    rules.check_proposed(turn.brief.state)
    return turn.take(kinds.DISMISSED, {"code": turn.brief.code, "reason": reason})


@takes_step
def do_step(
    actor: Actor,
    *,
    incident: UUID,
    step: str,
    at: datetime | None = None,
    choice: str | None = None,
    text: str | None = None,
    entry: UUID | None = None,
    result: str | None = None,
    why: str = "",
    how: Recording = Recording(),
) -> Incident:
    """A step was done, now or at `at`; whom one tells by it was told. The one that closes the incident closes it, where
    the actor may, with the `result` that is known from a step before or said here; what is left undone needs a `why`.

    Raises `incidents_not_open`, `incidents_step_settled`, `incidents_before_known`, `incidents_answer_due`, and as
    `close`.
    """
    turn = _Turn(actor, incident, how)
    rules.check_open(turn.brief.state)
    one = rules.check_step(turn.found.steps, step, at or how.now, turn.brief.known_at, clock.said)
    rules.check_answer(one.step, choice, text, entry)
    made = turn.take(kinds.STEP_DONE, _present(step=step, choice=choice, text=text, entry=entry), at)
    for tell in made.tells:
        if tell.tell.code in one.step.tells and not tell.settled:
            moment = at or how.now
            said = _present(
                to=tell.tell.code, whom=made.whom(tell.tell).zh, how=tell.tell.how, step=step, note=text,
                received_at=moment if tell.tell.how == "phone" else None,
            )  # fmt: skip
            what = What(kinds.TOLD, said, at)
            record_on(actor, incident, turn.brief.unit, turn.brief.exercise, what, how)
    if one.step.closes and actor.may(ANSWER, turn.brief.path):
        return _close(actor, incident, how, result=result, why=why)
    return queries.incident(actor, incident, now=how.now) if one.step.tells else made


@takes_step
def skip_step(actor: Actor, *, incident: UUID, step: str, reason: str, how: Recording = Recording()) -> Incident:
    """A step is left out, with a reason. Raises as `do_step`, and `incidents_never_skipped`."""
    turn = _Turn(actor, incident, how)
    rules.check_open(turn.brief.state)
    one = rules.check_step(turn.found.steps, step, how.now, turn.brief.known_at, clock.said)
    rules.check_skip(one.step)
    return turn.take(kinds.STEP_SKIPPED, {"step": step, "reason": reason})


@takes_step
def tell(
    actor: Actor,
    *,
    incident: UUID,
    whom: str,
    by: str,
    to: str | None = None,
    at: datetime | None = None,
    received_at: datetime | None = None,
    note: str | None = None,
    papers: Sequence[str] = (),
    how: Recording = Recording(),
) -> Incident:
    """Somebody was told, `by` phone or in writing, at `at`; what was told by phone was received with it."""
    turn = _Turn(actor, incident, how)
    rules.check_open(turn.brief.state)
    moment = at or how.now
    if moment < turn.brief.known_at:
        raise Refused(problems.BEFORE_KNOWN, at=clock.said(moment), known=clock.said(turn.brief.known_at))
    received = received_at or (moment if by == "phone" else None)
    if received is not None and received < moment:
        raise Refused(problems.BEFORE_KNOWN, at=clock.said(received), known=clock.said(moment))
    data = _present(to=to, whom=whom, how=by, received_at=received, note=note, papers=list(papers))
    made = turn.take(kinds.TOLD, data, at)
    told = {each.tell.code for each in made.tells if each.settled}
    done = [each for each in made.steps if each.step.tells and not each.settled and told >= {*each.step.tells}]
    for each in done:  # all whom one tells by it are told: it is done
        what = What(kinds.STEP_DONE, {"step": each.step.code}, at)
        record_on(actor, incident, turn.brief.unit, turn.brief.exercise, what, how.automatic())
    return queries.incident(actor, incident, now=how.now) if done else made


@takes_step
def link(
    actor: Actor,
    *,
    incident: UUID,
    role: str,
    person: UUID | None = None,
    place: str | None = None,
    entry: UUID | None = None,
    how: Recording = Recording(),
) -> Incident:
    """A person, a place or an entry belongs to it. Raises `incidents_nothing_linked`, `not_found`."""
    turn = _Turn(actor, incident, how)
    rules.check_open(turn.brief.state)
    if person is None and not place and entry is None:
        raise Refused(problems.NOTHING_LINKED)
    return turn.take(kinds.LINKED, _present(role=role, entry=entry), place=place, person=person)


@takes_step
def report(
    actor: Actor, *, incident: UUID, sort: str, to: str, note: str | None = None, how: Recording = Recording()
) -> Incident:
    """A report is made from the record as it stands. Raises `not_allowed`, `incidents_not_proposed`."""
    turn = _Turn(actor, incident, how)
    actor.must(ANSWER, turn.brief.path)
    if turn.brief.state in ("proposed", "dismissed") or (sort == "final" and turn.brief.state != "closed"):
        raise Refused(problems.NOT_OPEN, state=rules.STATES[turn.brief.state])
    number = 1 + len([act for act in turn.found.acts if act.kind == kinds.REPORTED.code])
    return turn.take(kinds.REPORTED, _present(sort=sort, number=number, to=to, note=note))


@takes_step
def close(
    actor: Actor,
    *,
    incident: UUID,
    result: str | None = None,
    note: str | None = None,
    why: str = "",
    papers: Sequence[str] = (),
    how: Recording = Recording(),
) -> Incident:
    """It is over, with the `result` that a step has said already or that is said here; `why` it closes with something
    still to be done or told. Raises `incidents_steps_left`, `incidents_left_needs_reason`, `incidents_result_due`,
    `incidents_unknown_result`, `incidents_not_open`."""
    return _close(actor, incident, how, result=result, note=note, why=why, papers=papers)


def _close(
    actor: Actor,
    incident: UUID,
    how: Recording,
    *,
    result: str | None,
    note: str | None = None,
    why: str = "",
    papers: Sequence[str] = (),
) -> Incident:
    turn = _Turn(actor, incident, how)
    actor.must(ANSWER, turn.brief.path)
    rules.check_open(turn.brief.state)
    procedure = policy.procedure(turn.brief.code, policy.day_of(turn.brief.known_at))
    known = rules.result_of(procedure, turn.found.steps)
    said = result or (known.act.data["choice"] if known and known.act else None)
    left = rules.left_of(turn.found.steps, turn.found.tells)
    rules.check_close(procedure, left, said, why, turn.brief.unit_kind)
    data = _present(
        result=said, note=note, papers=list(papers), steps_left=[each.step.code for each in left.steps],
        tells_left=[each.tell.code for each in left.tells], why_left=why.strip() if left else None,
    )  # fmt: skip
    return turn.take(kinds.CLOSED, data)


@takes_step
def reopen(actor: Actor, *, incident: UUID, reason: str, how: Recording = Recording()) -> Incident:
    """It is not over, or is one after all. Raises `incidents_not_open` where it was never answered or runs."""
    turn = _Turn(actor, incident, how)
    actor.must(ANSWER, turn.brief.path)
    if turn.brief.state not in ("closed", "dismissed"):
        raise Refused(problems.NOT_OPEN, state=rules.STATES[turn.brief.state])
    return turn.take(kinds.REOPENED, {"reason": reason})


def take_back(actor: Actor, *, incident: UUID, entry: UUID, reason: str, how: Recording = Recording()) -> Incident:
    """A step, a call or a link was recorded by mistake. Raises `incidents_not_to_take_back`."""
    found = queries.incident(actor, incident, now=how.now)
    rules.check_open(found.brief.state)
    act = next((each for each in found.standing if each.entry == entry), None)
    if act is None or act.kind not in rules.TAKEN_BACK:
        raise Refused(problems.NOT_TO_TAKE_BACK)
    told = [each for each in found.standing if act.kind == rules.DONE and each.data.get("step") == act.data["step"]]
    with transaction.atomic():
        # With a step goes what was told by doing it.
        for each in [act, *(one for one in told if one.kind == rules.TOLD)]:
            record_act(
                actor, WITHDRAWAL, found.brief.unit, {}, how, occurred_at=each.at, corrects=each.entry, reason=reason,
                exercise=found.brief.exercise, place=each.place, person=each.person,
            )  # fmt: skip
    return queries.incident(actor, incident, now=how.now)


def record_fact(actor: Actor, draft: Draft, how: Recording) -> Receipt:
    """Records an exercise fact of another area's kind, through the door that everybody uses."""
    return journal.record_one(actor, draft, origin=how.origin, at=how.at, by_action=False)


def _present(**data: Any) -> dict[str, Any]:
    """What was said; what was left empty is left out."""
    return {name: value for name, value in data.items() if value not in (None, "", [])}
