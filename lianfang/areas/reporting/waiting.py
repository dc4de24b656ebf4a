"""reporting · waiting: what a unit was reminded of and still lacks, for those who work there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from lianfang.areas.reporting import queries_chases
from lianfang.areas.reporting.queries_chases import Chase
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, coverage
from lianfang.kernel.coverage import Asked
from lianfang.kernel.frame import Waiting
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.text import moment

_SAID = w("{unit}：{lacks}（{who} {at} 催）", "{unit}: {lacks} (reminded by {who} at {at})")
_FOR_DAYS = 1  # reminders of today and of the days before it


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """What units of this actor were reminded of, the newest first, as long as something of it is missing."""
    own = sorted({held.unit for held in actor.held if held.unit})
    if not own:
        return []
    today = clock.day_of(now).date
    chases = queries_chases.to(actor, own, today - timedelta(days=_FOR_DAYS))
    if not chases:
        return []
    called = units.units(actor, sorted({each.unit for each in chases}), day=today)
    return [one for each in chases if each.unit in called for one in _told(actor, called[each.unit], each, now)]


def _told(actor: Actor, unit: Unit, chase: Chase, now: datetime) -> Iterator[Waiting]:
    declared = REGISTRY.coverages().get(chase.code)
    if declared is None or not actor.may(declared.see, unit.path):
        return
    asked = Asked(unit.path, clock.reporting_day(chase.day), now)
    [counted] = coverage.counted(actor, asked, [(chase.code, declared)])
    if counted.missing:
        said = _SAID.fill(
            unit=unit.words, lacks=declared.lacks.fill(n=f"{counted.missing:,}"), who=login_names.who(chase.by),
            at=moment(chase.at, "time"),
        )  # fmt: skip
        yield Waiting(said, links.missing(chase.code, unit.code, chase.day), w("查看并补做", "See and complete"))
