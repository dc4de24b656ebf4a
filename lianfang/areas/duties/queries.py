"""duties · queries: what is due, done and missed: by duty, as a grid, slot by slot, and what waits for somebody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from lianfang.areas.duties import follower_slots
from lianfang.areas.duties.follower_slots import Part, wanted, wanted_parameters
from lianfang.areas.duties.gaps import named
from lianfang.areas.duties.kinds import DUTY_ENDED, DUTY_SET, EXCUSED, MODE_SET, SEE
from lianfang.areas.duties.policy import in_force, of_playbook, windows
from lianfang.areas.duties.problems import NOT_DERIVED, UNKNOWN_DUTY
from lianfang.areas.duties.rules import STATE_SQL, Duty, State
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, reading
from lianfang.kernel.expectations import Tally
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import NOT_FOUND, Refused, existing
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.spans import span
from lianfang.kernel.words import Words, w

WAITING_MOST = 200
SLOT = (
    f"s.duty, s.day, s.target, s.number, s.unit, s.path, s.role, s.from_at, s.due_at, s.until_at, "
    f"({STATE_SQL}) AS state, s.entry, s.done_at, s.recorded_at, s.recorded_by, s.evidence, s.doubts, s.excuse, "
    "coalesce(l.zh, u.zh, s.target), coalesce(l.en, u.en, s.target)"
)
# What lies below some units: between the first and the last of them, and in one of their ranges.
IN = "s.path >= %(low)s AND s.path < %(high)s AND %(held)s::path_ranges @> s.path"
NAMED = "LEFT JOIN places_place l ON l.code = s.target LEFT JOIN units_unit u ON u.code = s.target"


@dataclass(frozen=True, slots=True)
class SlotSeen:
    """One slot as it stands at the moment of asking."""

    duty: str
    day: date
    target: str
    number: int
    unit: str
    path: str
    role: str
    from_at: datetime
    due_at: datetime
    until_at: datetime | None
    state: State
    entry: UUID | None
    done_at: datetime | None
    recorded_at: datetime | None
    recorded_by: str | None
    evidence: str | None
    doubts: tuple[str, ...]
    excuse: UUID | None
    zh: str
    en: str

    @property
    def words(self) -> Words:
        return Words(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class OfWindow:
    """How the slots of one duty and window stand."""

    duty: str
    number: int
    from_at: datetime
    due_at: datetime
    tally: Tally


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody now: `count` slots of a duty and window of one unit."""

    duty: str
    words: Words
    due_at: datetime
    href: str
    state: State
    unit: str
    count: int
    kind: str = ""


def duties_on(actor: Actor, day: date) -> dict[str, Duty]:
    """The duties in force on a day, by code."""
    with reading.cursor(actor) as cursor:
        return {duty.code: duty for duty in in_force(cursor, day)}


def duty_on(actor: Actor, code: str, day: date) -> Duty:
    """One duty in force on a day. Raises `duties_unknown_duty`."""
    found = duties_on(actor, day).get(code)
    if found is None:
        raise Refused(UNKNOWN_DUTY, duty=code[:40])
    return found


def is_derived(actor: Actor, day: date) -> bool:
    """Whether the slots of a day exist."""
    return reading.row(actor, "SELECT 1 FROM duties_day WHERE day = %(day)s", day=day) is not None


def must_be_derived(actor: Actor, day: date) -> None:
    """Raises `duties_not_derived`: there is nothing to be told of such a day."""
    if not is_derived(actor, day):
        raise Refused(NOT_DERIVED, day=day.isoformat())


def below(of: Sequence[Unit]) -> dict[str, Any]:
    """The parameters of `IN`: some units, and everything below each."""
    paths = tuple(unit.path for unit in of)
    bounds = [reading.under(path) for path in paths]
    low, high = min(each["low"] for each in bounds), max(each["high"] for each in bounds)
    return {"low": low, "high": high, "held": ranges(paths)}


