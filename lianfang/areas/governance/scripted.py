"""governance · scripted: the acts of a campaign's script on directives and measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lianfang.areas.governance import actions
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted, doing


def _of(action: Callable[..., object], refers: str) -> Doing:
    """Directives and measures are named by the label of the act that received or set them."""
    return doing(action, refers=refers, at_unit=False, moments=("due_at",))


def _receive(actor: Actor, act: Scripted, how: Recording) -> object:
    data = {**act.data["data"], "report_by": datetime.fromisoformat(act.data["data"]["report_by"])}
    return actions.receive_directive(actor, unit=act.unit, data=data, how=how)


SCRIPTED: dict[str, Doing] = {
    "governance.receive": _receive,
    "governance.acknowledge": _of(actions.acknowledge_directive, "directive"),
    "governance.set_measure": _of(actions.set_measure, "directive"),
    "governance.take_measure": _of(actions.acknowledge_measure, "measure"),
    "governance.answer_measure": _of(actions.answer_measure, "measure"),
    "governance.close_measure": _of(actions.close_measure, "measure"),
    "governance.report_back": _of(actions.report_back, "directive"),
    "governance.close": _of(actions.close_directive, "directive"),
}
