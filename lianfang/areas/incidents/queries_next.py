"""incidents · queries of what comes next: of each incident its next step, for whoever owns it and for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from lianfang.areas.incidents import policy, queries
from lianfang.areas.incidents.kinds import ACT_ON, ANSWER, SEE
from lianfang.areas.incidents.queries import Brief
from lianfang.areas.incidents.rules import Act, Standing, StepStands, steps_of
from lianfang.kernel.frame import Waiting
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import Words, w

MINE_SHOWN = 200
_NEXT = w("{what}：{step}", "{what}: {step}")
_CLOSE = w("办结", "Close it")
_NEVER = datetime.max.replace(tzinfo=UTC)


def mine(actor: Actor, now: datetime) -> list[Waiting]:
    """What waits for this actor's roles in their units: proposals and the steps they own; soonest first."""
    if SEE not in actor.verbs:
        return []
    seen = queries.briefs(
        actor,
        "i.state IN ('proposed', 'open') AND %(seen)s::path_ranges @> i.path ORDER BY i.known_at, i.incident "
        "LIMIT %(size)s",
        seen=ranges(actor.prefixes(SEE)),
        size=MINE_SHOWN,
    )
    listed = queries.named(actor, seen)
    found = [proposal_of(each, now) for each in listed if each.state == "proposed" and actor.may(ANSWER, each.path)]
    running = [each for each in listed if each.state == "open" and actor.may(ACT_ON, each.path)]
    acts = queries.standing_acts([each.id for each in running])
    for each in running:
        found += _own_steps(actor, each, acts[each.id], now)
    return soonest_first(found)


def soonest_first(found: Iterable[Waiting]) -> list[Waiting]:
    """In the order of their times; what has none comes last."""
    return sorted(found, key=lambda one: (one.due_at or _NEVER, one.href))


def proposal_of(one: Brief, now: datetime) -> Waiting:
    """A proposal as it waits for its answer."""
    procedure = policy.found(one.code, policy.day_of(one.known_at))
    due_at = one.proposed_at + timedelta(minutes=procedure.answer.minutes if procedure else 0)
    words = w("受理：{what}", "Accept or turn down: {what}").fill(what=one.words)
    return Waiting(words, one.href, w("去受理", "Decide"), due_at, due_at < now, one.exercise)


def next_step(steps: Sequence[StepStands]) -> StepStands | None:
    """The one step that comes next: the first that is not settled and waits for no other."""
    left = [each for each in steps if not each.settled]
    return next((each for each in left if each.standing is not Standing.WAITING), next(iter(left), None))


def comes_next(one: Brief, acts: Sequence[Act], now: datetime) -> tuple[datetime | None, Words]:
    """Until when, and what, an incident waits for: its answer, its next step, or its close."""
    if one.state == "proposed":
        return proposal_of(one, now).due_at, w("待受理", "to accept")
    steps = steps_of(policy.steps(one.code, one.known_at), acts, one.known_at, now)
    step = next_step(steps)
    if step is None:
        return None, w("各步已办，待办结", "every step is done; to be closed")
    left = sum(not each.settled for each in steps)
    due = min((each.due_at for each in steps if not each.settled and each.due_at), default=None)
    said = w("下一步：{step}；还有 {n} 步", "next: {step}; steps left: {n}")
    return due, said.fill(step=step.step.words, n=left)


def _own_steps(actor: Actor, one: Brief, acts: list[Act], now: datetime) -> list[Waiting]:
    """One line for an incident: of the steps of a role that the actor holds there, the one that comes next.

    Whoever closes it is told when only that is left.
    """
    held = {grant.role for grant in actor.held if grant.covers(one.path)}
    steps = steps_of(policy.steps(one.code, one.known_at), acts, one.known_at, now)
    own = [each for each in steps if not each.settled and each.step.owner_at(one.unit_kind) in held]
    if not own:
        if any(not each.settled for each in steps) or not actor.may(ANSWER, one.path):
            return []
        return [Waiting(_NEXT.fill(what=one.words, step=_CLOSE), one.href, _CLOSE, exercise=one.exercise)]
    step = next_step(own) or own[0]
    late = any(each.due_at is not None and each.due_at < now for each in own)
    due = min((each.due_at for each in own if each.due_at), default=None)
    more = w("还有 {n} 步由您办理", "Steps that are yours after it: {n}").fill(n=len(own) - 1) if len(own) > 1 else ""
    return [
        Waiting(
            _NEXT.fill(what=one.words, step=step.step.words), f"{one.href}#step-{step.step.code}",
            w("去办理", "Open task"), due, late, one.exercise, more,
        )
    ]  # fmt: skip
