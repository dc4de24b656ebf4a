"""duties · queries of what is expected: the answers to kernel.expectations, for every page that shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lianfang.areas.duties.follower_matching import TARGET, Matching
from lianfang.areas.duties.kinds import EXCUSE
from lianfang.areas.duties.policy import made, of_playbook, own_on, versions_for
from lianfang.areas.duties.rules import AFTER_CLOSE, EXPECTED_SQL, STATE_SQL, Duty
from lianfang.kernel import evidence, reading
from lianfang.kernel.expectations import Branch, Slot, Slots, SlotState, Tally, Window
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, acting_actor, prefix_range
from lianfang.kernel.words import Words
from lianfang.playbook import current

Known = dict[date, dict[str, Duty]]
_PARAMETER = re.compile(r"%\((\w+)\)s")
_SLOTS = f"""
SELECT s.duty, s.day, s.number, s.from_at, s.due_at, s.until_at, s.target,
       coalesce(l.zh, u.zh, s.target), coalesce(l.en, u.en, s.target), s.unit, s.path, s.role,
       ({STATE_SQL}), s.entry, s.done_at, s.doubts
FROM unnest(%(lows)s::text[], %(highs)s::text[]) AS r(low, high)
JOIN duties_slot s ON s.path >= r.low AND s.path < r.high
LEFT JOIN places_place l ON l.code = s.target
LEFT JOIN units_unit u ON u.code = s.target
WHERE s.duty = ANY(%(duties)s::text[]) AND s.day = ANY(%(days)s::date[])
  AND (%(target)s::text IS NULL OR s.target = %(target)s)
ORDER BY s.path, s.target, s.from_at, s.duty, s.number LIMIT %(limit)s
"""
_BRANCHES = f"""
SELECT child, duty, day, number, from_at, due_at, until_at, state, count(*)
FROM (
  SELECT split_part(substr(s.path, %(inside)s), '/', 1) AS child, s.duty, s.day, s.number, s.from_at, s.due_at,
         s.until_at, {STATE_SQL} AS state
  FROM duties_slot s
  WHERE s.duty = ANY(%(duties)s::text[]) AND s.day = ANY(%(days)s::date[])
    AND s.path >= %(low)s AND s.path < %(high)s
) t
GROUP BY child, duty, day, number, from_at, due_at, until_at, state
ORDER BY from_at, duty, number, child
"""
_KEYS = f"s.day, s.duty, s.target, s.number, s.unit, s.path, {EXPECTED_SQL} AS expected"
_OF_DUTY = """
FROM duties_slot s
WHERE s.duty = %(duty)s AND s.day IN (%(day)s::date - 1, %(day)s::date) AND s.path >= %(low)s AND s.path < %(high)s
  AND s.day >= %(first)s::date AND s.day <= coalesce(%(last)s::date, s.day)
"""
# A record fits one slot of a duty at most. Nearly every record is the one that its slot took: these are joined at once.
# Each of the others looks for its slot by key, whatever the statistics say of a day just derived.
_BY_SLOT = f"""
SELECT {_KEYS}, NULL::uuid AS entry {_OF_DUTY}
UNION ALL
SELECT {_KEYS}, s.entry {_OF_DUTY} AND s.entry IN (SELECT r.entry FROM ({{records}}) r)
UNION ALL
SELECT s.*, e.id
FROM ({{records}}) r
JOIN ledger_entry e ON e.id = r.entry
CROSS JOIN LATERAL (SELECT {_KEYS} {_OF_DUTY} AND s.target = {{target}} AND {{fits}} LIMIT 1) s
WHERE %(day)s::date >= %(first)s::date AND %(day)s::date - 1 <= coalesce(%(last)s::date, %(day)s::date) AND {{counts}}
  AND r.entry NOT IN (SELECT s.entry {_OF_DUTY} AND s.entry IS NOT NULL)
