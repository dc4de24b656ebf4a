"""campaigns · team161.script: the acts of all parts of a day, in time order.

Each part draws from its own source of chance, named by seed, day and part, so that a change in one part never
moves another, and any day can be made alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from lianfang.campaigns.team161.plan.course import course
from lianfang.campaigns.team161.plan.directives import directives
from lianfang.campaigns.team161.plan.gate import gate
from lianfang.campaigns.team161.plan.health import declarations, readings, residents, roll_calls
from lianfang.campaigns.team161.plan.newspaper import newspaper
from lianfang.campaigns.team161.plan.publicity import publicity
from lianfang.campaigns.team161.plan.reports import reports
from lianfang.campaigns.team161.plan.rounds import disinfection, waste
from lianfang.campaigns.team161.plan.shapes import FIRST_DAY, LAST_DAY, Plan, ScriptedAct
from lianfang.campaigns.team161.plan.shifts import shifts
from lianfang.campaigns.team161.plan.stores import stores
from lianfang.campaigns.team161.plan.watch import official, site_status

# The order of parts decides between acts of the same second.
PARTS: tuple[Callable[[Plan, date], Iterator[ScriptedAct]], ...] = (
    stores,
    official,
    declarations,
    readings,
    residents,
    roll_calls,
    gate,
    disinfection,
    waste,
    site_status,
    reports,
    shifts,
    directives,
    course,
    newspaper,
    publicity,
)


def days(plan: Plan, first: date = FIRST_DAY, last: date = LAST_DAY) -> Iterator[ScriptedAct]:
    """The acts of the days `first` to `last`, both inclusive, by `at`. What was recorded only on a later day (a
    site that was offline) comes on that day, and after `last` it does not come."""
    carried: list[ScriptedAct] = []
    # What the day before left over belongs to the first day too.
    day = max(first - timedelta(days=1), FIRST_DAY)
    while day <= last:
        acts = carried + [act for part in PARTS for act in part(plan, day)]
        carried = [act for act in acts if act.at.date() > day]
        if day >= first:
            yield from sorted((act for act in acts if act.at.date() == day), key=lambda act: act.at)
        day += timedelta(days=1)
