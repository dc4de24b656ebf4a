"""incidents · scripted: the acts of a campaign's script on incidents, plans and drills."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from lianfang.areas.incidents import actions, actions_drills, actions_plans, queries, queries_plans
from lianfang.kernel import scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted

_DAYS = ("effective_from", "effective_to", "due_on")


def _on(action: Callable[..., object]) -> Doing:
    """The incident is named by the label of the entry that proposed it, or of the one that it began with itself."""

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = dict(act.data)
        cause = act.labels[said.pop("incident")]
        with scope.acting(scope.system_actor()):
            found = queries.resting_on([cause]).get(cause)
        return action(actor, incident=found.id if found else cause, how=how, **said)

    return step


def _at(action: Callable[..., object], *, refers: str = "", at_unit: bool = True) -> Doing:
    """`refers` is the argument that names an earlier act by its label."""

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said: dict[str, Any] = dict(act.data)
        if refers:
            said[refers] = act.labels[said[refers]]
        for name in _DAYS:
            if name in said:
                said[name] = date.fromisoformat(said[name])
        return action(actor, how=how, **said, **({"unit": act.unit} if at_unit else {}))

    return step


def _revised(actor: Actor, *, unit: str, plan: str, section: str, line: str, why: str, how: Recording) -> object:
    """One line more in a section of a plan as it stands."""
    before = queries_plans.content(queries_plans.versions(unit, plan)[0].entry)
    lines = [each.zh for part in before.parts if part.code == section for each in part.lines]
    return actions_plans.revise(actor, unit=unit, plan=plan, texts={section: [*lines, line]}, why=why, how=how)


SCRIPTED: dict[str, Doing] = {
    "incidents.open": _on(actions.open_incident),
    "incidents.dismiss": _on(actions.dismiss),
    "incidents.do_step": _on(actions.do_step),
    "incidents.tell": _on(actions.tell),
    "incidents.report": _on(actions.report),
    "incidents.close": _on(actions.close),
    "incidents.make_plan": _at(actions_plans.make_first),
    "incidents.revise_plan": _at(_revised),
    "incidents.approve_plan": _at(actions_plans.approve),
    "incidents.start_drill": _at(actions_drills.start_drill),
    "incidents.inject_event": _at(actions_drills.inject_event, refers="drill", at_unit=False),
    "incidents.hand_on": _at(actions_drills.hand_on, refers="drill"),
    "incidents.mend": _at(actions_drills.mend, refers="finding", at_unit=False),
    "incidents.end_drill": _at(actions_drills.end_drill, refers="drill", at_unit=False),
}
