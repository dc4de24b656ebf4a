"""kernel · scripted: the acts of a campaign that are more than one plain entry, as the areas take them from its script.

A script says such an act by a code, `watch.roster`; the area of that name does it through the action that decides it
for everybody else. Areas name theirs on the card.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Scripted:
    """One act as the script says it; `labels` are the ids behind the earlier acts that its data may name."""

    unit: str
    kind: str
    data: Mapping[str, Any]
    labels: Mapping[str, UUID]


# Does one act as an actor, at the moment and with the ids that the script gives. Raises `Refused`.
Doing = Callable[[Actor, Scripted, Recording], object]


def doing(
    action: Callable[..., object],
    *,
    refers: str = "",
    at_unit: bool = True,
    days: Collection[str] = (),
    moments: Collection[str] = (),
) -> Doing:
    """An act that is one call of an action with what the script says.

    `refers` is the argument that names an earlier act by its label; `days` and `moments` are arguments that the script
    writes as text.
    """

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = dict(act.data)
        if refers:
            said[refers] = act.labels[said[refers]]
        said |= {name: date.fromisoformat(said[name]) for name in days if name in said}
        said |= {name: datetime.fromisoformat(said[name]) for name in moments if name in said}
        if at_unit:
            said["unit"] = act.unit
        return action(actor, how=how, **said)

    return step
