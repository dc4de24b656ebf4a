"""sanitation · command: the rounds of a unit and all below it, by branch or by place, on the command page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from lianfang.areas.sanitation import presenters, queries
from lianfang.areas.sanitation.kinds import SEE
from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.queries import Done
from lianfang.ground.units.queries import Unit
from lianfang.kernel.expectations import Branch, Slot, branches_of, slots_of
from lianfang.kernel.frame import CommandPart, Looked
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.branches import Drawing
from lianfang.shell.components.section import Section
from lianfang.shell.components.types import Link


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of a subtree: counted by branch, or where there is none place by place."""

    now: datetime
    branches: Sequence[Branch]
    slots: Sequence[Slot] = ()
    done: Mapping[UUID, Done] = field(default_factory=dict)


def _ask(actor: Actor, top: Unit, day: date, now: datetime) -> Rounds | None:
    """Branches by rounds, where there are several; a unit that does its rounds itself shows its places."""
    if not actor.may(SEE, top.path):
        return None
    days = [day]
    branches = branches_of(actor, DISINFECTION.code, top.path, days, now)
    if not branches:
        return None
    if any(each.child for each in branches):
        return Rounds(now, branches)
    slots = slots_of(actor, [DISINFECTION.code], [top.path], days, now).slots
    done = queries.rounds(actor, [top], day, day + timedelta(days=1))
    return Rounds(now, branches, slots, {each.entry: each for each in done})


def _names(found: Rounds) -> list[str]:
    """The first unit of each branch."""
    return [each.child for each in found.branches if each.child]


def _draw(found: Rounds, on: Looked) -> Section:
    unit, day = on.unit.code, on.day
    title, more = w("消毒覆盖", "Disinfection coverage"), Link(w("逐点逐轮", "Place by place"), _page(unit, day))
    if _names(found):
        caption = w("消毒覆盖：已做/全天应做点次", "Disinfection coverage: done of the whole day's rounds")
        heat = Drawing(
            title, caption, on.unit, on.names, found.now, found.branches,
            cell_href=lambda code, begun: _page(code or unit, begun),
            row_href=lambda code: links.to("boards:command", unit=code, day=day.isoformat()),
        ).heat()  # fmt: skip
        return Section("rounds", title, more=more, heat=heat)
    grid = presenters.rounds_grid(found.slots, found.done, found.now, _way_on)
    return Section("rounds", title, more=more, grid=grid)


def _page(unit: str, day: date) -> str:
    return links.to("sanitation:rounds", unit=unit, day=day.isoformat())


def _way_on(what: str, of: object) -> str:
    """From a cell with a record to the record, from any other to what was recorded at the place."""
    if what == "entry":
        return links.to("sanitation:disinfection-entry", of)
    return links.to("boards:timeline-place", of.target) if isinstance(of, Slot) else ""


COMMAND = (CommandPart("rounds", _ask, _draw, 10, _names, wide=True),)
