"""reporting · waiting: what a unit was reminded of and still lacks, for those who work there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

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
    declared = REGISTRY.coverages()
    seen = [
        each for each in chases
        if each.unit in called and each.code in declared and actor.may(declared[each.code].see, called[each.unit].path)
    ]  # fmt: skip
    missing = _missing(actor, called, seen, now)
    return [_told(called[each.unit], each, missing[each]) for each in seen if missing[each]]


def _missing(actor: Actor, called: Mapping[str, Unit], chases: Sequence[Chase], now: datetime) -> Mapping[Chase, int]:
    """How many are missing behind each, in one statement for each unit and day."""
    of: dict[tuple[str, date], list[Chase]] = {}
    for each in chases:
        of.setdefault((each.unit, each.day), []).append(each)
    declared, found = REGISTRY.coverages(), dict[Chase, int]()
    for (unit, day), listed in of.items():
        asked = Asked(called[unit].path, clock.reporting_day(day), now)
        counts = coverage.counted(actor, asked, [(each.code, declared[each.code]) for each in listed])
        found |= {each: count.missing for each, count in zip(listed, counts, strict=True)}
    return found


def _told(unit: Unit, chase: Chase, missing: int) -> Waiting:
    said = _SAID.fill(
        unit=unit.words, lacks=REGISTRY.coverages()[chase.code].lacks.fill(n=f"{missing:,}"),
        who=login_names.who(chase.by), at=moment(chase.at, "time"),
    )  # fmt: skip
    return Waiting(said, links.missing(chase.code, unit.code, chase.day), w("查看并补做", "See and complete"))
