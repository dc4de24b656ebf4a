"""publicity · command: what is out where, on the command page of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianfang.areas.publicity import presenters, queries_posting, rules
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.queries_posting import Slot
from lianfang.kernel import clock
from lianfang.kernel.frame import CommandPart, Looked
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.section import Section
from lianfang.shell.components.types import Link
from lianfang.shell.links import to

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What is not covered or is to come down at a moment."""

    at: datetime
    lacking: tuple[Slot, ...]


def _ask(actor: Actor, top: Any, day: date, now: datetime) -> Told | None:
    """Only what somebody has to do something about: where all is out the page says nothing of it."""
    if not actor.may(SEE, top.path):
        return None
    at = min(now, clock.reporting_day(day).to_at)
    wanted = rules.TO_TAKE_DOWN | rules.TO_POST
    found = tuple(
        each for each in queries_posting.slots(actor, at, path=top.path, unfinished=True) if each.state(at) in wanted
    )
    return Told(at, found) if found else None


def _draw(found: Told, on: Looked) -> Section:
    href = to("publicity:coverage", unit=on.unit.code, day=on.day.isoformat())
    title = w("宣传：未覆盖和待撤下 {n} 处", "Publicity: not covered or to come down: {n}").fill(n=len(found.lacking))
    table = presenters.LackTable(found.lacking[:_SHOWN], found.at)
    return Section("publicity", title, table=table, more=Link(w("发布情况", "Where texts are out"), href))


COMMAND = (CommandPart("publicity", _ask, _draw, 80),)
