"""watch · queries: who is on duty, the roster, handovers, swaps and spot calls as they stand."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from lianfang.areas.watch import policy, queries_log
from lianfang.areas.watch.kinds import ROSTER, STAND
from lianfang.areas.watch.kinds_handover import SIGNED
from lianfang.areas.watch.kinds_post import POST_OPENED
from lianfang.areas.watch.rules import Handover, Lack, Limits, Offer, Shift, Signature, Staffing, lacks_in_row
from lianfang.ground.access import queries as access
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.access.roles import verbs_of
from lianfang.ground.units import queries as ground
from lianfang.kernel.frame import Waiting
from lianfang.kernel.problems import first_of
from lianfang.kernel.reading import rows, value
from lianfang.kernel.scope import Actor, acting_actor
from lianfang.kernel.words import Words, w

PAGE_SIZE = 40
Key = tuple[str, date, str]


@dataclass(frozen=True, slots=True)
class Post:
    """A unit's watch, open since `opened_at`; `number` counts how often it was opened and closed."""

    unit: str
    path: str
    opened_at: datetime
    phone: str | None
    note: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Call:
    """A spot call and its answer."""

    stream: UUID
    unit: str
    path: str
    at: datetime
    by: str
    how: str
    answered_at: datetime | None
    answered_by: str | None
    answered_how: str | None

    @property
    def waited(self) -> timedelta | None:
        return self.answered_at - self.at if self.answered_at else None


@dataclass(frozen=True, slots=True)
class Ask:
    """A swap that was asked for; `answer` is empty, `swapped` or `declined`."""

    stream: UUID
    unit: str
    path: str
    given: Shift
    taken: Shift | None
    by: str
    other: str
    why: str
    at: datetime
    answer: str
    number: int


def posts(actor: Actor, units: Collection[str] | None = None) -> list[Post]:
    """The open watches of some units, or of all that the actor sees, in the order of the tree."""
    found = rows(
        actor,
        "SELECT DISTINCT ON (p.unit) p.unit, p.path, p.occurred_at, p.phone, p.note, p.kind, p.number "
        "FROM watch_post p "
        "WHERE p.superseded_at IS NULL AND (%(units)s::text[] IS NULL OR p.unit = ANY(%(units)s)) "
        "ORDER BY p.unit, p.number DESC",
        units=None if units is None else list(units),
    )
    kept = [
        Post(unit, path, at, phone, note, number)
        for unit, path, at, phone, note, kind, number in found
        if kind == POST_OPENED.code
    ]
    return sorted(kept, key=lambda post: post.path)


def post(actor: Actor, unit: str) -> Post | None:
    """A unit's open watch; None where it keeps none."""
    return next(iter(posts(actor, [unit])), None)


def post_steps(actor: Actor, unit: str) -> int:
    """How often a unit's watch was opened and closed."""
    found: int = value(actor, "SELECT coalesce(max(number), 0) FROM watch_post WHERE unit = %(unit)s", unit=unit)
    return found


def roster(
    actor: Actor, from_at: datetime, to_at: datetime, units: Collection[str] | None = None
) -> dict[Key, Staffing]:
    """What was last said of each shift that meets [from_at, to_at); shifts of which nothing was said are left out."""
    found = rows(
        actor,
        "SELECT DISTINCT ON (r.unit, r.shift_on, r.shift) r.unit, r.shift_on, r.shift, r.begins_at, r.ends_at, "
        "r.leader, r.officers, r.number, r.recorded_at, r.recorded_by, r.why FROM watch_rostering r "
        "WHERE r.superseded_at IS NULL AND r.begins_at > %(from_at)s - interval '1 day' AND r.begins_at < %(to_at)s "
        "AND r.ends_at > %(from_at)s AND (%(units)s::text[] IS NULL OR r.unit = ANY(%(units)s)) "
        "ORDER BY r.unit, r.shift_on, r.shift, r.number DESC",
        from_at=from_at, to_at=to_at, units=None if units is None else list(units),
    )  # fmt: skip
    return {
        (unit, on, code): Staffing(_shift(on, code, begins, ends), leader, tuple(officers), number, at, by, why)
        for unit, on, code, begins, ends, leader, officers, number, at, by, why in found
    }


def staffing(actor: Actor, unit: str, shift: Shift) -> Staffing:
    """Who stands one shift of a unit."""
    found = roster(actor, shift.begins_at, shift.ends_at, [unit])
    return found.get((unit, shift.on, shift.code), Staffing(shift))


