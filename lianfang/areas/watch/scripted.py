"""watch · scripted: the acts of a campaign's script in the duty room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lianfang.areas.watch import actions, actions_handover
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, doing


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
    "watch.open_post": doing(actions.open_post),
    "watch.roster": doing(_roster),
    "watch.write_log": doing(_log),
    "watch.close_item": doing(actions.close_item, refers="item", at_unit=False),
    "watch.offer_handover": doing(actions_handover.offer_handover, moments=("change_at",)),
    "watch.sign_handover": doing(actions_handover.sign_handover, refers="offered", moments=("change_at",)),
    "watch.call_spot": doing(actions.call_spot),
    "watch.answer_spot": doing(actions.answer_spot, refers="call", at_unit=False),
}
