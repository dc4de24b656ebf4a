"""duties · follower: slots follow what is recorded, in the recording transaction.

Three sorts of entries are heard: records that may fulfil a slot (only the slots they touch are looked at), what
changes the targets (units, places, people: those units' days are derived again), and the area's own kinds. Slots may
lie outside the recorder's scope, so all of it is done as the system.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from lianfang.areas.duties import follower_slots
from lianfang.areas.duties.follower_doubts import Reading, doubt_again, doubted_duties, label_duties, near, readings
from lianfang.areas.duties.follower_matching import Matching, days_between, shape_of
from lianfang.areas.duties.follower_slots import Part
from lianfang.areas.duties.kinds import DUTY_ENDED, DUTY_SET, EXCUSED, MODE_SET
from lianfang.areas.duties.policy import basis, in_force, made, of_playbook, watched, windows
from lianfang.areas.duties.rules import Duty
from lianfang.kernel import scope
from lianfang.kernel.entries import SECONDING
from lianfang.kernel.projections import LEDGER, Batch, Turn
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import current

_OWN = frozenset({DUTY_SET, DUTY_ENDED, MODE_SET, EXCUSED})
_GROUND = ("units.", "places.", "people.")
_DAY = "(e.occurred_at AT TIME ZONE %(zone)s - %(closes)s::interval)::date + 1"
_REACH = "SELECT min(day), max(day) FROM (SELECT {day} AS day FROM {source} e WHERE e.kind = %(kind)s::text AND {of}) d"
_TOUCHED = (
    "SELECT array_agg(DISTINCT e.unit), "
    f"min(least({_DAY}, CASE WHEN e.data->>'from_day' ~ '^\\d{{4}}-\\d\\d-\\d\\d$' "
    "THEN (e.data->>'from_day')::date END)), "
    "array_agg(DISTINCT e.person) FILTER (WHERE e.person IS NOT NULL), "
    "array_agg(DISTINCT coalesce(e.data->>'duty', '')), min(e.path) "
    "FROM ledger_entry e WHERE e.id = ANY(%(touched)s::uuid[])"
)

# Few enough to be held together with everything else, whatever a sheet brings; two that meet by chance only wait.
_DOUBT_TURN = (
    "SELECT kernel_wait_for('duties_doubt:' || k.turn) FROM "
    "(SELECT DISTINCT hashtext(said) & 255 AS turn FROM unnest(%s::text[]) said ORDER BY turn) k"
)

# Duty, day and unit: together they are judged for doubtful patterns.
Judged = tuple[str, date, str]


class SlotFollower:
    """Keeps `duties_slot` what the ledger and the derived days give."""

    tables = ("duties_slot",)

    def hears(self, kind: str) -> bool:
        return kind == SECONDING or _makes_slots(kind) or kind in watched()

    def turn(self, kinds: Collection[str]) -> Turn:
        return follower_slots.turn(alone=any(_makes_slots(kind) for kind in kinds))

    def apply(self, cursor: CursorWrapper, batch: Batch, told: list[date] | None = None) -> None:
        if batch.kind == SECONDING:
            for seconded in _seconded(cursor, batch):
                self.apply(cursor, seconded)
            return
        days = follower_slots.taken(cursor, self.turn({batch.kind})) if told is None else told
        if not days:
            return
        with scope.acting(scope.system_actor()):
            if _makes_slots(batch.kind):
                _derive_again(cursor, batch, days)
            else:
                _match(cursor, batch, set(days))

    def refill(self, cursor: CursorWrapper) -> None:
        follower_slots.everything(cursor)


def _seconded(cursor: Any, batch: Batch) -> list[Batch]:
    """What was seconded, by kind, to be looked at as if it were recorded now: it may now be proof enough."""
    cursor.execute(
        "SELECT e.kind, array_agg(e.id) FROM ledger_seconding g JOIN ledger_entry e ON e.id = g.seconds "
        "WHERE g.entry = ANY(%s::uuid[]) AND NOT e.exercise GROUP BY e.kind ORDER BY e.kind",
        (list(batch.new),),
    )
    return [Batch(kind, new, {}, LEDGER) for kind, new in cursor.fetchall() if kind in watched()]


@cache
def _makes_slots(kind: str) -> bool:
    """Whether entries of the kind change which slots there are, and not only what became of them."""
    moving = {each for target in REGISTRY.targets().values() for each in target.moved_by}
    return kind in _OWN or kind.startswith(_GROUND) or kind in moving


def _match(cursor: Any, batch: Batch, derived: set[date]) -> None:
    """The slots that new records may take, and those whose record lost its standing."""
    touched = [*batch.new, *batch.superseded]
    found = _asked(cursor, batch, touched)
    if found is None:
        return
    first, last = found
    near = days_between(first, last, derived)
    with follower_slots.joined(cursor, len(touched)):
        for one, days in _watching(cursor, batch.kind, near, derived):
            changed, photos = _changed(cursor, one, batch, days)
            doubted = {each for each in changed if each[0] in doubted_duties()}
            read = readings(cursor, LEDGER if batch.superseded else batch.source, touched) if _of_labels(one) else []
            if doubted or read:
                _doubt(cursor, doubted, photos, read, days)


def _asked(cursor: Any, batch: Batch, touched: list[UUID]) -> tuple[date, date] | None:
    """The first and last reporting day of the records concerned."""
    named = batch.source == LEDGER or batch.superseded
    source, of = (LEDGER, "e.id = ANY(%(touched)s::uuid[])") if named else (batch.source, "true")
    cursor.execute(_REACH.format(day=_DAY, source=source, of=of), {**basis(), "kind": batch.kind, "touched": touched})
    first, last = cursor.fetchone()
    return None if first is None else (first, last)


def _watching(cursor: Any, kind: str, near: list[date], derived: set[date]) -> Iterable[tuple[Matching, list[date]]]:
    """The duties that wait for the kind, those of one shape together, with the derived days on which they hold."""
    days_of: dict[tuple[object, ...], tuple[dict[str, Duty], list[date]]] = {}
    # A record that names its day can belong to any of them.
    every = sorted(derived) if kind in _naming_days() else near
    said = {day: made(cursor, day, kind) for day in near if not current().ended_by(day)}
    for day in every:
        shapes: dict[tuple[object, ...], dict[str, Duty]] = {}
        for duty in (*of_playbook(day), *said.get(day, ())):
            if duty.version.kind == kind and (duty.version.day_field or day in near):
                shapes.setdefault(shape_of(duty), {})[duty.code] = duty
        for shape, duties in shapes.items():
            days_of.setdefault((*shape, *duties), (duties, []))[1].append(day)
    for duties, days in days_of.values():
        yield Matching(next(iter(duties.values())), tuple(duties)), days


def _naming_days() -> frozenset[str]:
    """The kinds of records that name the day to which they belong."""
    return frozenset(v.kind for rule in current().duties for v in rule.versions if v.day_field)


def _changed(cursor: Any, one: Matching, batch: Batch, days: list[date]) -> tuple[set[Judged], set[str]]:
    """The slots that lost their record, found another or took a new one; and the photos that they show or showed."""
    source = LEDGER if batch.superseded else batch.source
    touched = one.parameters(days=days, touched=[*batch.new, *batch.superseded])
    cursor.execute(one.lock(source, standing=not batch.superseded), touched)
    locked, photos = cursor.fetchone()
    if not locked:
        return set(), set()
    rows = [*_lose(cursor, one, list(batch.superseded), days), *_take(cursor, one, batch, days)]
    return {row[:3] for row in rows}, {*(photos or ()), *(row[3] for row in rows if row[3])}


def _take(cursor: Any, one: Matching, batch: Batch, days: list[date]) -> list[tuple[Any, ...]]:
    if not batch.new:
        return []
    cursor.execute(one.take(batch.source), one.parameters(days=days, new=list(batch.new)))
    return list(cursor.fetchall())


def _lose(cursor: Any, one: Matching, superseded: list[UUID], days: list[date]) -> list[tuple[Any, ...]]:
    if not superseded:
        return []
    cursor.execute(one.lose(), one.parameters(days=days, superseded=superseded))
    lost = cursor.fetchall()
    if not lost:
        return []
    codes, slot_days, targets, numbers = (list(column) for column in zip(*lost, strict=True))
    since, until = _reach(cursor, set(codes), set(slot_days))
    parameters = one.parameters(
        slot_duties=codes, slot_days=slot_days, slot_targets=targets, slot_numbers=numbers, since=since, until=until
    )
    cursor.execute(one.retake(), parameters)
    return list(cursor.fetchall())


def _reach(cursor: Any, codes: set[str], days: set[date]) -> tuple[datetime, datetime]:
    """Between which moments a record can have occurred that fits a slot of these duties and days."""
    found = [
        follower_slots.reach(duty, day, windows(duty, day))
        for day in days
        for duty in in_force(cursor, day)
        if duty.code in codes
    ]
    return min(each["since"] for each in found), max(each["until"] for each in found)


def _of_labels(one: Matching) -> bool:
    """Whether a reading of a label for these duties may make another slot doubtful, also where it fulfils none."""
    return not label_duties().isdisjoint(one.codes or (one.duty.code,))


def _doubt(
    cursor: Any, changed: set[Judged], photos: set[str], read: Sequence[Reading] = (), days: Sequence[date] = ()
) -> None:
    """Judges the days of the changed units again, and of those that show the same photos or read the same labels.

    One recorder after another: a pattern is made of many people's records, and of two who judge at once neither
    would see the other's.
    """
    said = [*("|".join(map(str, each)) for each in changed), *(f"photo|{photo}" for photo in photos)]
    said += [turn for each in read for turn in (f"label|{each.place}", f"login|{each.login}")]
    cursor.execute(_DOUBT_TURN, (said,))
    if photos:
        cursor.execute("SELECT DISTINCT duty, day, unit FROM duties_slot WHERE photo = ANY(%s)", (list(photos),))
        changed = changed | set(cursor.fetchall())
    if read:
        changed = changed | near(cursor, read, days)
    for duty in sorted({duty for duty, _, _ in changed}):
        of_duty = [(day, unit) for code, day, unit in changed if code == duty]
        doubt_again(cursor, {day for day, _ in of_duty}, {unit for _, unit in of_duty}, [duty])


def _derive_again(cursor: Any, batch: Batch, days: list[date]) -> None:
    """Units whose ground changed; with the area's own kinds, the units below and the duties that are meant."""
    cursor.execute(_TOUCHED, {**basis(), "touched": [*batch.new, *batch.superseded]})
    units, since, persons, duties, path = cursor.fetchone()
    if not units:
        return
    # A change counts from its day on; the day before it has slots that may reach into it.
    later = [day for day in days if day >= since - timedelta(days=1)]
    if batch.kind in _OWN:
        only = _by_mode(cursor, later) if batch.kind == MODE_SET else sorted(duties)
        for unit in units:
            follower_slots.renew(cursor, later, Part(prefix=_prefix(cursor, unit, path)), only)
        return
    concerned = set(units)
    if persons:
        cursor.execute("SELECT DISTINCT unit FROM people_membership WHERE person = ANY(%s::uuid[])", (persons,))
        concerned |= {row[0] for row in cursor.fetchall()}
    if batch.kind.startswith("units."):
        concerned |= _below(cursor, concerned)
    follower_slots.renew(cursor, later, Part(_common(cursor, concerned), tuple(sorted(concerned))))