def on_duty(actor: Actor, unit: str, now: datetime) -> Staffing | None:
    """Who is on duty now, leader and officers; None where the unit keeps no watch."""
    shift = policy.shift_at(now)
    if shift is None or post(actor, unit) is None:
        return None
    return staffing(actor, unit, shift)


def elsewhere(login: str, shift: Shift, but: str) -> str | None:
    """A unit other than `but` on whose watch a login stands at the time of a shift. Asked as the system."""
    found = roster(acting_actor(), shift.begins_at, shift.ends_at)
    return next((key[0] for key, each in sorted(found.items()) if login in each.people and key[0] != but), None)


def handovers(
    actor: Actor, from_at: datetime, to_at: datetime, units: Collection[str] | None = None
) -> dict[tuple[str, datetime], Handover]:
    """What was signed of each change of shift in [from_at, to_at)."""
    found = rows(
        actor,
        "SELECT h.unit, h.change_at, h.number, h.kind, h.entry, h.occurred_at, h.leaving_by, h.taking_by, h.done, "
        "h.undone, h.note, h.made, h.matters, h.matters_count, h.matters_hidden, h.came, h.went, "
        "h.leaving_shift_on, h.leaving_shift, h.leaving_begins_at, h.leaving_ends_at, "
        "h.taking_shift_on, h.taking_shift, h.taking_begins_at, h.taking_ends_at FROM watch_handover h "
        "WHERE h.superseded_at IS NULL AND h.change_at >= %(from_at)s AND h.change_at < %(to_at)s "
        "AND (%(units)s::text[] IS NULL OR h.unit = ANY(%(units)s)) ORDER BY h.unit, h.change_at, h.number",
        from_at=from_at, to_at=to_at, units=None if units is None else list(units),
    )  # fmt: skip
    stand: dict[tuple[str, datetime], Handover] = {}
    for unit, change_at, number, kind, entry, at, leaving_by, taking_by, done, undone, note, *more in found:
        (made, matters, counted, hidden, came, went), shifts = more[:6], more[6:]
        before = stand.get((unit, change_at))
        offer, signature = (before.offer, None) if before else (None, None)
        if kind == SIGNED.code:
            signature = Signature(entry, taking_by, at, _items(came), _items(went))
        else:
            offer = Offer(
                entry, leaving_by, at, _items(done), _items(undone), note, _items(made), _items(matters), counted,
                hidden,
            )  # fmt: skip
        leaving, taking = _shift(*shifts[:4]), _shift(*shifts[4:])
        stand[unit, change_at] = Handover(leaving, taking, offer, signature, number)
    return stand


def _items(said: str | None) -> tuple[Mapping[str, Any], ...]:
    """A list of items, which the driver hands over as text."""
    return tuple(json.loads(said)) if said else ()


def handover(actor: Actor, unit: str, taking: Shift) -> Handover | None:
    """The change to a shift, signed or not; None where no shift goes before it."""
    leaving = policy.before(taking)
    if leaving is None:
        return None
    found = handovers(actor, taking.begins_at, taking.begins_at + timedelta(microseconds=1), [unit])
    return found.get((unit, taking.begins_at), Handover(leaving, taking))


def next_handover(post: Post, known: Mapping[tuple[str, datetime], Handover], now: datetime) -> Handover | None:
    """The change of shift to look at, of those that are known: the one into this shift while it waits for its
    signatures and the next is not open yet, else always the next one."""

    def of(taking: Shift) -> Handover | None:
        leaving = policy.before(taking)
        return known.get((post.unit, taking.begins_at), Handover(leaving, taking)) if leaving else None

    shift = policy.shift_at(now)
    if shift is None:
        return None
    into = of(shift) if post.opened_at < shift.begins_at else None
    after = policy.after(shift)
    if after is None:
        return into
    if into is not None and into.signature is None and now < after.begins_at - policy.limits_at(now).opens:
        return into
    return of(after)


_CALLS = """
SELECT s.stream, s.unit, s.path, s.occurred_at, s.by, s.how, a.occurred_at, a.by, a.how
FROM watch_spot s LEFT JOIN watch_spot a
  ON a.stream = s.stream AND a.kind = 'watch.spot_answered' AND a.superseded_at IS NULL
WHERE s.kind = 'watch.spot_called' AND s.superseded_at IS NULL
"""


