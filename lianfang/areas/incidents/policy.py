"""incidents · policy: the procedures and plans of the playbook in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from lianfang.areas.incidents import problems
from lianfang.areas.incidents.rules import Act, StepStands, steps_of
from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words
from lianfang.playbook import current
from lianfang.playbook.plans import PlanTemplate
from lianfang.playbook.procedures import Cluster, Procedure, Step


def procedures(day: date) -> list[Procedure]:
    """Every procedure in force on a day, by event."""
    return sorted((each for each in current().procedures if each.holds(day)), key=lambda each: each.event)


def found(event: str, day: date) -> Procedure | None:
    """The procedure of an event on a day, if there is one."""
    return next((each for each in current().procedures if each.event == event and each.holds(day)), None)


def procedure(event: str, day: date) -> Procedure:
    """The procedure of an event on a day. Raises `incidents_no_procedure`."""
    one = found(event, day)
    if one is None:
        raise Refused(problems.NO_PROCEDURE, code=event[:40])
    return one


def started_by(what: str, day: date) -> Procedure | None:
    """The procedure that a record of this sort (`fever`, `symptom`) proposes by itself."""
    return next((each for each in current().procedures if what in each.starts_with and each.holds(day)), None)


def clusters(day: date) -> list[tuple[Procedure, Cluster]]:
    """The procedures that a cluster of symptoms in one unit proposes by itself, each with what a cluster is."""
    return [(each, each.cluster) for each in current().procedures if each.cluster and each.holds(day)]


def steps(event: str, known_at: datetime) -> Sequence[Step]:
    """The steps of an event's procedure as of the day on which it was known; none where the playbook has none."""
    day = day_of(known_at)
    one = found(event, day)
    return one.steps_on(day) if one else ()


def stands(event: str, acts: Sequence[Act], known_at: datetime, now: datetime) -> list[StepStands]:
    """Every step of an incident as it stands."""
    return steps_of(steps(event, known_at), acts, known_at, now)


def event_words(event: str, day: date) -> Words:
    """What an event is called; one that the playbook does not know is called by its code."""
    one = found(event, day)
    return one.words if one else Words(event, event)


def day_of(moment: datetime) -> date:
    """The calendar day on the wall: rules hold by it."""
    return clock.local(moment).date()


def template(plan: str, day: date) -> PlanTemplate:
    """The plan that the playbook gives on a day. Raises `incidents_no_template`."""
    for each in current().plans:
        if each.code == plan and each.holds(day):
            return each
    raise Refused(problems.NO_TEMPLATE, plan=plan[:40])


def templates(day: date) -> list[PlanTemplate]:
    """Every plan that the playbook gives on a day."""
    return [each for each in current().plans if each.holds(day)]


def events_called(text: str) -> list[str]:
    """The events whose code or words hold a text, of whatever day."""
    said = text.casefold()
    return sorted(
        {
            each.event
            for each in current().procedures
            if any(said in name.casefold() for name in (each.event, each.words.zh, each.words.en))
        }
    )
