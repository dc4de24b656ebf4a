"""duties · queries of what is open: what is due before a moment or overdue already, by duty and window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from lianfang.areas.duties import queries
from lianfang.areas.duties.gaps import named
from lianfang.areas.duties.kinds import SEE
from lianfang.areas.duties.policy import of_playbook
from lianfang.areas.duties.rules import STATE_SQL, Duty
from lianfang.kernel import clock, reading
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.spans import span
from lianfang.kernel.words import w
from lianfang.playbook import current

_OPEN = f"""
SELECT duty, day, number, bool_or(state = 'overdue'), min(from_at), min(due_at), max(due_at), count(*),
       count(DISTINCT unit) FROM (
  SELECT s.duty, s.day, s.number, s.unit, s.from_at, s.due_at, {STATE_SQL} AS state FROM duties_slot s
  WHERE s.day = ANY(%(days)s) AND s.path >= %(low)s AND s.path < %(high)s AND s.entry IS NULL
    AND NOT s.duty = ANY(%(told)s::text[])
    AND s.from_at < %(until)s AND s.due_at < %(until)s AND (s.until_at IS NULL OR s.until_at > %(now)s)) t
WHERE state IN ('due', 'not_due') OR state = 'overdue' AND NOT duty = ANY(%(apart)s::text[])
GROUP BY duty, day, number ORDER BY min(due_at), duty, day, number
"""
_SAID = w("{duty}：{n} 项", "{duty}: {n}")
_OF_MANY = w("{units} 家单位", "units: {units}")


def open_slots(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """One line for each duty and window of a unit and all below it: what is overdue, and what falls due in time.

    What is overdue of a kind that an area names one by one (`OpenMatters.names`) is not counted here once more.
    """
    today = clock.day_of(now).date
    days = [today - timedelta(days=1), today, today + timedelta(days=1)]
    told = [rule.code for rule in current().duties if rule.told_by]  # whose own area tells them
    kinds = frozenset[str]().union(*(each.names for each in REGISTRY.open_matters()))
    apart = sorted({duty.code for day in days for duty in of_playbook(day) if duty.version.kind in kinds})
    found = reading.rows(actor, _OPEN, days=days, told=told, apart=apart, now=now, until=until, **reading.under(path))
    known: dict[date, dict[str, Duty]] = {}
    top = path.rstrip("/").rsplit("/", 1)[-1]
    for code, day, number, late, from_at, due_at, ends_at, count, units in found:
        if day not in known:
            known[day] = queries.duties_on(actor, day)
        yield OpenMatter(
            f"duties.open:{code}:{day.isoformat()}:{number}",
            Sort.DUTY,
            _SAID.fill(duty=named(known[day].get(code), code, span(from_at, ends_at)), n=count),
            f"{reverse('duties:grid', args=[code])}?{urlencode({'day': day.isoformat(), 'unit': top})}",
            top,
            path,
            SEE,
            due_at,
            late,
            _OF_MANY.fill(units=units) if units > 1 else "",
        )


OPEN = OpenMatters(open_slots, frozenset({"duties.overdue"}))