def tallies(actor: Actor, of: Sequence[Unit], day: date, now: datetime) -> list[OfWindow]:
    """The slots of some units and everything below them, counted by duty and window, in the order of time."""
    rows = reading.rows(
        actor,
        f"SELECT duty, number, min(from_at), max(due_at), state, count(*) FROM (SELECT s.duty, s.number, s.from_at, "
        f"s.due_at, {STATE_SQL} AS state FROM duties_slot s WHERE s.day = %(day)s AND {IN}) t "
        "GROUP BY duty, number, state",
        day=day, **below(of), now=now,
    )  # fmt: skip
    found: dict[tuple[str, int], OfWindow] = {}
    for code, number, from_at, due_at, state, count in rows:
        before = found.get((code, number)) or OfWindow(code, number, from_at, due_at, Tally())
        found[code, number] = replace(before, tally=before.tally + Tally({State(state): count}))
    return sorted(found.values(), key=lambda each: (each.due_at, each.duty, each.number))


def grid(
    actor: Actor,
    of: Sequence[Unit],
    code: str,
    days: Sequence[date],
    now: datetime,
    *,
    after: str = "",
    size: int = 100,
) -> tuple[list[SlotSeen], str | None]:
    """The slots of a page of targets on some days; and the target after which the next page begins."""
    parameters = {"duty": code, "days": list(days), **below(of), "after": after, "size": size + 1}
    page = reading.rows(
        actor,
        "SELECT DISTINCT s.target FROM duties_slot s WHERE s.duty = %(duty)s AND s.day = ANY(%(days)s) "
        f"AND {IN} AND s.target > %(after)s ORDER BY s.target LIMIT %(size)s",
        **parameters,
    )
    targets = [row[0] for row in page[:size]]
    rows = reading.rows(
        actor,
        f"SELECT {SLOT} FROM duties_slot s {NAMED} WHERE s.duty = %(duty)s AND s.day = ANY(%(days)s) "
        f"AND s.target = ANY(%(targets)s) AND {IN} "
        "ORDER BY s.target, s.day, s.from_at",
        **parameters, targets=targets, now=now,
    )  # fmt: skip
    return [seen(row) for row in rows], targets[-1] if len(page) > size else None


def listed(
    actor: Actor,
    of: Sequence[Unit],
    day: date,
    now: datetime,
    *,
    duty: str | None = None,
    after: str = "",
    size: int = 100,
) -> tuple[list[SlotSeen], str | None]:
    """The slots of some units and below on a day, page by page; and the cursor of the next page."""
    cursor = _cursor(after)
    rows = reading.rows(
        actor,
        f"SELECT {SLOT} FROM duties_slot s {NAMED} WHERE s.day = %(day)s AND {IN} "
        "AND (%(duty)s::text IS NULL OR s.duty = %(duty)s) "
        "AND (s.duty, s.target, s.number) > (%(c_duty)s, %(c_target)s, %(c_number)s) "
        "ORDER BY s.duty, s.target, s.number LIMIT %(size)s",
        day=day, **below(of), duty=duty, now=now, size=size + 1,
        c_duty=cursor[0], c_target=cursor[1], c_number=cursor[2],
    )  # fmt: skip
    found = [seen(row) for row in rows[:size]]
    last = found[-1] if len(rows) > size else None
    return found, f"{last.duty}~{last.number}~{last.target}" if last else None


def slot(actor: Actor, duty: str, day: date, target: str, number: int, now: datetime) -> SlotSeen:
    """One slot. Raises `not_found` outside the scope."""
    rows = reading.rows(
        actor,
        f"SELECT {SLOT} FROM duties_slot s {NAMED} WHERE s.duty = %(duty)s AND s.day = %(day)s "
        "AND s.target = %(target)s AND s.number = %(number)s",
        duty=duty, day=day, target=target.replace("\0", ""), number=number, now=now,
    )  # fmt: skip
    if not rows or not actor.may(SEE, rows[0][5]):
        raise Refused(NOT_FOUND)
    return seen(rows[0])


