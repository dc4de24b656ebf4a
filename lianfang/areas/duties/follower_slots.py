"""duties · follower slots: the slots of a day, matched with what was recorded already.

What is derived twice is the same. `everything` gives the slots of all derived days from nothing, `renew` those of
some units after their ground, a duty or a mode changed; whoever derives keeps recorders out meanwhile (`hold`), so
that no record can pass between the reading of the ledger and the new slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from psycopg.pq import TransactionStatus

from lianfang.areas.duties.follower_doubts import doubt_again
from lianfang.areas.duties.follower_matching import BETWEEN, TAKEN, Matching, shape_of
from lianfang.areas.duties.policy import in_force, windows
from lianfang.areas.duties.rules import Duty, Span
from lianfang.kernel import clock
from lianfang.kernel.projections import LEDGER, Turn
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import prefix_range

MANY = 100
_FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """Which units are derived: those of a path range, or only the named ones within it."""

    prefix: str = ""
    units: tuple[str, ...] | None = None


EVERYWHERE = Part()


def hold(cursor: Any) -> list[date]:
    """Waits until nobody records what slots wait for, and keeps it so until the transaction ends; gives the days."""
    return taken(cursor, turn(alone=True))


def turn(*, alone: bool) -> Turn:
    """What a recorder takes: many may hold it at once, but nobody while slots are derived; `alone` is `hold`.

    It gives the reporting days whose slots exist, as they stand when it is our turn."""
    return Turn("duties_enter(%s)", (alone,))


def taken(cursor: Any, turn: Turn) -> list[date]:
    """Takes the turn by itself."""
    cursor.execute(f"SELECT {turn.sql}", turn.given)
    return list(cursor.fetchone()[0])


@contextmanager
def joined(cursor: Any, how_many: int) -> Iterator[None]:
    """Many at once are joined by hashing and few by their keys, whatever the statistics say: a record or two must never
    read a whole day of slots, and a fresh table has no statistics yet."""
    off = ("enable_nestloop",) if how_many >= MANY else ("enable_hashjoin", "enable_mergejoin")
    _switch(cursor, off, "off")
    try:
        yield
    finally:
        if cursor.connection.info.transaction_status != TransactionStatus.INERROR:
            _switch(cursor, off, "on")


def _switch(cursor: Any, names: Sequence[str], value: str) -> None:
    calls = ", ".join(f"set_config('{name}', '{value}', true)" for name in names)
    cursor.execute(f"SELECT {calls}")


def derived_days(cursor: Any, since: date | None = None) -> list[date]:
    """The reporting days whose slots exist."""
    cursor.execute("SELECT day FROM duties_day WHERE day >= %s ORDER BY day", (since or date.min,))
    return [row[0] for row in cursor.fetchall()]


def note_day(cursor: Any, day: date, now: datetime) -> bool:
    """Notes that a day is being derived; false where it was before."""
    cursor.execute(
        "INSERT INTO duties_day (day, derived_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING day", (day, now)
    )
    return cursor.fetchone() is not None


def day_of_all(cursor: Any, day: date, part: Part = EVERYWHERE) -> None:
    """The slots of one day, of every duty in force."""
    _make(cursor, in_force(cursor, day), day, part)


def everything(cursor: Any) -> None:
    """The slots of every derived day, into an empty table."""
    for day in derived_days(cursor):
        day_of_all(cursor, day)


def renew(cursor: Any, days: Iterable[date], part: Part, only: Collection[str] | None = None) -> None:
    """Derives some units' slots of some days again; with `only` those of these duties."""
    for day in days:
        low, high = prefix_range(part.prefix)
        cursor.execute(
            "DELETE FROM duties_slot WHERE day = %(day)s::date AND (%(only)s::text[] IS NULL OR duty = ANY(%(only)s)) "
            "AND ((%(units)s::text[] IS NULL AND path >= %(low)s AND path < %(high)s) OR unit = ANY(%(units)s))",
            {"day": day, "only": _listed(only), "units": _listed(part.units), "low": low, "high": high},
        )
        _make(cursor, [duty for duty in in_force(cursor, day) if only is None or duty.code in only], day, part)


def _listed(names: Collection[str] | None) -> list[str] | None:
    return None if names is None else list(names)


def _make(cursor: Any, duties: Iterable[Duty], day: date, part: Part) -> None:
    """The slots of some duties on one day, and which of them are doubtful."""
    said, excused = _modes(cursor, day), _excused(cursor, day)
    shapes: dict[object, list[Duty]] = defaultdict(list)
    for duty in duties:
        shapes[shape_of(duty)].append(duty)
    with joined(cursor, MANY if part.units is None else len(part.units)):
        for alike in shapes.values():
            _together(cursor, alike, day, part, said, excused)
        doubt_again(cursor, [day], part.units)


