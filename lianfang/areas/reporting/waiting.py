"""reporting · waiting: what a unit was reminded of and still lacks, for those who work there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from lianfang.areas.reporting import queries_chases
from lianfang.areas.reporting.queries_chases import Chase
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.people.masking import Purpose
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.coverage import Asked
from lianfang.kernel.frame import Waiting
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.shortfalls import Shortfall
from lianfang.kernel.words import w
from lianfang.shell.components.text import moment
from lianfang.shell.missing import telling

_SAID = w("{unit}：{lacks}（{who} {at} 催）", "{unit}: {lacks} (reminded by {who} at {at})")
_NAMED = 8
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
    return [_told(called[each.unit], each, missing[each]) for each in seen if each in missing]


def _missing(
    actor: Actor, called: Mapping[str, Unit], chases: Sequence[Chase], now: datetime
) -> Mapping[Chase, Shortfall]:
    """What is missing behind each, by name, in one question for each unit and day."""
    of: dict[tuple[str, date], list[Chase]] = {}
    for each in chases:
        of.setdefault((each.unit, each.day), []).append(each)
    declared, found = REGISTRY.coverages(), dict[Chase, Shortfall]()
    for (unit, day), listed in of.items():
        asked = Asked(called[unit].path, clock.reporting_day(day), now)
        figures = [(each.code, declared[each.code]) for each in listed]
        lacks = telling.lacking(actor, asked, figures, unit, purpose=Purpose.WORK)
        found |= {each: lacks[each.code] for each in listed if each.code in lacks}
    return found


def _told(unit: Unit, chase: Chase, missing: Shortfall) -> Waiting:
    said = _SAID.fill(unit=unit.words, lacks=missing.words, who=login_names.who(chase.by), at=moment(chase.at, "time"))
    named = missing.named(_NAMED) or ""
    return Waiting(said, missing.href, w("查看并补做", "See and complete"), detail=named)