class ExcuseSaid(NamedTuple):
    """Who excused, why, until when, and for which path."""

    by: str
    because: str
    until: date
    path: str


def excuse_said(actor: Actor, entry: UUID) -> ExcuseSaid | None:
    """What an excuse says; None where the actor does not see it."""
    statement = "SELECT recorded_by, because, until_day, path FROM duties_excuse WHERE entry = %(entry)s"
    row = reading.row(actor, statement, entry=entry)
    return ExcuseSaid(*row) if row else None


def mine(actor: Actor, now: datetime, *, most: int = WAITING_MOST) -> list[Waiting]:
    """What waits for this actor's roles at their own units now: overdue first, then what is due, soonest first."""
    held = sorted({(grant.unit, grant.role) for grant in actor.held if grant.unit})
    if not held:
        return []
    today = clock.day_of(now).date
    days = [today - timedelta(days=1), today, today + timedelta(days=1)]
    paths = sorted({prefix for grant in actor.held if grant.unit for prefix in grant.prefixes})
    rows = reading.rows(
        actor,
        f"SELECT duty, day, unit, state, min(from_at), min(due_at), count(*), min(zh), min(en) FROM ("
        f"SELECT s.duty, s.day, s.number, s.unit, s.from_at, s.due_at, u.zh, u.en, {STATE_SQL} AS state "
        "FROM duties_slot s "
        "JOIN unnest(%(units)s::text[], %(roles)s::text[]) AS h(unit, role) ON h.unit = s.unit AND h.role = s.role "
        "JOIN units_unit u ON u.code = s.unit "
        "WHERE s.day = ANY(%(days)s) AND s.path = ANY(%(paths)s) AND s.entry IS NULL AND s.from_at <= %(now)s "
        "AND (s.until_at IS NULL OR s.until_at > %(now)s)) t "
        "WHERE state IN ('due', 'overdue') GROUP BY duty, day, number, unit, state ORDER BY min(due_at), duty, unit "
        "LIMIT %(most)s",
        units=[unit for unit, _ in held], roles=[role for _, role in held], days=days, paths=paths, now=now, most=most,
    )  # fmt: skip
    playbook = {day: {duty.code: duty for duty in of_playbook(day)} for day in {row[1] for row in rows}}
    own = {day for code, day, *_ in rows if code not in playbook[day]}  # only what is not the playbook's is asked for
    known = {day: duties_on(actor, day) if day in own else duties for day, duties in playbook.items()}
    found = []
    for code, day, unit, state, from_at, due_at, count, zh, en in rows:
        duty = known[day].get(code)
        said = w("{unit}：{duty}，{n} 项", "{unit}: {duty}, {n}").fill(
            unit=Words(zh, en), duty=named(duty, code, span(from_at, due_at, now)), n=count
        )
        found.append(
            Waiting(
                code,
                said,
                due_at,
                _grid_href(code, day, unit),
                State(state),
                unit,
                count,
                duty.version.kind if duty else "",
            )
        )
    return found


def _grid_href(code: str, day: date, unit: str) -> str:
    return f"{reverse('duties:grid', args=[code])}?{urlencode({'day': day.isoformat(), 'unit': unit})}"