def _together(
    cursor: Any,
    duties: Sequence[Duty],
    day: date,
    part: Part,
    modes: Sequence[tuple[str, str]],
    excused: Collection[str],
) -> None:
    """The slots of duties of one shape: what each wants, then the records, which all of them look for at once."""
    cursor.execute(_WANT)
    cursor.execute("TRUNCATE duties_want")
    reaches = []
    for duty in duties:
        spans = windows(duty, day)
        prefix = max(part.prefix, duty.prefix, key=len)
        if spans and prefix.startswith(part.prefix) and prefix.startswith(duty.prefix):
            excuse, at = ("x.entry", _EXCUSE) if duty.code in excused else ("NULL::uuid", "")
            cursor.execute(
                f"INSERT INTO duties_want SELECT want.*, {excuse} FROM ({wanted(duty, part)}) want {at}",
                _parameters(duty, day, spans, prefix, part, modes),
            )
            reaches.append(reach(duty, day, spans))
    if reaches:
        made = Matching(duties[0])
        since, until = min(each["since"] for each in reaches), max(each["until"] for each in reaches)
        cursor.execute(_filled(made), made.parameters(since=since, until=until))


# What the duties want, before it is known what fulfils it. A table of the connection's own.
_WANT = (
    "CREATE TEMP TABLE IF NOT EXISTS duties_want (duty text, day date, target text, number int, unit text, "
    'path text COLLATE "C", role text, from_at timestamptz, due_at timestamptz, until_at timestamptz, '
    "left_here boolean, excuse uuid)"
)


def _filled(made: Matching) -> str:
    """SQL that makes the slots that are wanted, each with its record.

    Slots of several duties that wait at one target for the same time take the same record: it is looked for once.
    """
    names = ", ".join(TAKEN)
    key = "s.day, s.target, s.number, s.from_at, s.ends"
    return (
        "WITH s AS MATERIALIZED (SELECT DISTINCT day, target, number, from_at, until_at, "
        "coalesce(until_at, 'infinity') AS ends FROM duties_want), "
        f"{made.records(LEDGER, BETWEEN)}, "
        f"act (day, target, number, from_at, ends, {names}) AS ({made.earliest('s ON true', key)}) "
        "INSERT INTO duties_slot (duty, day, target, number, unit, path, role, from_at, due_at, until_at, left_here, "
        f"excuse, {names}, doubts) "
        "SELECT want.duty, want.day, want.target, want.number, want.unit, want.path, want.role, want.from_at, "
        f"want.due_at, want.until_at, want.left_here, want.excuse, {', '.join('act.' + name for name in TAKEN)}, "
        "'{}' FROM duties_want want LEFT JOIN act "
        "ON (act.day, act.target, act.number, act.from_at, act.ends) "
        "= (want.day, want.target, want.number, want.from_at, coalesce(want.until_at, 'infinity')) "
        "ORDER BY want.duty, want.target, want.number ON CONFLICT DO NOTHING"
    )


def wanted(duty: Duty, part: Part) -> str:
    """SQL of the slots that a duty makes: its targets × its windows, without the records."""
    target = REGISTRY.targets()[duty.version.targets.sort]
    where = [_WHILE_THERE]
    if part.units is not None:
        where.append("t.unit = ANY(%(units)s::text[])")
    if duty.version.modes:
        where.append(_IN_MODE)
    return (
        "SELECT %(duty)s::text AS duty, %(day)s::date AS day, t.target, w.number, t.unit, t.path, "
        "coalesce(r.role, %(role)s::text) AS role, "
        'w.from_at, w.due_at, w.until_at, t."left" AS left_here '
        f"FROM ({target.sql}) t JOIN units_unit u ON u.code = t.unit "
        "JOIN unnest(%(w_kinds)s::text[], %(w_numbers)s::int[], %(w_from)s::timestamptz[], %(w_due)s::timestamptz[], "
        "%(w_until)s::timestamptz[]) AS w(kind, number, from_at, due_at, until_at) ON w.kind IN ('', t.kind) "
        "LEFT JOIN unnest(%(r_kinds)s::text[], %(r_roles)s::text[]) AS r(kind, role) ON r.kind = u.kind "
        f"WHERE {' AND '.join(where)}"
    )


