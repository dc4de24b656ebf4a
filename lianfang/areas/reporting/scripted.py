"""reporting · scripted: the acts of a campaign's script on the reports of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lianfang.areas.reporting import actions, actions_signing
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted


def _on(action: Callable[..., object]) -> Doing:
    """The report is named by its unit, its day and the form's code."""

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = dict(act.data)
        if "reason" in said:
            said["why"] = said.pop("reason")
        day = date.fromisoformat(said.pop("date"))
        return action(actor, unit=act.unit, day=day, form=act.kind, how=how, **said)

    return step


SCRIPTED: dict[str, Doing] = {
    "reporting.fill": _on(actions_signing.fill_report),
    "reporting.review": _on(actions_signing.review_report),
    "reporting.confirm": _on(actions.confirm_report),
    "reporting.receive": _on(actions.receive_report),
    "reporting.return": _on(actions.return_report),
    "reporting.amend": _on(actions.amend_report),
}
