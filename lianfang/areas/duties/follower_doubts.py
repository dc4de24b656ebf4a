"""duties · follower doubts: looks at the fulfilled slots of a unit's day for the playbook's doubtful patterns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from lianfang.areas.duties.rules import Act, Doubt, doubts_of
from lianfang.playbook import NoRuleOn, current

_ACTS = """
SELECT s.duty, s.day, s.unit, s.target, s.number, s.done_at, s.entry::text, s.recorded_by, s.value,
       s.photo IS NOT NULL AND EXISTS (
         SELECT FROM duties_slot p WHERE p.photo = s.photo AND (p.done_at, p.entry) < (s.done_at, s.entry)),
       s.evidence IS NOT DISTINCT FROM 'scanned', s.doubts
FROM duties_slot s
WHERE s.duty = ANY(%(duties)s::text[]) AND s.day = ANY(%(days)s::date[])
  AND (%(units)s::text[] IS NULL OR s.unit = ANY(%(units)s::text[]))
  AND (s.entry IS NOT NULL OR s.doubts <> '{}')
ORDER BY s.duty, s.day, s.unit
"""
_MARK = """
UPDATE duties_slot s SET doubts = string_to_array(k.codes, ',')
FROM unnest(%(duties)s::text[], %(days)s::date[], %(targets)s::text[], %(numbers)s::int[], %(codes)s::text[])
  AS k(duty, day, target, number, codes)
WHERE s.duty = k.duty AND s.day = k.day AND s.target = k.target AND s.number = k.number
"""


def looked_for(duty: str, day: date) -> list[Doubt]:
    """The patterns that are looked for in a duty on a day."""
    found = []
    for rule in current().doubts:
        try:
            version = rule.on(day)
        except NoRuleOn:
            continue
        if duty in version.duties:
            found.append(Doubt(rule.code, rule.words, version.at_least or 2, float(version.seconds or 0)))
    return found


def doubted_duties() -> frozenset[str]:
    """The duties that any pattern is ever looked for in."""
    return frozenset(duty for rule in current().doubts for version in rule.versions for duty in version.duties)


def doubt_again(
    cursor: Any, days: Collection[date], units: Iterable[str] | None, duties: Collection[str] | None = None
) -> None:
    """Judges again the slots of some days, of some units (None: of all) and duties."""
    asked = doubted_duties() if duties is None else doubted_duties() & set(duties)
    if not asked or not days:
        return
    named = None if units is None else list(units)
    cursor.execute(_ACTS, {"duties": sorted(asked), "days": list(days), "units": named})
    changed: list[tuple[str, date, str, int, str]] = []
    for (duty, day, _unit), rows in groupby(cursor.fetchall(), key=lambda row: row[:3]):
        changed += _changes(duty, day, list(rows))
    if changed:
        duties_, days_, targets, numbers, codes = (list(column) for column in zip(*changed, strict=True))
        cursor.execute(
            _MARK, {"duties": duties_, "days": days_, "targets": targets, "numbers": numbers, "codes": codes}
        )


def _changes(duty: str, day: date, rows: Sequence[tuple[Any, ...]]) -> list[tuple[str, date, str, int, str]]:
    acts = [Act((r[3], r[4]), r[5], r[6], r[7], r[8], r[9], r[10]) for r in rows if r[6] is not None]
    found: Mapping[tuple[str, int], list[str]] = doubts_of(acts, looked_for(duty, day))
    stood = {(r[3], r[4]): list(r[11]) for r in rows}
    return [
        (duty, day, target, number, ",".join(found.get((target, number), [])))
        for (target, number), before in stood.items()
        if found.get((target, number), []) != before
    ]