_WHILE_THERE = "(t.since_at IS NULL OR w.due_at > t.since_at) AND (t.until_at IS NULL OR w.due_at <= t.until_at)"
# The nearest unit above (or the unit itself) of which a mode was said.
_IN_MODE = (
    "coalesce((SELECT m.mode FROM unnest(%(m_paths)s::text[], %(m_modes)s::text[]) AS m(path, mode) "
    "WHERE left(t.path, length(m.path)) = m.path ORDER BY length(m.path) DESC LIMIT 1), 'normal') "
    "= ANY(%(modes)s::text[])"
)
_EXCUSE = (
    "LEFT JOIN LATERAL (SELECT x.entry FROM duties_excuse x WHERE x.duty = %(duty)s::text AND x.from_day <= want.day "
    "AND x.until_day >= want.day AND x.superseded_at IS NULL AND NOT x.exercise "
    "AND (x.target IS NULL OR x.target = want.target) AND (x.number IS NULL OR x.number = want.number) "
    "AND left(want.path, length(x.path)) = x.path ORDER BY x.recorded_at, x.entry LIMIT 1) x ON true"
)


def _excused(cursor: Any, day: date) -> set[str]:
    """The duties of which anything is excused on a day."""
    cursor.execute("SELECT DISTINCT duty FROM duties_excuse WHERE from_day <= %s AND until_day >= %s", (day, day))
    return {row[0] for row in cursor.fetchall()}


def _parameters(
    duty: Duty, day: date, spans: Sequence[Span], prefix: str, part: Part, modes: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    low, high = prefix_range(prefix)
    return Matching(duty).parameters(
        day=day, low=low, high=high, units=_listed(part.units),
        **window_parameters(spans), **reach(duty, day, spans), **_of_version(duty), **_of_modes(modes),
    )  # fmt: skip


def _of_version(duty: Duty) -> dict[str, Any]:
    version = duty.version
    return {
        "kinds": list(version.targets.kinds),
        "role": version.role,
        "modes": list(version.modes),
        "r_kinds": list(version.role_by_unit),
        "r_roles": list(version.role_by_unit.values()),
    }


def _of_modes(modes: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"m_paths": [path for path, _ in modes], "m_modes": [mode for _, mode in modes]}


def wanted_parameters(
    duty: Duty, day: date, spans: Sequence[Span], part: Part, modes: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """The parameters of `wanted` alone."""
    return _parameters(duty, day, spans, max(part.prefix, duty.prefix, key=len), part, modes)


def window_parameters(spans: Sequence[Span]) -> dict[str, Any]:
    """The windows as arrays."""
    return {
        "w_kinds": [span.kind for span in spans],
        "w_numbers": [span.number for span in spans],
        "w_from": [span.from_at for span in spans],
        "w_due": [span.due_at for span in spans],
        "w_until": [span.until_at for span in spans],
    }


def reach(duty: Duty, day: date, spans: Sequence[Span]) -> dict[str, datetime]:
    """Between which moments a record that fits a slot of the day can have occurred."""
    bounds = clock.reporting_day(day)
    since = min([bounds.from_at, *(span.from_at for span in spans)])
    ends = [span.until_at for span in spans]
    if duty.version.day_field or None in ends:
        return {"since": since, "until": _FOR_EVER}
    return {"since": since, "until": max([bounds.to_at, *(end for end in ends if end is not None)])}


def _modes(cursor: Any, day: date) -> list[tuple[str, str]]:
    """The mode of each unit of which one was said, by path, on a day."""
    cursor.execute(
        "SELECT DISTINCT ON (m.unit) coalesce(p.path, m.path), m.mode FROM duties_mode m "
        "LEFT JOIN units_path p ON p.unit = m.unit AND p.since_day <= %(day)s AND p.until_day > %(day)s "
        "WHERE m.superseded_at IS NULL AND NOT m.exercise AND m.from_day <= %(day)s "
        "ORDER BY m.unit, m.from_day DESC, m.recorded_at DESC, m.entry DESC",
        {"day": day},
    )
    return list(cursor.fetchall())


def modes_of(cursor: Any, day: date) -> list[tuple[str, str]]:
    """The modes in force on a day: (path of the unit, mode)."""
    return _modes(cursor, day)


def missing_days(cursor: Any, now: datetime) -> list[date]:
    """The days to derive: from the last that was derived up to tomorrow; today and tomorrow where none was."""
    today = clock.day_of(now).date
    cursor.execute("SELECT max(day) FROM duties_day WHERE day <= %s", (today,))
    last: date | None = cursor.fetchone()[0]
    first = max(last, today - timedelta(days=92)) if last else today
    there = set(derived_days(cursor, first))
    days = [first + timedelta(days=n) for n in range((today - first).days + 2)]
    return [day for day in days if day not in there]
