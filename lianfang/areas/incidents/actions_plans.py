"""incidents · actions plans: a unit's plan is made from the playbook in one act, edited again, approved, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lianfang.areas.incidents import actions, kinds_plan, policy, problems, queries_plans, rules
from lianfang.areas.incidents.actions import What
from lianfang.areas.incidents.kinds import APPROVE
from lianfang.areas.incidents.kinds_plan import PlanLine, PlanPart, PlanVersion
from lianfang.areas.incidents.queries_plans import Version, stream_of
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.playbook import current
from lianfang.playbook.plans import PlanTemplate


@takes_step
def make_first(actor: Actor, *, unit: str, plan: str, how: Recording = Recording()) -> Version:
    """The unit's first version, from the playbook. Raises `incidents_plan_exists`, `incidents_no_template`."""
    unit_of(actor, unit)
    there = queries_plans.versions(unit, plan)
    if there:
        raise Refused(problems.PLAN_EXISTS, number=there[0].number)
    template = policy.template(plan, policy.day_of(how.now))
    return _write(actor, unit, _from_template(template, policy.day_of(how.now)), how)


def _from_template(template: PlanTemplate, day: date) -> PlanVersion:
    playbook = current()
    parts = tuple(
        PlanPart(
            code=section.code, zh=section.words.zh, en=section.words.en,
            lines=tuple(
                PlanLine(zh=each.says.zh, en=each.says.en, mark=each.mark, source=each.source)
                for each in section.clauses if each.holds(day)
            ),
        )
        for section in template.sections
    )  # fmt: skip
    return PlanVersion(
        plan=template.code, number=1, zh=template.words.zh, en=template.words.en, parts=parts,
        playbook=f"{playbook.meta.code} {playbook.meta.version}",
    )  # fmt: skip


@takes_step
def revise(
    actor: Actor, *, unit: str, plan: str, texts: Mapping[str, Sequence[str]], why: str, how: Recording = Recording()
) -> Version:
    """A new version; a line that was there before keeps its source, any other is the unit's own.

    `texts` gives the lines of each section by its code. Raises `incidents_plan_unchanged`, `not_found`, `invalid`.
    """
    there = queries_plans.versions(unit, plan)
    if not there:
        raise Refused(problems.NO_TEMPLATE, plan=plan[:40])
    before = queries_plans.content(there[0].entry)
    parts = tuple(_edited(part, texts.get(part.code)) for part in before.parts)
    if parts == before.parts:
        raise Refused(problems.PLAN_UNCHANGED)
    edited = before.model_copy(update={"number": there[0].number + 1, "parts": parts, "why": why})
    return _write(actor, unit, edited, how)


def _edited(part: PlanPart, lines: Sequence[str] | None) -> PlanPart:
    if lines is None:
        return part
    known = {text: line for line in part.lines for text in (line.zh, line.en) if text}
    kept = tuple(known.get(text) or PlanLine.model_construct(zh=text, en=None, mark="U", source=None) for text in lines)
    return part.model_copy(update={"lines": kept})


def _write(actor: Actor, unit: str, content: PlanVersion, how: Recording) -> Version:
    # Said again as plain data, so that the payload itself finds what does not hold.
    data = content.model_dump(mode="json", exclude_none=True)
    actions.record_on(actor, stream_of(unit, content.plan), unit, False, What(kinds_plan.PLAN_VERSION, data), how)
    return queries_plans.versions(unit, content.plan)[0]


def approve(
    actor: Actor,
    *,
    unit: str,
    plan: str,
    number: int,
    approver: str,
    effective_from: date,
    effective_to: date,
    how: Recording = Recording(),
) -> Version:
    """A version is approved. Raises `incidents_plan_state` where it was withdrawn or approved before."""
    data = {
        "plan": plan, "number": number, "approver": approver, "effective_from": effective_from,
        "effective_to": effective_to,
    }  # fmt: skip
    return _decide(actor, unit, plan, number, What(kinds_plan.PLAN_APPROVED, data), ("draft",), how)


def withdraw(actor: Actor, *, unit: str, plan: str, number: int, reason: str, how: Recording = Recording()) -> Version:
    """A version is in force no more. Raises `incidents_plan_state` where it was withdrawn before."""
    data = {"plan": plan, "number": number, "reason": reason}
    return _decide(actor, unit, plan, number, What(kinds_plan.PLAN_WITHDRAWN, data), ("draft", "approved"), how)


@takes_step
def _decide(
    actor: Actor, unit: str, plan: str, number: int, what: What, allowed: tuple[str, ...], how: Recording
) -> Version:
    version = next_version(stream_of(unit, plan))
    found = _version(unit, plan, number)
    actor.must(APPROVE, found.path)
    rules.check_plan_state(number, found.state, *allowed)
    actions.record_on(actor, stream_of(unit, plan), unit, False, what, how, version=version)
    return _version(unit, plan, number)


def _version(unit: str, plan: str, number: int) -> Version:
    found = next((each for each in queries_plans.versions(unit, plan) if each.number == number), None)
    if found is None:
        raise Refused(problems.NO_TEMPLATE, plan=f"{plan} {number}"[:40])
    return found
