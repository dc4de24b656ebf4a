"""incidents · scripted: the acts of a campaign's script on incidents."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.areas.incidents import actions, queries
from lianfang.kernel import scope
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted


def _on(action: Callable[..., object]) -> Doing:
    """The incident is named by the label of the entry that proposed it."""

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = dict(act.data)
        cause = act.labels[said.pop("incident")]
        with scope.acting(scope.system_actor()):
            which = queries.resting_on([cause])[cause].id
        return action(actor, incident=which, how=how, **said)

    return step


SCRIPTED: dict[str, Doing] = {
    "incidents.open": _on(actions.open_incident),
    "incidents.dismiss": _on(actions.dismiss),
    "incidents.do_step": _on(actions.do_step),
    "incidents.tell": _on(actions.tell),
    "incidents.report": _on(actions.report),
    "incidents.close": _on(actions.close),
}
