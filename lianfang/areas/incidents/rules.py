"""incidents · rules: how a step stands against its clock, and what may be done with an incident. Pure decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from lianfang.areas.incidents import problems
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook.procedures import Procedure, Step, Tell, Timer

DONE, SKIPPED = "incidents.step_done", "incidents.step_skipped"
TOLD, REPORTED = "incidents.told", "incidents.reported"
TAKEN_BACK = frozenset({DONE, SKIPPED, TOLD, "incidents.linked"})

STATES: dict[str, Words] = {
    "proposed": w("待受理", "to accept"),
    "open": w("处置中", "open"),
    "closed": w("已办结", "closed"),
    "dismissed": w("不受理", "dismissed"),
}
RULED_OUT = w("已排除", "ruled out")  # by a normal second reading
PLAN_STATES: dict[str, Words] = {
    "draft": w("未批准", "not approved"),
    "approved": w("已批准", "approved"),
    "withdrawn": w("已停用", "withdrawn"),
}


class Standing(StrEnum):
    """How a step, or a call that is due, stands against its clock."""

    DONE = "done"
    LATE = "late"
    SKIPPED = "skipped"
    OVERDUE = "overdue"
    DUE = "due"
    WAITING = "waiting"
    UNTIMED = "untimed"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.DONE: w("已办", "done"),
    Standing.LATE: w("超时办理", "done late"),
    Standing.SKIPPED: w("已跳过", "skipped"),
    Standing.OVERDUE: w("超时未办", "overdue"),
    Standing.DUE: w("待办", "to do"),
    Standing.WAITING: w("待前一步", "after an earlier step"),
    Standing.UNTIMED: w("待办，不限时", "to do, no time limit"),
}
SETTLED = frozenset({Standing.DONE, Standing.LATE, Standing.SKIPPED})


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it is recorded; it stands unless it was taken back."""

    entry: UUID
    kind: str
    version: int
    at: datetime
    recorded_at: datetime
    by: str
    data: Mapping[str, Any] = field(default_factory=dict)
    taken_back_at: datetime | None = None
    known_at: datetime | None = None
    person: UUID | None = None
    place: str | None = None
    automatic: bool = False

    def stands(self, at: datetime | None = None) -> bool:
        """Whether it stands, or stood at a moment at which it was recorded already."""
        if self.taken_back_at is None:
            return True
        return at is not None and at < self.taken_back_at


@dataclass(frozen=True, slots=True)
class StepStands:
    """A step with its clock and what became of it."""

    step: Step
    number: int
    standing: Standing
    due_at: datetime | None
    act: Act | None

    @property
    def settled(self) -> bool:
        return self.standing in SETTLED


@dataclass(frozen=True, slots=True)
class TellStands:
    """Somebody who must be told, and whether they were."""

    tell: Tell
    standing: Standing
    due_at: datetime | None
    act: Act | None

    @property
    def settled(self) -> bool:
        return self.standing in SETTLED


def settled_by(acts: Iterable[Act]) -> dict[str, Act]:
    """The act that settled each step; of two, the newer."""
    return {act.data["step"]: act for act in acts if act.kind in (DONE, SKIPPED)}


def due_at(clock: Timer | None, known_at: datetime, settled: Mapping[str, Act]) -> datetime | None:
    """When a clock runs out; None without a clock, or while the step it waits for is not settled."""
    if clock is None:
        return None
    begins = known_at
    if clock.after is not None:
        if clock.after not in settled:
            return None
        begins = settled[clock.after].at
    return begins + timedelta(minutes=clock.minutes)


def steps_of(steps: Sequence[Step], acts: Iterable[Act], known_at: datetime, now: datetime) -> list[StepStands]:
    """Every step of a procedure as it stands at `now`; `acts` are those that stand."""
    settled = settled_by(acts)
    found = []
    for number, step in enumerate(steps, start=1):
        act = settled.get(step.code)
        due = due_at(step.clock, known_at, settled)
        if act is not None and act.kind == SKIPPED:
            standing = Standing.SKIPPED
        else:
            standing = _against(step.clock, due, act.at if act else None, now)
        found.append(StepStands(step, number, standing, due, act))
    return found


def tells_of(procedure: Procedure, acts: Iterable[Act], known_at: datetime, now: datetime) -> list[TellStands]:
    """Everybody who must be told. A report is a telling in writing."""
    listed = list(acts)
    settled = settled_by(listed)
    found = []
    for tell in procedure.tells:
        act = next((each for each in listed if _tells(tell, each)), None)
        due = due_at(tell.clock, known_at, settled)
        found.append(TellStands(tell, _against(tell.clock, due, act.at if act else None, now), due, act))
    return found


