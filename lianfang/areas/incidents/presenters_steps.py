"""incidents · presenters of steps: each as its line, the one that comes next, and what a review says by itself."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.areas.incidents.presenters import act_body, chip_of, left_said, minutes_said, who_did
from lianfang.areas.incidents.queries import Incident
from lianfang.areas.incidents.queries_next import next_step
from lianfang.areas.incidents.rules import Left, Standing, StepStands, left_of
from lianfang.ground.access.roles import words_of
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook.procedures import Choice
from lianfang.shell.components.marks import Chip


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as its line on the page. `waits_for`: the step before it, without which its clock does not run.

    `at_once`: one tap says it all. `choices`: one tap on one of them does. `tells`: who is told by doing it.
    """

    stands: StepStands
    chip: Chip
    owner: Words
    left: Words | str
    said: str
    who: str
    at_once: bool
    may_skip: bool
    waits_for: Words | str
    choices: tuple[Choice, ...]
    tells: Words | str
    closes: bool
    next: bool


def step_lines(incident: Incident) -> list[StepLine]:
    """Every step with its chip, its clock and what was said."""
    comes = next_step(incident.steps) if incident.brief.state == "open" else None
    called = {each.step.code: each.step.words for each in incident.steps}
    return [_line(incident, each, called, each is comes) for each in incident.steps]


def _line(incident: Incident, each: StepStands, called: dict[str, Words], comes_next: bool) -> StepLine:
    step, act = each.step, each.act
    needed = bool(step.answer and step.answer.required)
    waits = each.standing is Standing.WAITING and step.clock is not None and step.clock.after
    told = [incident.whom(tell.tell) for tell in incident.tells if tell.tell.code in step.tells and not tell.settled]
    return StepLine(
        each, chip_of(each.standing), words_of(step.owner_at(incident.brief.unit_kind)),
        "" if each.settled else left_said(each.due_at, incident.now), act_body(incident, act) if act else "",
        who_did(act) if act else "", at_once=not needed and not step.closes, may_skip=step.skip == "with_reason",
        waits_for=called.get(waits, waits) if waits else "",
        choices=step.answer.choices if needed and step.answer and not step.closes else (),
        tells=listed(told) if told else "", closes=step.closes, next=comes_next,
    )  # fmt: skip


def left_but(incident: Incident, code: str = "") -> Left:
    """What is still to be done and told besides a step."""
    return left_of([each for each in incident.steps if each.step.code != code], incident.tells)


def reviewed(incident: Incident) -> Words:
    """What the record itself says of how it went: a draft for whoever reviews it."""
    timed = [each for each in incident.steps if each.settled and each.due_at]
    late = [each.step.words for each in timed if each.standing is Standing.LATE]
    left_out = [each.step.words for each in incident.steps if each.standing is Standing.SKIPPED]
    told = [each for each in incident.tells if each.settled]
    took = minutes_said(int((incident.now - incident.brief.known_at).total_seconds() // 60))
    said = [
        w("从知悉到现在 {took}", "{took} since it was known").fill(took=took),
        w("计时步骤 {n} 步，按时 {held} 步", "{held} of {n} timed steps on time").fill(
            n=len(timed), held=len(timed) - len(late)
        ),
        w("应告知 {n} 方，已告知 {told} 方", "{told} of {n} told").fill(n=len(incident.tells), told=len(told)),
    ]
    if late:
        said.append(w("超时：{steps}", "late: {steps}").fill(steps=listed(late)))
    if left_out:
        said.append(w("跳过：{steps}", "skipped: {steps}").fill(steps=listed(left_out)))
    return listed(said, w("；", "; "))
