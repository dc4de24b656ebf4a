"""watch · scripted: the acts of a campaign's script in the duty room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from lianfang.areas.watch import actions, actions_handover
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted


def _on(action: Callable[..., object], *, refers: str = "", at_unit: bool = True) -> Doing:
    """`refers` is the argument that names an earlier act by its label."""

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = dict(act.data)
        if refers:
            said[refers] = act.labels[said[refers]]
        if at_unit:
            said["unit"] = act.unit
        if "change_at" in said:
            said["change_at"] = datetime.fromisoformat(said["change_at"])
        return action(actor, how=how, **said)

    return step


def _log(actor: Actor, *, data: dict[str, Any], **more: Any) -> object:
    """A line of the log, its time limit as a moment."""
    due = {"due_at": datetime.fromisoformat(data["due_at"])} if "due_at" in data else {}
    return actions.write_log(actor, data={**data, **due}, **more)


def _roster(actor: Actor, *, plans: list[dict[str, Any]], **more: Any) -> object:
    """A week of shifts, as the script lists them."""
    week = [
        actions.Plan(date.fromisoformat(each["on"]), each["shift"], each["leader"], tuple(each["officers"]))
        for each in plans
    ]
    return actions.roster(actor, plans=week, **more)


SCRIPTED: dict[str, Doing] = {
    "watch.open_post": _on(actions.open_post),
    "watch.roster": _on(_roster),
    "watch.write_log": _on(_log),
    "watch.close_item": _on(actions.close_item, refers="item", at_unit=False),
    "watch.offer_handover": _on(actions_handover.offer_handover),
    "watch.sign_handover": _on(actions_handover.sign_handover, refers="offered"),
    "watch.call_spot": _on(actions.call_spot),
    "watch.answer_spot": _on(actions.answer_spot, refers="call", at_unit=False),
}
