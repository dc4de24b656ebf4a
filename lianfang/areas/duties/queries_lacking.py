"""duties · queries of what is lacking: the rounds of a day that were missed or are overdue, with their targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from lianfang.areas.duties import queries
from lianfang.areas.duties.kinds import SEE
from lianfang.areas.duties.rules import STATE_SQL, State
from lianfang.ground.units.queries import called_sql
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.shortfalls import NAMED, Shortfall
from lianfang.kernel.words import Words, w

_REPORTS = "reporting."  # a report lists by itself which reports are missing
# Every duty and window of which something was not done: how often, and the first targets by their names.
_LACKING = f"""
SELECT duty, number, n, zh, en FROM (
  SELECT s.duty, s.number, coalesce(l.zh, {called_sql("zh", day="s.day")}, s.target) AS zh,
         coalesce(l.en, {called_sql("en", day="s.day")}, s.target) AS en,
         count(*) OVER of_window AS n, row_number() OVER (of_window ORDER BY s.target) AS nth
  FROM duties_slot s
  LEFT JOIN places_place l ON l.code = s.target LEFT JOIN units_unit u ON u.code = s.target
  WHERE s.day = %(day)s AND s.path >= %(low)s AND s.path < %(high)s AND %(seen)s::path_ranges @> s.path
    AND s.duty = ANY(%(duties)s) AND ({STATE_SQL}) = ANY(%(states)s)
  WINDOW of_window AS (PARTITION BY s.duty, s.number)
) t WHERE nth <= %(most)s ORDER BY duty, number, nth
"""


@dataclass(slots=True)
class _Window:
    """One window of a duty: of how many targets it was not done, and the first of them."""

    count: int
    names: list[Words | str] = field(default_factory=list)


def lacking(actor: Actor, path: str, day: Day, now: datetime) -> list[Shortfall]:
    """Every duty and window of which something was not done, where the actor sees duties: all of it is counted."""
    duties = {code: duty for code, duty in queries.duties_on(actor, day.date).items() if _told(duty)}
    rows = reading.rows(
        actor, _LACKING, **reading.under(path), day=day.date, now=now, seen=ranges(actor.prefixes(SEE)),
        duties=[*duties], states=[str(State.MISSED), str(State.OVERDUE)], most=NAMED,
    )  # fmt: skip
    found: dict[tuple[str, int], _Window] = {}
    for code, number, count, zh, en in rows:
        found.setdefault((code, number), _Window(count)).names.append(Words(zh, en))
    return [_shortfall(duties[code], number, window) for (code, number), window in found.items()]


def _told(duty: queries.Duty) -> bool:
    """Whether it is done at a place or by a unit: of people, the records of people say who was not seen."""
    sort = REGISTRY.targets()[duty.version.targets.sort]
    return sort.matched_by in ("place", "unit") and not duty.version.kind.startswith(_REPORTS)


def _shortfall(duty: queries.Duty, number: int, lacks: _Window) -> Shortfall:
    windows = duty.version.windows
    said = duty.words
    if len(windows) > 1 and number <= len(windows):
        said = w("{duty}（{window}）", "{duty} ({window})").fill(duty=duty.words, window=windows[number - 1].words)
    words = w("{duty}：{n} 处未做", "{duty}: not done at {n}").fill(duty=said, n=lacks.count)
    return Shortfall(words, tuple(lacks.names), lacks.count, reverse("duties:slots"))