def calls(actor: Actor, unit: str, *, after: datetime | None = None, size: int = PAGE_SIZE) -> list[Call]:
    """The spot calls of a unit, newest first; one more than `size` where there are more."""
    found = rows(
        actor,
        f"{_CALLS} AND s.unit = %(unit)s AND (%(after)s::timestamptz IS NULL OR s.occurred_at < %(after)s) "
        "ORDER BY s.occurred_at DESC, s.entry DESC LIMIT %(size)s",
        unit=unit, after=after, size=size + 1,
    )  # fmt: skip
    return [Call(*row) for row in found]


def waiting_calls(actor: Actor, since: datetime, units: Collection[str] | None = None) -> list[Call]:
    """The spot calls made since a moment that nobody has answered, oldest first."""
    found = rows(
        actor,
        f"{_CALLS} AND a.entry IS NULL AND s.occurred_at >= %(since)s "
        "AND (%(units)s::text[] IS NULL OR s.unit = ANY(%(units)s)) ORDER BY s.occurred_at, s.entry",
        since=since, units=None if units is None else list(units),
    )  # fmt: skip
    return [Call(*row) for row in found]


def call(actor: Actor, stream: UUID) -> Call:
    """One spot call. Raises `not_found`."""
    return Call(*first_of(rows(actor, f"{_CALLS} AND s.stream = %(stream)s", stream=stream)))


_ASKS = """
SELECT s.stream, s.unit, s.path, s.shift_on, s.shift, s.begins_at, s.ends_at, s.taken_shift_on, s.taken_shift,
       s.taken_begins_at, s.taken_ends_at, s.by, s.other, s.why, s.occurred_at,
       coalesce(replace(a.kind, 'watch.', ''), ''), coalesce(a.number, s.number)
FROM watch_swap s LEFT JOIN watch_swap a ON a.stream = s.stream AND a.number > 1 AND a.superseded_at IS NULL
WHERE s.kind = 'watch.swap_asked' AND s.superseded_at IS NULL
"""


def ask(actor: Actor, stream: UUID) -> Ask:
    """One swap that was asked for. Raises `not_found`."""
    return _ask(first_of(rows(actor, f"{_ASKS} AND s.stream = %(stream)s", stream=stream)))


def waiting_asks(actor: Actor, units: Collection[str], now: datetime) -> list[Ask]:
    """The swaps that still wait for an answer."""
    found = rows(
        actor,
        f"{_ASKS} AND a.entry IS NULL AND s.ends_at > %(now)s AND s.unit = ANY(%(units)s) "
        "ORDER BY s.begins_at, s.entry",
        units=list(units), now=now,
    )  # fmt: skip
    return [_ask(row) for row in found]


def _ask(row: Sequence[Any]) -> Ask:
    given = _shift(*row[3:7])
    taken = _shift(*row[7:11]) if row[7] is not None else None
    return Ask(row[0], row[1], row[2], given, taken, *row[11:])


def people(actor: Actor, unit: str, verb: str, now: datetime) -> frozenset[str]:
    """The logins that may be put on a unit's roster for a verb: whose role over this very unit gives it."""
    return frozenset(each.login for each in access.holders(actor, [unit], at=now) if verb in verbs_of(each.role))


def called(actor: Actor, logins: Collection[str]) -> Mapping[str, str]:
    """How logins are called: by their office, or by the login where none is known."""
    return login_names.titles(actor, logins)


def _shift(on: date, code: str, begins_at: datetime, ends_at: datetime) -> Shift:
    """A shift as it was recorded, under today's word for it."""
    words = next((each.words for each in policy.shifts_of(on) if each.code == code), Words(code, code))
    return Shift(on, code, words, begins_at, ends_at)


