"""screening · queries of what is lacking, by name: who was not there when the roll was called."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from lianfang.areas.screening.kinds import SEE
from lianfang.ground.people import queries as people
from lianfang.ground.units import queries as units
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.retention import unlinked
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.shortfalls import NAMED, Shortfall
from lianfang.kernel.words import Words, w

# Each unit's last roll call of the day with somebody absent whom nobody excused, and whom it names.
_ABSENT = f"""
SELECT d.unit, r.unexplained, CASE WHEN NOT {unlinked("r.entry")} THEN e.data ->> 'unexplained_persons' END
FROM screening_day d
JOIN LATERAL (
  SELECT c.entry, c.unexplained FROM screening_roll_call c
  WHERE c.unit = d.unit AND c.day = d.day AND c.superseded_at IS NULL AND NOT c.exercise
  ORDER BY c.occurred_at DESC, c.entry DESC LIMIT 1) r ON true
JOIN ledger_entry e ON e.id = r.entry
WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s AND %(seen)s::path_ranges @> d.path
  AND d.unexplained > 0
ORDER BY d.path
"""
_NAMED = w("{name}（{unit}）", "{name} ({unit})")
_CONCEALED = w("{n} 人（{unit}）", "{n} ({unit})")
_NOT_NAMED = w("{n} 人未记姓名（{unit}）", "{n} not named ({unit})")


def lacking(actor: Actor, path: str, day: Day, now: datetime) -> list[Shortfall]:
    """Who is absent without a known reason; who was not measured is told by what the figures are counted against."""
    return _absent(actor, {**reading.under(path), "day": day.date, "seen": ranges(actor.prefixes(SEE))})


def _absent(actor: Actor, asked: dict[str, Any]) -> list[Shortfall]:
    """Whom the last roll calls name as absent without a known reason; of a call that names fewer, how many it does not.
    Whoever was erased since is counted, and never named; whom the reader is not told by name, by unit."""
    rows = [(unit, n, json.loads(said or "[]")) for unit, n, said in reading.rows(actor, _ABSENT, **asked)]
    if not rows:
        return []
    called = people.named(actor, [UUID(each) for _, _, persons in rows for each in persons])
    of_units = units.units(actor, sorted({unit for unit, _, _ in rows}), day=asked["day"])
    named: list[tuple[Words, int]] = []
    for unit, n, persons in rows:
        at = of_units[unit].words if unit in of_units else Words(unit, unit)
        known = [called[UUID(each)] for each in persons if UUID(each) in called]
        told = [person for person in known if person.identified]
        named += [(_NAMED.fill(name=person.name, unit=at), 1) for person in told]
        for words, count in ((_CONCEALED, len(known) - len(told)), (_NOT_NAMED, n - len(persons))):
            if count > 0:
                named.append((words.fill(n=count, unit=at), count))
    count = sum(n for _, n, _ in rows)
    words = w("点名缺勤不明 {n} 人", "{n} absent at the roll call without a known reason").fill(n=count)
    return [
        Shortfall(
            words, tuple(said for said, _ in named[:NAMED]), count, reverse("screening:roll-call-list"), True,
            tuple(each for _, each in named[:NAMED]),
        )
    ]  # fmt: skip
