"""duties · follower doubts: looks at the fulfilled slots of a unit's day for the playbook's doubtful patterns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from lianfang.areas.duties.follower_matching import STANDS
from lianfang.areas.duties.rules import OF_LABELS, Act, Doubt, doubts_of
from lianfang.ground.places.queries import apart_sql
from lianfang.playbook import NoRuleOn, current

# Readings of labels, wherever they were made, near to a moment; of what stands and is no drill.
_READ = (
    "e.evidence = 'scanned' AND NOT e.exercise AND e.place IS NOT NULL "
    "AND e.occurred_at >= {at} - %(reach)s::interval AND e.occurred_at <= {at} + %(reach)s::interval "
    f"AND {STANDS}"
)
_NEAREST = "SELECT min(abs(extract(epoch FROM e.occurred_at - s.done_at)))::float8 FROM ledger_entry e WHERE "
_ACTS = f"""
SELECT s.duty, s.day, s.unit, s.target, s.number, s.done_at, s.entry::text, s.recorded_by, s.value,
       s.photo IS NOT NULL AND EXISTS (
         SELECT FROM duties_slot p WHERE p.photo = s.photo AND (p.done_at, p.entry) < (s.done_at, s.entry)),
       s.evidence IS NOT DISTINCT FROM 'scanned',
       CASE WHEN s.evidence = 'scanned' AND s.duty = ANY(%(labels)s::text[]) THEN (
         {_NEAREST} e.place = s.target AND e.recorded_by <> s.recorded_by
         AND e.kind = (SELECT o.kind FROM ledger_entry o WHERE o.id = s.entry) AND {_READ.format(at="s.done_at")}) END,
       CASE WHEN s.evidence = 'scanned' AND s.duty = ANY(%(labels)s::text[]) THEN (
         {_NEAREST} e.recorded_by = s.recorded_by AND e.place <> s.target AND {_READ.format(at="s.done_at")}
         AND {apart_sql("e.place", "s.target")}) END,
       s.doubts
FROM duties_slot s
WHERE s.duty = ANY(%(duties)s::text[]) AND s.day = ANY(%(days)s::date[])
  AND (%(units)s::text[] IS NULL OR s.unit = ANY(%(units)s::text[]))
  AND (s.entry IS NOT NULL OR s.doubts <> '{{}}')
ORDER BY s.duty, s.day, s.unit
"""
# The slots whose label was read near to some readings: of the same label, or by the same login.
_NEAR = f"""
SELECT DISTINCT s.duty, s.day, s.unit
FROM unnest(%(places)s::text[], %(logins)s::text[], %(ats)s::timestamptz[]) AS t(place, login, at)
CROSS JOIN LATERAL (
  SELECT t.place UNION SELECT e.place FROM ledger_entry e WHERE e.recorded_by = t.login AND {_READ.format(at="t.at")}
) n(place)
JOIN duties_slot s ON s.duty = ANY(%(labels)s::text[]) AND s.day = ANY(%(days)s::date[]) AND s.target = n.place
WHERE s.evidence = 'scanned' AND s.done_at >= t.at - %(reach)s::interval AND s.done_at <= t.at + %(reach)s::interval
"""
_MARK = """
UPDATE duties_slot s SET doubts = string_to_array(k.codes, ',')
FROM unnest(%(duties)s::text[], %(days)s::date[], %(targets)s::text[], %(numbers)s::int[], %(codes)s::text[])
  AS k(duty, day, target, number, codes)
WHERE s.duty = k.duty AND s.day = k.day AND s.target = k.target AND s.number = k.number
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A label of a place was read by a login at a moment."""

    place: str
    login: str
    at: datetime


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


def label_duties() -> frozenset[str]:
    """The duties for which labels are looked at wherever they were read."""
    return frozenset(
        duty for rule in current().doubts if rule.code in OF_LABELS for version in rule.versions
        for duty in version.duties
    )  # fmt: skip


def _reach() -> timedelta:
    """How far from each other two readings are looked at together."""
    said = [version.seconds or 0 for rule in current().doubts if rule.code in OF_LABELS for version in rule.versions]
    return timedelta(seconds=float(max(said, default=0)))


def readings(cursor: Any, source: str, touched: Collection[UUID]) -> list[Reading]:
    """The readings of labels among the records concerned."""
    cursor.execute(
        f"SELECT e.place, e.recorded_by, e.occurred_at FROM {source} e WHERE e.id = ANY(%s::uuid[]) "
        "AND e.evidence = 'scanned' AND NOT e.exercise AND e.place IS NOT NULL",
        (list(touched),),
    )
    return [Reading(*row) for row in cursor.fetchall()]


def near(cursor: Any, read: Sequence[Reading], days: Collection[date]) -> set[tuple[str, date, str]]:
    """Duty, day and unit of the slots that some readings may make doubtful, or did."""
    cursor.execute(
        _NEAR,
        {
            "places": [each.place for each in read], "logins": [each.login for each in read],
            "ats": [each.at for each in read], "labels": sorted(label_duties()), "days": list(days),
            "reach": _reach(),
        },
    )  # fmt: skip
    return set(cursor.fetchall())


def doubt_again(
    cursor: Any, days: Collection[date], units: Iterable[str] | None, duties: Collection[str] | None = None
) -> None:
    """Judges again the slots of some days, of some units (None: of all) and duties."""
    asked = doubted_duties() if duties is None else doubted_duties() & set(duties)
    if not asked or not days:
        return
    named = None if units is None else list(units)
    labels = sorted(label_duties())
    cursor.execute(
        _ACTS, {"duties": sorted(asked), "days": list(days), "units": named, "labels": labels, "reach": _reach()}
    )
    changed: list[tuple[str, date, str, int, str]] = []
    for (duty, day, _unit), rows in groupby(cursor.fetchall(), key=lambda row: row[:3]):
        changed += _changes(duty, day, list(rows))
    if changed:
        duties_, days_, targets, numbers, codes = (list(column) for column in zip(*changed, strict=True))
        cursor.execute(
            _MARK, {"duties": duties_, "days": days_, "targets": targets, "numbers": numbers, "codes": codes}
        )


def _changes(duty: str, day: date, rows: Sequence[tuple[Any, ...]]) -> list[tuple[str, date, str, int, str]]:
    acts = [Act((r[3], r[4]), *r[5:13]) for r in rows if r[6] is not None]
    found: Mapping[tuple[str, int], list[str]] = doubts_of(acts, looked_for(duty, day))
    stood = {(r[3], r[4]): list(r[13]) for r in rows}
    return [
        (duty, day, target, number, ",".join(found.get((target, number), [])))
        for (target, number), before in stood.items()
        if found.get((target, number), []) != before
    ]