def _by_mode(cursor: Any, days: list[date]) -> list[str]:
    """The duties that a mode switches on or off."""
    found = {duty.code for day in days for duty in in_force(cursor, day) if duty.version.modes}
    return sorted(found)


def _prefix(cursor: Any, unit: str, path: str) -> str:
    """Everything that any path of the unit covers: the longest part that all of them share."""
    cursor.execute("SELECT path FROM units_path WHERE unit = %s", (unit,))
    return _shared([path, *(row[0] for row in cursor.fetchall())])


def _below(cursor: Any, units: set[str]) -> set[str]:
    cursor.execute(
        "SELECT DISTINCT p.unit FROM units_path u JOIN units_path p ON p.path >= u.path "
        "AND p.path < rtrim(u.path, '/') || '0' WHERE u.unit = ANY(%s::text[])",
        (list(units),),
    )
    return {row[0] for row in cursor.fetchall()}


def _common(cursor: Any, units: set[str]) -> str:
    """The path below which all of the units stand."""
    cursor.execute("SELECT path FROM units_path WHERE unit = ANY(%s::text[])", (list(units),))
    return _shared([row[0] for row in cursor.fetchall()])


def _shared(paths: list[str]) -> str:
    """The longest path that all of some paths begin with."""
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    length = next((n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    return low[: low[:length].rfind("/") + 1]