def _tells(tell: Tell, act: Act) -> bool:
    if act.kind == REPORTED:
        return tell.how == "written"
    return act.kind == TOLD and act.data.get("to") == tell.code and act.data["how"] == tell.how


def _against(clock: Timer | None, due: datetime | None, done: datetime | None, now: datetime) -> Standing:
    if done is not None:
        return Standing.LATE if due is not None and done > due else Standing.DONE
    if clock is None:
        return Standing.UNTIMED
    if due is None:
        return Standing.WAITING
    return Standing.OVERDUE if now > due else Standing.DUE


Said = Callable[[datetime], str]


def check_proposed(state: str) -> None:
    """Only what waits for an answer is answered."""
    if state != "proposed":
        raise Refused(problems.NOT_PROPOSED, state=STATES[state])


def check_open(state: str) -> None:
    """Only an open incident is worked on."""
    if state != "open":
        raise Refused(problems.NOT_OPEN, state=STATES[state])


def check_step(steps: Sequence[StepStands], code: str, at: datetime, known_at: datetime, said: Said) -> StepStands:
    """The step, if it may be settled at that moment: it is open, and the moment is not before it was known."""
    found = next((each for each in steps if each.step.code == code), None)
    if found is None:
        raise Refused(problems.UNKNOWN_STEP, step=code[:40])
    if found.settled:
        raise Refused(problems.STEP_SETTLED, step=found.step.words)
    if at < known_at:
        raise Refused(problems.BEFORE_KNOWN, at=said(at), known=said(known_at))
    return found


def check_answer(step: Step, choice: str | None, text: str | None, entry: UUID | None) -> None:
    """What the step asks for was said, and is one of its choices."""
    answer = step.answer
    given = {"choice": choice, "text": (text or "").strip(), "entry": entry}
    if answer is not None and answer.required and not given[answer.form]:
        raise Refused(problems.ANSWER_DUE, step=step.words, what=answer.words)
    known = {each.code for each in answer.choices} if answer else set()
    if choice is not None and choice not in known:
        raise Refused(problems.UNKNOWN_RESULT, result=choice[:40])


def check_skip(step: Step) -> None:
    """Some steps may not be left out."""
    if step.skip == "never":
        raise Refused(problems.NEVER_SKIPPED, step=step.words)


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be done, and to be told, where an incident closes."""

    steps: tuple[StepStands, ...]
    tells: tuple[TellStands, ...]

    def __bool__(self) -> bool:
        return bool(self.steps or self.tells)

    def said(self, kind: str) -> Words:
        """All of it by name, where the incident is at a unit of this kind."""
        named = [each.step.words for each in self.steps]
        named += [w("告知{whom}", "tell {whom}").fill(whom=each.tell.words_at(kind)) for each in self.tells]
        return listed(named)


def left_of(steps: Sequence[StepStands], tells: Sequence[TellStands]) -> Left:
    return Left(
        tuple(each for each in steps if not each.settled), tuple(each for each in tells if not each.settled)
    )  # fmt: skip


def result_of(procedure: Procedure | None, steps: Sequence[StepStands]) -> StepStands | None:
    """The step by which the result is known: the last one done whose answer is one of the procedure's results."""
    known = {each.code for each in procedure.results} if procedure else set()
    found = [each for each in steps if each.act is not None and each.act.data.get("choice") in known]
    return found[-1] if found else None


def check_close(procedure: Procedure, left: Left, result: str | None, why: str, kind: str) -> None:
    """It closes with one of the procedure's results; what is still to be done or told needs a reason, and some steps
    are never left out."""
    never = [each.step.words for each in left.steps if each.step.skip == "never"]
    if never:
        raise Refused(problems.STEPS_LEFT, count=len(never), steps=listed(never))
    if left and not why.strip():
        raise Refused(problems.LEFT_NEEDS_REASON, count=len(left.steps) + len(left.tells), what=left.said(kind))
    if result is None:
        raise Refused(problems.RESULT_DUE)
    if result not in {each.code for each in procedure.results}:
        raise Refused(problems.UNKNOWN_RESULT, result=result[:40])


def check_plan_state(number: int, state: str, *allowed: str) -> None:
    """Whether a version of a plan is in one of the states."""
    if state not in allowed:
        raise Refused(problems.PLAN_STATE, number=number, state=PLAN_STATES[state])
