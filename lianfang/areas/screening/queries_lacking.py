"""screening · queries of what is lacking: the people of a day's registers whom nobody measured, by name."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from lianfang.areas.screening.kinds import SEE
from lianfang.ground.people import queries as people
from lianfang.ground.units import queries as units
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.shortfalls import NAMED, Shortfall
from lianfang.kernel.words import Words, w

_UNSEEN = """
SELECT m.person, m.unit, m.erased, count(*) OVER ()
FROM people_membership m
LEFT JOIN screening_member_seen s ON s.person = m.person AND s.day = %(day)s
WHERE m.path >= %(low)s AND m.path < %(high)s AND m.counts
  AND m.since_day <= %(day)s AND m.until_day > %(day)s AND m.unit = ANY(%(units)s) AND NOT coalesce(s.checked, false)
  AND %(seen)s::path_ranges @> m.path
ORDER BY m.erased, m.path, m.person LIMIT %(size)s
"""
_MEASURING = """
SELECT DISTINCT unit FROM screening_day WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s
"""


def lacking(actor: Actor, path: str, day: Day, now: datetime) -> list[Shortfall]:
    """Who was not measured at a unit and below it where the actor sees readings, of the units that measured anybody
    that day; where nobody did, the figure says "not reported" and a list of all would say no more. Whoever was erased
    since is counted, as in the day's figure, and never named."""
    range_ = reading.under(path)
    measuring = reading.column(actor, _MEASURING, day=day.date, **range_)
    rows = reading.rows(
        actor, _UNSEEN, day=day.date, units=measuring, size=NAMED, seen=ranges(actor.prefixes(SEE)), **range_
    )
    if not rows:
        return []
    called = people.named(actor, [row[0] for row in rows])
    of_units = units.units(actor, sorted({row[1] for row in rows}))
    names = [_named(called.get(person), of_units.get(unit)) for person, unit, erased, _ in rows if not erased]
    count = rows[0][-1]
    words = w("{n} 人未测体温", "{n} people were not measured").fill(n=count)
    return [Shortfall(words, tuple(names), count, reverse("screening:overview"))]


def _named(person: people.Person | None, unit: units.Unit | None) -> Words:
    name = person.name if person else "**"
    said = unit.words if unit else Words("", "")
    return w("{name}（{unit}）", "{name} ({unit})").fill(name=name, unit=said)