"""
# The same of what commanders made: few, none mostly, and each says itself what it waits for.
_OF_OWN = (
    "FROM own o JOIN duties_slot s ON s.duty = o.code AND s.day = o.day AND s.path >= %(low)s AND s.path < %(high)s"
)
_BY_OWN_SLOT = f"""
SELECT * FROM (
WITH own AS MATERIALIZED ({{own}})
SELECT {_KEYS}, NULL::uuid AS entry {_OF_OWN}
UNION ALL
SELECT {_KEYS}, s.entry {_OF_OWN} WHERE s.entry IN (SELECT r.entry FROM ({{records}}) r)
UNION ALL
SELECT {_KEYS}, e.id {_OF_OWN}
JOIN ({{records}}) r ON r.entry IS DISTINCT FROM s.entry
JOIN ledger_entry e ON e.id = r.entry
WHERE s.target = CASE o.sort {{targets}} END AND e.kind = {{kind}} AND NOT e.exercise
  AND e.occurred_at >= s.from_at AND e.occurred_at < s.until_at AND {{enough}}
) own_slots WHERE (SELECT EXISTS (SELECT FROM duties_made WHERE kind = {{kind}}))
"""


# Of each target what still waits for a record of one kind, the first that is due.
_OPEN = """
SELECT DISTINCT ON (s.target) s.target, s.duty, s.number, s.from_at, s.due_at, s.until_at
FROM duties_slot s
WHERE s.day = %(day)s AND s.path >= %(low)s AND s.path < %(high)s AND s.entry IS NULL AND s.excuse IS NULL
  AND NOT s.left_here AND s.duty = ANY({duties}::text[] || ARRAY(SELECT own.code FROM ({own}) own))
