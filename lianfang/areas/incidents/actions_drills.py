"""incidents · actions drills: a drill is started, given made-up facts and ended; findings are handed on and mended.

Everything that belongs to a drill is recorded as an exercise, which no correction can take away again.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from lianfang.areas.incidents import actions, policy, problems, queries, queries_drills
from lianfang.areas.incidents.actions import What
from lianfang.areas.incidents.kinds import DRILL
from lianfang.areas.incidents.kinds_drill import DRILL_ENDED, DRILL_STARTED, FINDING, FINDING_MENDED, INJECTED
from lianfang.areas.incidents.queries_drills import Drill, Finding
from lianfang.ground.access.roles import words_of
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel.entries import Draft
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.playbook.procedures import Procedure

_READING = "screening.temperature_check"


@transaction.atomic
def start_drill(
    actor: Actor,
    *,
    unit: str,
    code: str,
    title: str = "",
    scenario: str = "",
    participants: str = "",
    place: str | None = None,
    how: Recording = Recording(),
) -> Drill:
    """An exercise begins; what is not said of it is the procedure's own. Raises `incidents_no_procedure`, and what the
    journal refuses."""
    day = policy.day_of(how.now)
    one = policy.procedure(code, day)
    which = how.mint(how.now)
    data = {
        "code": code,
        "title": title.strip() or f"{one.words.zh}演练（{day.month}月{day.day}日）",
        "scenario": scenario.strip() or (one.says or one.words).zh,
        "participants": participants.strip() or _posts(one, unit_of(actor, unit).kind, day),
    }
    what = What(DRILL_STARTED, data, place=place, id=which)
    actions.record_on(actor, which, unit, True, what, how)
    return queries_drills.drill(actor, which)


def _posts(one: Procedure, kind: str, day: date) -> str:
    """The posts that answer for a procedure's steps at a unit of this kind, in the order of the steps."""
    return "、".join(dict.fromkeys(words_of(step.owner_at(kind)).zh for step in one.steps_on(day)))[:200]


@transaction.atomic
def inject_reading(
    actor: Actor,
    *,
    drill: UUID,
    person: UUID,
    celsius: Decimal,
    what: str,
    remeasure: bool = False,
    place: str | None = None,
    how: Recording = Recording(),
) -> UUID:
    """Puts a made-up temperature in, permanently marked EXERCISE; gives its entry. It may propose an incident.

    Raises `incidents_drill_over`, and what the journal refuses of the reading.
    """
    one = _running(actor, drill)
    entry = how.mint(how.now)
    # First that it is put in, so that what the reading gives rise to finds its drill.
    injected = What(INJECTED, {"entry": entry, "what": what})
    actions.record_on(actor, drill, one.unit, True, injected, how)
    draft = Draft(
        id=entry, kind=_READING, unit=one.unit, occurred_at=how.now, person=person, place=place, exercise=True,
        data={"celsius": float(celsius), "site": "forehead", "remeasure": remeasure},
    )  # fmt: skip
    actions.record_fact(actor, draft, how)
    return entry


@transaction.atomic
def inject_event(
    actor: Actor,
    *,
    drill: UUID,
    what: str,
    place: str | None = None,
    person: UUID | None = None,
    how: Recording = Recording(),
) -> UUID:
    """Puts the event itself in: the incident of the drill's procedure is proposed. Raises `incidents_drill_over`."""
    one = _running(actor, drill)
    entry = how.mint(how.now)
    actions.record_on(actor, drill, one.unit, True, What(INJECTED, {"entry": entry, "what": what}), how)
    actions.propose(
        actor, unit=one.unit, code=one.code, occurred_at=how.now, known_at=how.now, note=what, place=place,
        person=person, exercise=True, drill=drill, entry=entry, how=how,
    )  # fmt: skip
    return entry


@transaction.atomic
def end_drill(actor: Actor, *, drill: UUID, summary: str, how: Recording = Recording()) -> Drill:
    """The exercise is over. Raises `incidents_drill_over`, `incidents_drill_runs` while an incident of it is open."""
    one = _running(actor, drill)
    left = [each for each in queries.of_drill(drill) if each.state in ("proposed", "open")]
    if left:
        raise Refused(problems.DRILL_RUNS, count=len(left))
    actions.record_on(actor, drill, one.unit, True, What(DRILL_ENDED, {"summary": summary}), how)
    return queries_drills.drill(actor, drill)


def _running(actor: Actor, drill: UUID) -> Drill:
    one = queries_drills.drill(actor, drill)
    actor.must(DRILL, one.path)
    if one.ended_at is not None:
        raise Refused(problems.DRILL_OVER)
    return one


@transaction.atomic
def hand_on(
    actor: Actor,
    *,
    unit: str,
    what: str,
    owner: str,
    due_on: date,
    drill: UUID | None = None,
    incident: UUID | None = None,
    exercise: bool = True,
    how: Recording = Recording(),
) -> Finding:
    """Something found is handed to the role that mends it, with a date."""
    which = how.mint(how.now)
    data = {"drill": drill, "incident": incident, "what": what, "owner": owner, "due_on": due_on}
    said = {name: value for name, value in data.items() if value is not None}
    actions.record_on(actor, which, unit, exercise, What(FINDING, said, id=which), how)
    return queries_drills.finding(actor, which)


@transaction.atomic
def mend(actor: Actor, *, finding: UUID, by: str, how: Recording = Recording()) -> Finding:
    """What was found is mended. Raises `incidents_finding_mended`."""
    one = queries_drills.finding(actor, finding)
    if one.mended_at is not None:
        raise Refused(problems.FINDING_MENDED)
    actions.record_on(actor, finding, one.unit, one.exercise, What(FINDING_MENDED, {"how": by}), how)
    return queries_drills.finding(actor, finding)
