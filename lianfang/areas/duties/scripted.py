"""duties · scripted: the acts of a campaign's script on duties: the mode that a unit is in."""

from __future__ import annotations

from datetime import date

from lianfang.areas.duties import actions
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted


def _set_mode(actor: Actor, act: Scripted, how: Recording) -> object:
    said = dict(act.data)
    from_day = date.fromisoformat(said.pop("from_day"))
    return actions.set_mode(actor, unit=unit_of(actor, act.unit, day=from_day), from_day=from_day, how=how, **said)


SCRIPTED: dict[str, Doing] = {"duties.set_mode": _set_mode}
