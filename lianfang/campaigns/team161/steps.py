"""campaigns · team161.steps: the acts that are more than one plain entry, each through the action that decides it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianfang.areas.governance import actions as governance
from lianfang.areas.incidents import actions as incidents
from lianfang.areas.incidents import queries as incident_queries
from lianfang.areas.reporting import actions as reporting
from lianfang.areas.watch import actions as watch
from lianfang.campaigns.team161.plan import ScriptedAct
from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.kernel import clock, ids, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor

Labels = Mapping[str, UUID]
Doer = Callable[[Actor, ScriptedAct, Recording, Labels], object]


def do(act: ScriptedAct, mint: ids.Mint, labels: Labels) -> None:
    """Does one act as the login that the script names. Raises `Refused` with the act as a note."""
    actor = access.actor_of(User.objects.get(username=act.actor))
    how = Recording(clock.FixedClock(act.at), Origin.REPLAY, mint)
    with scope.acting(actor):
        try:
            DOERS[act.action](actor, act, how, labels)
        except Refused as refused:
            refused.add_note(f"{act.at} {act.actor} {act.action} {act.unit} {act.data}")
            raise


def _reporting(action: Callable[..., object]) -> Doer:
    def step(actor: Actor, act: ScriptedAct, how: Recording, labels: Labels) -> object:
        said = dict(act.data)
        if "reason" in said:
            said["why"] = said.pop("reason")
        day = date.fromisoformat(said.pop("date"))
        return action(actor, unit=act.unit, day=day, form=act.kind, how=how, **said)

    return step


def _watch(action: Callable[..., object], *, refers: str = "", at_unit: bool = True) -> Doer:
    """`refers` is the argument that names an earlier act by its label."""

    def step(actor: Actor, act: ScriptedAct, how: Recording, labels: Labels) -> object:
        said = dict(act.data)
        if refers:
            said[refers] = labels[said[refers]]
        if at_unit:
            said["unit"] = act.unit
        if "change_at" in said:
            said["change_at"] = datetime.fromisoformat(said["change_at"])
        return action(actor, how=how, **said)

    return step


def _incident(action: Callable[..., object]) -> Doer:
    """The incident is named by the label of the entry that proposed it."""

    def step(actor: Actor, act: ScriptedAct, how: Recording, labels: Labels) -> object:
        said = dict(act.data)
        cause = labels[said.pop("incident")]
        with scope.acting(scope.system_actor()):
            which = incident_queries.resting_on([cause])[cause].id
        return action(actor, incident=which, how=how, **said)

    return step


def _governance(action: Callable[..., object], *, refers: str = "directive") -> Doer:
    """Directives and measures are named by the label of the act that received or set them."""

    def step(actor: Actor, act: ScriptedAct, how: Recording, labels: Labels) -> object:
        said = {**act.data, refers: labels[act.data[refers]]}
        if "due_at" in said:
            said["due_at"] = datetime.fromisoformat(said["due_at"])
        return action(actor, how=how, **said)

    return step


def _receive(actor: Actor, act: ScriptedAct, how: Recording, labels: Labels) -> object:
    data = {**act.data["data"], "report_by": datetime.fromisoformat(act.data["data"]["report_by"])}
    return governance.receive_directive(actor, unit=act.unit, data=data, how=how)


def _log(actor: Actor, *, data: dict[str, Any], **more: Any) -> object:
    """A line of the log, its time limit as a moment."""
    due = {"due_at": datetime.fromisoformat(data["due_at"])} if "due_at" in data else {}
    return watch.write_log(actor, data={**data, **due}, **more)


def _roster(actor: Actor, *, plans: list[dict[str, Any]], **more: Any) -> object:
    """A week of shifts, as the plan lists them."""
    week = [
        watch.Plan(date.fromisoformat(each["on"]), each["shift"], each["leader"], tuple(each["officers"]))
        for each in plans
    ]
    return watch.roster(actor, plans=week, **more)


DOERS: dict[str, Doer] = {
    "governance.receive": _receive,
    "governance.acknowledge": _governance(governance.acknowledge_directive),
    "governance.set_measure": _governance(governance.set_measure),
    "governance.take_measure": _governance(governance.acknowledge_measure, refers="measure"),
    "governance.answer_measure": _governance(governance.answer_measure, refers="measure"),
    "governance.close_measure": _governance(governance.close_measure, refers="measure"),
    "governance.report_back": _governance(governance.report_back),
    "governance.close": _governance(governance.close_directive),
    "incidents.open": _incident(incidents.open_incident),
    "incidents.dismiss": _incident(incidents.dismiss),
    "incidents.do_step": _incident(incidents.do_step),
    "incidents.tell": _incident(incidents.tell),
    "incidents.report": _incident(incidents.report),
    "incidents.close": _incident(incidents.close),
    "reporting.confirm": _reporting(reporting.confirm_report),
    "reporting.receive": _reporting(reporting.receive_report),
    "reporting.return": _reporting(reporting.return_report),
    "reporting.amend": _reporting(reporting.amend_report),
    "watch.open_post": _watch(watch.open_post),
    "watch.roster": _watch(_roster),
    "watch.write_log": _watch(_log),
    "watch.close_item": _watch(watch.close_item, refers="item", at_unit=False),
    "watch.offer_handover": _watch(watch.offer_handover),
    "watch.sign_handover": _watch(watch.sign_handover, refers="offered"),
    "watch.call_spot": _watch(watch.call_spot),
    "watch.answer_spot": _watch(watch.answer_spot, refers="call", at_unit=False),
}
