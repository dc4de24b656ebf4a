"""governance · scripted: the acts of a campaign's script on directives and measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lianfang.areas.governance import actions
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted


def _on(action: Callable[..., object], *, refers: str = "directive") -> Doing:
    """Directives and measures are named by the label of the act that received or set them."""

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = {**act.data, refers: act.labels[act.data[refers]]}
        if "due_at" in said:
            said["due_at"] = datetime.fromisoformat(said["due_at"])
        return action(actor, how=how, **said)

    return step


def _receive(actor: Actor, act: Scripted, how: Recording) -> object:
    data = {**act.data["data"], "report_by": datetime.fromisoformat(act.data["data"]["report_by"])}
    return actions.receive_directive(actor, unit=act.unit, data=data, how=how)


SCRIPTED: dict[str, Doing] = {
    "governance.receive": _receive,
    "governance.acknowledge": _on(actions.acknowledge_directive),
    "governance.set_measure": _on(actions.set_measure),
    "governance.take_measure": _on(actions.acknowledge_measure, refers="measure"),
    "governance.answer_measure": _on(actions.answer_measure, refers="measure"),
    "governance.close_measure": _on(actions.close_measure, refers="measure"),
    "governance.report_back": _on(actions.report_back),
    "governance.close": _on(actions.close_directive),
}