def preview(actor: Actor, duty: Duty, unit: Unit, day: date, most: int = 12) -> tuple[int, list[dict[str, Any]]]:
    """The slots that a duty would make on a day: how many, and the first of them. Nothing is written."""
    spans = windows(duty, day)
    if not spans:
        return 0, []
    with reading.cursor(actor) as cursor:
        said = follower_slots.modes_of(cursor, day)
        parameters = wanted_parameters(duty, day, spans, Part(unit.path), said)
        sql = wanted(duty, Part(unit.path))
        cursor.execute(
            f"SELECT count(*) OVER (), s.target, s.number, s.unit, s.from_at, s.due_at, s.until_at, "
            f"coalesce(l.zh, u.zh, s.target), coalesce(l.en, u.en, s.target) FROM ({sql}) s {NAMED} "
            "ORDER BY s.target, s.from_at LIMIT %(most)s",
            {**parameters, "most": most},
        )
        rows = cursor.fetchall()
    names = ("target", "number", "unit", "from_at", "due_at", "until_at", "zh", "en")
    return (rows[0][0] if rows else 0), [dict(zip(names, row[1:], strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class ModeSaid:
    """A mode that was said of a unit."""

    entry: UUID
    unit: str
    path: str
    words: Words
    mode: str
    response_level: str | None
    from_day: date
    recorded_by: str
    because: str
    recorded_at: datetime


def modes(
    actor: Actor, unit: Unit, *, after: tuple[date, datetime, UUID] | None = None, size: int = 60
) -> list[ModeSaid]:
    """The modes said of a unit, of those above and below it; newest first. One above may be known by its code only.

    One page goes on `after` the day, moment and entry of the last one before.
    """
    from_day, at, entry = after or (None, None, None)
    rows = reading.rows(
        actor,
        "SELECT m.entry, m.unit, m.path, coalesce(u.zh, m.unit), coalesce(u.en, m.unit), m.mode, m.response_level, "
        "m.from_day, m.recorded_by, m.because, m.recorded_at "
        "FROM duties_mode m LEFT JOIN units_unit u ON u.code = m.unit WHERE m.superseded_at IS NULL AND NOT m.exercise "
        "AND ((m.path >= %(low)s AND m.path < %(high)s) OR left(%(low)s, length(m.path)) = m.path) "
        "AND (%(entry)s::uuid IS NULL OR (m.from_day, m.recorded_at, m.entry) < (%(from_day)s, %(at)s, %(entry)s)) "
        "ORDER BY m.from_day DESC, m.recorded_at DESC, m.entry DESC LIMIT %(size)s",
        **reading.under(unit.path), from_day=from_day, at=at, entry=entry, size=size,
    )  # fmt: skip
    return [ModeSaid(row[0], row[1], row[2], Words(row[3], row[4]), *row[5:]) for row in rows]


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that was said of a duty, a mode or an excuse."""

    kind: str
    path: str
    words: Words


def said(actor: Actor, entry: UUID) -> Saying:
    """What stands under an entry of this area. Raises `not_found`, also where it was taken back already."""
    row = reading.row(
        actor,
        "SELECT e.kind, e.path, e.data::text FROM ledger_entry e WHERE e.id = %(entry)s AND e.kind = ANY(%(kinds)s) "
        "AND NOT EXISTS (SELECT FROM ledger_correction c WHERE c.corrects = e.id)",
        entry=entry, kinds=[DUTY_SET, DUTY_ENDED, MODE_SET, EXCUSED],
    )  # fmt: skip
    kind, path, data = existing(row)
    return Saying(kind, path, KINDS[kind].sentence(json.loads(data)))


def mode_of(actor: Actor, unit: Unit, day: date) -> str:
    """The mode in which a unit is on a day: its own, or that of the nearest unit above; else the everyday one."""
    with reading.cursor(actor) as cursor:
        said = [(path, mode) for path, mode in follower_slots.modes_of(cursor, day) if unit.path.startswith(path)]
    return max(said, key=lambda each: len(each[0]))[1] if said else "normal"


def _cursor(after: str) -> tuple[str, str, int]:
    """Where a page begins: (duty, target, window); anything that is no cursor is the beginning."""
    duty, _, rest = after.replace("\0", "").partition("~")
    number, _, target = rest.partition("~")
    return (duty, target, int(number)) if number.isdigit() and len(number) < 5 else ("", "", 0)


def seen(row: tuple[Any, ...]) -> SlotSeen:
    """A row of the columns `SLOT`."""
    told: tuple[Any, ...] = (*row[:10], State(row[10]), *row[11:16], tuple(row[16] or ()), *row[17:])
    return SlotSeen(*told)