ORDER BY s.target, s.due_at, s.duty, s.number
"""


def slots(
    actor: Actor,
    kinds: Sequence[str],
    paths: Sequence[str],
    days: Sequence[date],
    now: datetime,
    target: str | None,
    limit: int,
) -> Slots:
    """The slots below some paths that records of some kinds fulfil."""
    ranges = [prefix_range(path) for path in paths]
    with reading.cursor(actor) as cursor:
        known = _known(cursor, kinds, days)
        cursor.execute(
            _SLOTS,
            {
                "lows": [low for low, _ in ranges], "highs": [high for _, high in ranges], "days": list(days),
                "duties": _codes(known), "now": now, "target": target, "limit": limit + 1,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    doubts: dict[str, Words] = {rule.code: rule.words for rule in current().doubts}
    found = [_slot(row, known[row[1]][row[0]], doubts) for row in rows[:limit] if row[0] in known[row[1]]]
    return Slots(tuple(found), len(rows) > limit)


def branches(actor: Actor, kind: str, path: str, days: Sequence[date], now: datetime) -> list[Branch]:
    """The slots below a path that records of a kind fulfil, counted by branch and window."""
    low, high = prefix_range(path)
    with reading.cursor(actor) as cursor:
        known = _known(cursor, [kind], days)
        cursor.execute(
            _BRANCHES,
            {
                "duties": _codes(known), "days": list(days), "low": low, "high": high, "inside": len(path) + 1,
                "now": now,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    # Duties for different targets that share their times (at sites, elsewhere) are one window to whoever looks.
    found: dict[tuple[Any, ...], Branch] = {}
    for child, code, day, number, from_at, due_at, until_at, state, count in rows:
        if code not in known[day]:
            continue
        window = _window(known[day][code], day, number, from_at, due_at, until_at)
        key = (child, day, from_at, due_at, until_at)
        before = found.get(key) or Branch(child, window, Tally())
        found[key] = Branch(child, before.window, before.tally + Tally({SlotState(state): count}))
    return list(found.values())


def by_slot(kind: str, records: str) -> str:
    """SQL: the slots of the duties that records of a kind fulfil, and beside each the records that fit it."""
    return " UNION ALL ".join([*(_beside(duty, records) for duty in versions_for(kind)), _beside_own(kind, records)])


def open_slots(kind: str) -> str:
    """SQL: of each target the slot that waits for a record of a kind and is due first."""
    duties = _literal(sorted({duty.code for duty in versions_for(kind)})) if versions_for(kind) else "ARRAY[]"
    return _OPEN.format(duties=duties, own=own_on("%(day)s::date", _literal(kind)))


def excuse(actor: Actor, duty: str, day: date, target: str, unit: str, path: str) -> str:
    """The page on which a slot is excused, for whoever may."""
    if not actor.may(EXCUSE, path):
        return ""
    query = urlencode({"unit": unit, "day": day.isoformat(), "target": target})
    return f"{reverse('duties:excuse', args=[duty])}?{query}"


def _beside_own(kind: str, records: str) -> str:
    targets = " ".join(
        f"WHEN {_literal(sort)} THEN {TARGET[one.matched_by]}" for sort, one in REGISTRY.targets().items()
    )
    return _BY_OWN_SLOT.format(
        own=own_on("%(day)s::date - 1, %(day)s::date", _literal(kind)), records=records, kind=_literal(kind),
        targets=targets, enough=f"{evidence.grade()} = ANY(o.grades)",
    )  # fmt: skip


def _beside(duty: Duty, records: str) -> str:
    matching, version = Matching(duty), duty.version
    said = _BY_SLOT.format(
        records=records, target=matching.target, counts=matching.counts, fits=matching.fits
    )  # fmt: skip
    known = matching.parameters(first=version.valid_from, last=version.valid_to)
    return _PARAMETER.sub(lambda found: _literal(known[found[1]]) if found[1] in known else found[0], said)


def _literal(value: Any) -> str:
    """A value that the playbook says, inside a statement whose parameters belong to somebody else."""
    if isinstance(value, list):
        return f"ARRAY[{', '.join(map(_literal, value))}]"
    if value is None:
        return "NULL"
    said = f"{value.total_seconds()} seconds" if isinstance(value, timedelta) else str(value)
    return "'" + said.replace("'", "''").replace("%", "%%") + "'"


_MADE = "SELECT EXISTS (SELECT FROM duties_made WHERE kind = ANY(%(kinds)s::text[]))"


def _known(cursor: Any, kinds: Sequence[str], days: Sequence[date]) -> Known:
    """The duties in force on each day that records of the kinds fulfil, by code."""
    by_command = reading.value(acting_actor(), _MADE, kinds=list(kinds))
    found: Known = {}
    for day in days:
        said = (each for kind in kinds for each in made(cursor, day, kind)) if by_command else ()
        found[day] = {duty.code: duty for duty in (*of_playbook(day), *said) if duty.version.kind in kinds}
    return found


def _codes(known: Known) -> list[str]:
    return sorted({code for duties in known.values() for code in duties})


def _window(
    duty: Duty, day: date, number: int, from_at: datetime, due_at: datetime, until_at: datetime | None
) -> Window:
    windows = duty.version.windows
    words = windows[number - 1].words if number <= len(windows) else AFTER_CLOSE
    return Window(day, number, words, from_at, due_at, until_at, only=len(windows) < 2)


def _slot(row: tuple[Any, ...], duty: Duty, doubts: dict[str, Words]) -> Slot:
    code, day, number, from_at, due_at, until_at, target, zh, en, unit, path, role, state, entry, done_at, said = row
    return Slot(
        duty=code,
        duty_words=duty.words,
        window=_window(duty, day, number, from_at, due_at, until_at),
        target=target,
        words=Words(zh, en),
        unit=unit,
        path=path,
        role=role,
        state=SlotState(state),
        entry=entry,
        done_at=done_at,
        doubts=tuple(doubts.get(each, Words(each, each)) for each in said or ()),
        kind=duty.version.kind,
    )
