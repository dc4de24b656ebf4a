"""reporting · queries of what is open: reports that are missing or went back, by unit.

Those that are still to come are slots of their duty, and told with the other duties.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from lianfang.areas.reporting import queries_below
from lianfang.areas.reporting.gaps import AGAIN
from lianfang.areas.reporting.kinds import CONFIRMED, SEE
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.filings import Standing
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.kinds.wording import day_words

_MOST = 5000
_SAID = {
    "": w("{unit}未报 {day}日报", "{unit}: the report of {day} is missing"),
    "returned": w("{unit} {day}日报已退回，等更正", "{unit}: the report of {day} was returned"),
    "recalled": w("{unit} {day}日报已自行撤回，等更正", "{unit}: the report of {day} was recalled by the unit"),
}


def open_reports(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """The reports of the day that closed last, of a unit and all below it: every one that is awaited, by its unit.

    One that went back has the key of its gap, so that it is not told once more as an alert.
    """
    day = clock.reporting_day(clock.day_of(now).date - timedelta(days=1))
    found = queries_below.reports_below(actor, day, path, now=now, named=_MOST)
    named = units.units(actor, sorted({each.unit for each in found.waiting})) if found.waiting else {}
    said = day_words(day.date)
    for each in found.waiting:
        if each.unit not in named:
            continue
        unit, missing = named[each.unit], each.standing == Standing.MISSING
        words = _SAID["" if missing else each.handling if each.handling in _SAID else "returned"]
        of_day = f"{each.unit}:{day.date.isoformat()}"
        asked = w("{at} 催过", "reminded at {at}").fill(at=clock.said(each.reminded_at)) if each.reminded_at else ""
        yield OpenMatter(
            f"reporting.report:{of_day}" if missing else f"{AGAIN}:{of_day}:{each.number}", Sort.REPORT,
            words.fill(unit=unit.words, day=said), reverse("reporting:report", args=[each.unit, day.date.isoformat()]),
            each.unit, unit.path, SEE, each.due_at, missing, asked,
        )  # fmt: skip


OPEN = OpenMatters(open_reports, names=frozenset({CONFIRMED}))
