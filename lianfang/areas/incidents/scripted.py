"""incidents · scripted: the acts of a campaign's script on incidents, plans and drills."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.areas.incidents import actions, actions_drills, actions_plans, queries, queries_plans
from lianfang.kernel import scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted, doing

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
    "incidents.make_plan": doing(actions_plans.make_first, days=_DAYS),
    "incidents.revise_plan": doing(_revised, days=_DAYS),
    "incidents.approve_plan": doing(actions_plans.approve, days=_DAYS),
    "incidents.start_drill": doing(actions_drills.start_drill, days=_DAYS),
    "incidents.inject_event": doing(actions_drills.inject_event, refers="drill", at_unit=False, days=_DAYS),
    "incidents.hand_on": doing(actions_drills.hand_on, refers="drill", days=_DAYS),
    "incidents.mend": doing(actions_drills.mend, refers="finding", at_unit=False, days=_DAYS),
    "incidents.end_drill": doing(actions_drills.end_drill, refers="drill", at_unit=False, days=_DAYS),
}