def mine(actor: Actor, now: datetime, of: str | None = None) -> list[Waiting]:
    """What the watch wants of this actor now, the soonest first: handovers, spot calls, swaps, rosters, open items.

    `of` one unit alone, where it is named.
    """
    held = {each.unit: each.verbs for each in actor.held if each.unit and each.verbs & {STAND, ROSTER}}
    shift = policy.shift_at(now)
    if not held or shift is None or not policy.watched(now):
        return []
    kept = {each.unit: each for each in posts(actor, held) if of in (None, each.unit)}
    if not kept:
        return []
    limits, back = policy.limits_at(now), policy.before(shift) or shift
    said = roster(actor, back.begins_at, now + max(limits.ahead, shift.ends_at - shift.begins_at), kept)
    names = {code: each.words for code, each in ground.units(actor, list(kept)).items()}
    on = [unit for unit in kept if actor.login in _of(said, unit, shift).people]
    found = [*_changes(actor, kept, said, shift, limits, now), *_answers(actor, on, limits, now)]
    for each in waiting_asks(actor, kept, now):
        if each.other == actor.login:
            words = w("{by} 请您接替 {shift}：{why}", "{by} asks you to take {shift}: {why}")
            words = words.fill(by=each.by, shift=each.given.said, why=each.why)
            href = reverse("watch:swap", args=[each.stream])
            found.append((each.unit, words, w("答复", "Answer"), href, each.given.begins_at))
    planned = [unit for unit in kept if ROSTER in held[unit]]
    for unit, lack in lacking(actor, planned, now, limits):
        href = _roster_href(unit, lack.first)
        found.append((unit, lack.words, w("排班", "Plan shifts"), href, lack.first.begins_at))
    said_of = w("{unit}：{words}", "{unit}: {words}")
    return [
        Waiting(said_of.fill(unit=names.get(unit, unit), words=words), href, act, due, due <= now)
        for unit, words, act, href, due in sorted(found, key=lambda each: each[-1])
    ]


_Found = tuple[str, Words, Words, str, datetime]


def _of(said: Mapping[Key, Staffing], unit: str, shift: Shift) -> Staffing:
    return said.get((unit, shift.on, shift.code), Staffing(shift))


def _changes(
    actor: Actor, kept: Mapping[str, Post], said: Mapping[Key, Staffing], shift: Shift, limits: Limits, now: datetime
) -> list[_Found]:
    """The handovers that this actor can sign for one side."""
    found: list[_Found] = []
    signed = handovers(actor, shift.begins_at, shift.ends_at + timedelta(seconds=1), kept)
    for taking in (shift, policy.after(shift)):
        leaving = policy.before(taking) if taking else None
        if taking is None or leaving is None or now < taking.begins_at - limits.opens:
            continue
        for unit in (unit for unit, post in kept.items() if post.opened_at < taking.begins_at):
            one = signed.get((unit, taking.begins_at), Handover(leaving, taking))
            href = reverse("watch:handover", args=[unit])
            if one.signature is not None:
                continue
            if one.offer is None and actor.login in _of(said, unit, leaving).people:
                found.append((unit, w("交班", "hand the watch over"), w("交班", "Hand over"), href, taking.begins_at))
            if one.offer and one.offer.by != actor.login and actor.login in _of(said, unit, taking).people:
                words, act = w("接班签字", "take the watch over and sign"), w("接班", "Take over")
                found.append((unit, words, act, href, taking.begins_at + limits.grace))
    return found


def _answers(actor: Actor, on: list[str], limits: Limits, now: datetime) -> list[_Found]:
    """For somebody on duty: spot calls without an answer, and open items with a time."""
    if not on:
        return []
    found: list[_Found] = [
        (
            each.unit,
            w("查岗待应答", "a spot call waits"),
            w("应答", "Answer"),
            reverse("watch:spot", args=[each.unit]),
            each.at + limits.answer,
        )
        for each in waiting_calls(actor, now - timedelta(days=1), on)
    ]
    for line in queries_log.open_items(actor, on, limit=20):
        if line.due_at is not None:
            href = reverse("watch:item", args=[line.entry])
            found.append((line.unit, Words(line.text[:60], line.text[:60]), w("办结", "Close it"), href, line.due_at))
    return found


def lacking(actor: Actor, units: Sequence[str], now: datetime, limits: Limits) -> list[tuple[str, Lack]]:
    """The shifts of some watches, as far ahead as a roster should stand, that lack people; those in a row as one."""
    ahead = max(limits.ahead, limits.planned)
    said = roster(actor, now, now + ahead, units) if units else {}
    shifts = list(policy.shifts_between(now, now + ahead))
    return [
        (unit, each) for unit in units for each in lacks_in_row([_of(said, unit, shift) for shift in shifts], limits)
    ]


def _roster_href(unit: str, shift: Shift) -> str:
    return reverse("watch:roster", args=[unit, shift.on.isoformat()])
