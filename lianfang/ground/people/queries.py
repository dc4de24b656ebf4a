"""people · queries: who belongs to a unit, by concealed name or by name, and how many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianfang.ground.people import identities, masking, problems
from lianfang.ground.people.card import IDENTIFY, SEE, VIEWS
from lianfang.ground.people.identities import Identity
from lianfang.ground.people.masking import Purpose
from lianfang.ground.units.queries import today
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import reading
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, acting_actor, prefix_range, ranges

_FOR_EVER = date(9999, 12, 31)
_SELECT = """
SELECT m.person, m.unit, m.path, m.since_day, NULLIF(m.until_day, '9999-12-31'), m.counts, m.household,
       coalesce(m.residency, h.residency), m.erased
FROM people_membership m LEFT JOIN people_household h ON h.code = m.household
WHERE
"""


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a unit. `name` is concealed (王**) unless `identified`; `until_day` is None while it lasts."""

    id: UUID
    name: str
    identified: bool
    unit: str
    path: str
    since_day: date
    until_day: date | None
    counts: bool
    household: str | None
    residency: str | None


@dataclass(frozen=True, slots=True)
class Household:
    """A dwelling, and how many people of the register live there today."""

    code: str
    unit: str
    path: str
    place: str | None
    residency: str
    entrance: int | None
    floor: int | None
    door: str | None
    opened_on: date
    people: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A note that somebody looked at who some people are."""

    at: datetime
    login: str
    unit: str
    persons: int
    purpose: str


def person(actor: Actor, who: UUID) -> Person:
    """The person, in the unit that counts them or else the newest. Raises `not_found`, `person_erased`."""
    rows = belongings(
        actor, "m.person = %(who)s ORDER BY m.until_day DESC, m.counts DESC, m.since_day DESC LIMIT 1", who=who
    )
    if not rows or not actor.may(SEE, rows[0][2]):
        raise Refused(NOT_FOUND)
    if rows[0][-1]:
        raise Refused(problems.ERASED)
    return named_rows(actor, rows, None)[0]


def person_row(who: UUID) -> str:
    """The unit that counts the person, or else the newest. Raises `not_found`, `person_erased`."""
    rows = belongings(
        acting_actor(), "m.person = %(who)s ORDER BY m.until_day DESC, m.counts DESC, m.since_day DESC LIMIT 1", who=who
    )
    if not rows:
        raise Refused(NOT_FOUND)
    if rows[0][-1]:
        raise Refused(problems.ERASED)
    unit: str = rows[0][1]
    return unit


def memberships(actor: Actor, who: UUID) -> list[Person]:
    """Every stretch in which the person belonged to a unit of the actor's scope, newest first; names concealed."""
    rows = [
        row
        for row in belongings(actor, "m.person = %(who)s ORDER BY m.since_day DESC, m.unit", who=who)
        if actor.may(SEE, row[2])
    ]
    return named_rows(actor, rows, None)


def named(actor: Actor, persons: Collection[UUID], *, purpose: Purpose | None = None) -> dict[UUID, Person]:
    """Those of the persons who are in the scope, by id; their names as `masking` tells them for the purpose."""
    rows = belongings(
        actor,
        "m.person = ANY(%(ids)s) AND NOT m.erased ORDER BY m.person, m.until_day, m.counts, m.since_day",
        ids=list(persons),
    )
    newest = {row[0]: row for row in rows if actor.may(SEE, row[2])}
    return {each.id: each for each in named_rows(actor, list(newest.values()), purpose)}


def people_of(
    actor: Actor,
    unit: str,
    day: date | None = None,
    *,
    after: UUID | None = None,
    limit: int | None = None,
    purpose: Purpose | None = None,
) -> list[Person]:
    """The people who belong to a unit itself on a reporting day (today), in the order of their registration.

    Names come as `masking` tells them for the purpose; those that are read are noted as seen.
    `after` and `limit` give pages. Raises `not_found`, `not_allowed`.
    """
    actor.must(SEE, unit_of(actor, unit, day=day).path)
    where = (
        "m.unit = %(unit)s AND m.since_day <= %(day)s AND m.until_day > %(day)s AND NOT m.erased "
        "AND (%(after)s::uuid IS NULL OR m.person > %(after)s) ORDER BY m.person LIMIT %(limit)s"
    )
    rows = belongings(actor, where, unit=unit, day=day or today(), after=after, limit=limit)
    return named_rows(actor, rows, purpose)


def members(actor: Actor, unit: str, day: date, *, limit: int) -> list[UUID]:
    """Who belongs to a unit itself on a reporting day, by id and without reading a name.

    Raises `not_found`, `not_allowed`.
    """
    actor.must(SEE, unit_of(actor, unit, day=day).path)
    where = (
        "m.unit = %(unit)s AND m.since_day <= %(day)s AND m.until_day > %(day)s AND NOT m.erased "
        "ORDER BY m.person LIMIT %(limit)s"
    )
    return [row[0] for row in belongings(actor, where, unit=unit, day=day, limit=limit)]


def listed(
    actor: Actor,
    *,
    under: str,
    household: str | None = None,
    counts: bool | None = None,
    after: UUID | None = None,
    limit: int = 50,
    purpose: Purpose | None = None,
) -> list[Person]:
    """One page of the people of a unit and all below it today, in the order of registration.

    `after` is the id of the last one of the page before; names come as `masking` tells them for the purpose.
    Raises `not_found`, `not_allowed`.
    """
    path = unit_of(actor, under).path
    actor.must(SEE, path)
    low, high = prefix_range(path)
    where = (
        "m.path >= %(low)s AND m.path < %(high)s AND m.since_day <= %(day)s AND m.until_day > %(day)s "
        "AND NOT m.erased AND (%(after)s::uuid IS NULL OR m.person > %(after)s)"
    )
    where += " AND m.household = %(household)s" if household is not None else ""
    where += " AND m.counts = %(counts)s" if counts is not None else ""
    rows = belongings(
        actor,
        f"{where} ORDER BY m.person LIMIT %(limit)s",
        low=low, high=high, day=today(), after=after, household=household, counts=counts, limit=limit,
    )  # fmt: skip
    return named_rows(actor, rows, purpose)


def identity(actor: Actor, who: UUID, *, purpose: Purpose) -> Identity:
    """Name and numbers of a person, for a purpose that the reader said. Raises as `person`, and `not_allowed` without
    `people.identify` there."""
    rows = belongings(
        actor, "m.person = %(who)s ORDER BY m.until_day DESC, m.counts DESC, m.since_day DESC LIMIT 1", who=who
    )
    if not rows:
        raise Refused(NOT_FOUND)
    if rows[0][-1]:
        raise Refused(problems.ERASED)
    actor.must(IDENTIFY, rows[0][2])
    return identities.revealed(actor, [who], purpose)[who]


def headcount(actor: Actor, unit: str, day: date | None = None) -> int:
    """How many people a unit itself counts on a reporting day (today)."""
    found: int = reading.value(
        actor,
        "SELECT coalesce(sum(delta), 0)::int FROM people_headcount WHERE unit = %(unit)s AND day <= %(day)s",
        unit=unit, day=day or today(),
    )  # fmt: skip
    return found


def headcounts(actor: Actor, *, under: str, day: date | None = None) -> dict[str, tuple[str, int]]:
    """How many people each unit below a unit counts, itself among them, on a day (today): code → (path, people)."""
    found = reading.rows(
        actor,
        "SELECT unit, path, sum(delta)::int FROM people_headcount "
        "WHERE path >= %(low)s AND path < %(high)s AND day <= %(day)s GROUP BY unit, path HAVING sum(delta) <> 0",
        **reading.under(unit_of(actor, under).path), day=day or today(),
    )  # fmt: skip
    return {unit: (path, people) for unit, path, people in found}


def headcount_below(actor: Actor, path: str, day: date | None = None) -> int:
    """How many people all units of a path and below it count on a reporting day (today)."""
    found: int = reading.value(
        actor,
        "SELECT coalesce(sum(delta), 0)::int FROM people_headcount "
        "WHERE path >= %(low)s AND path < %(high)s AND day <= %(day)s",
        **reading.under(path), day=day or today(),
    )  # fmt: skip
    return found


def registered_below(actor: Actor, path: str, day: date | None = None, *, uncounted: bool = False) -> int:
    """How many people are on the registers of a path and below it on a day (today); `uncounted`: whom none counts."""
    found: int = reading.value(
        actor,
        "SELECT count(*) FROM (SELECT FROM people_membership WHERE path >= %(low)s AND path < %(high)s AND since_day "
        "<= %(day)s AND until_day > %(day)s AND NOT erased GROUP BY person "
        "HAVING NOT (%(alone)s AND bool_or(counts))) p",
        alone=uncounted,
        **reading.under(path), day=day or today(),
    )  # fmt: skip
    return found


def history(actor: Actor, person: UUID) -> list[UUID]:
    """The entries that say how a person belongs, or that they were erased, and still stand."""
    return reading.column(
        actor,
        "SELECT entry FROM people_registration WHERE person = %(key)s AND superseded_at IS NULL "
        "UNION ALL SELECT entry FROM people_change WHERE person = %(key)s AND superseded_at IS NULL "
        "UNION ALL SELECT entry FROM people_erasure WHERE person = %(key)s AND superseded_at IS NULL",
        key=person,
    )


def household_history(actor: Actor, code: str) -> list[UUID]:
    """The entries about a household that still stand."""
    statement = "SELECT entry FROM people_founding WHERE code = %(key)s AND superseded_at IS NULL"
    return reading.column(actor, statement, key=code)


def households(
    actor: Actor,
    *,
    under: str,
    place: str | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[Household]:
    """One page of the households of a unit and all below it, by code, all or by a part of the code.

    `after` is the code of the last one before.
    """
    path = unit_of(actor, under).path
    actor.must(SEE, path)
    low, high = prefix_range(path)
    return households_where(
        actor,
        "h.path >= %(low)s AND h.path < %(high)s AND h.code > %(after)s "
        "AND (%(place)s::text IS NULL OR h.place = %(place)s) "
        "AND (%(text)s::text IS NULL OR strpos(h.code, %(text)s) > 0) ORDER BY h.code LIMIT %(limit)s",
        low=low, high=high, place=place, after=after or "", limit=limit,
        text=text.replace("\0", "").strip().upper() or None if text else None,
    )  # fmt: skip


def household(actor: Actor, code: str) -> Household:
    """The household of that code. Raises `not_found`."""
    found = households_where(actor, "h.code = %(code)s", code=code.replace("\0", ""))
    if not found or not actor.may(SEE, found[0].path):
        raise Refused(NOT_FOUND)
    return found[0]


def households_named(actor: Actor, codes: Collection[str]) -> list[Household]:
    """Those of these households that are the actor's to see."""
    wanted = sorted({code.replace("\0", "") for code in codes})
    found = households_where(actor, "h.code = ANY(%(codes)s)", codes=wanted) if wanted else []
    return [each for each in found if actor.may(SEE, each.path)]


def households_seen(actor: Actor, codes: Collection[str]) -> frozenset[str]:
    """Which of these households are the actor's to see: somebody's may be in another unit's estate."""
    return frozenset(each.code for each in households_named(actor, codes))


def views(
    actor: Actor,
    *,
    person: UUID | None = None,
    login: str | None = None,
    before: datetime | None = None,
    limit: int = 50,
) -> list[Seen]:
    """Who looked at whom, newest first: of one person, by one login, or all where the actor holds `people.views`."""
    seen = ranges(actor.prefixes(VIEWS))
    where = ["%(seen)s::path_ranges @> path"]
    named = {"person": person, "login": login, "before": before, "limit": limit, "seen": seen}
    if person is not None:
        where.append("persons @> ARRAY[%(person)s::uuid]")
    if login is not None:
        where.append("login = %(login)s")
    if before is not None:
        where.append("at < %(before)s")
    found = reading.rows(
        actor,
        "SELECT at, login, unit, cardinality(persons), purpose FROM people_identity_view "
        f"WHERE {' AND '.join(where)} ORDER BY at DESC LIMIT %(limit)s",
        **named,
    )
    return [Seen(*row) for row in found]


def belongings(actor: Actor, where: str, **named: Any) -> list[tuple[Any, ...]]:
    """Memberships in the scope, as `named_rows` takes them."""
    return reading.rows(actor, _SELECT + where, **named)


def named_rows(actor: Actor, rows: list[tuple[Any, ...]], purpose: Purpose | None) -> list[Person]:
    """The rows as persons; names that the actor is told are read and noted."""
    persons = {row[0] for row in rows}
    told = {row[0]: masking.told_for(actor, row[1], row[2], purpose) for row in rows}
    known: dict[UUID, Identity] = {}
    for why in {each for each in told.values() if each is not None}:
        known |= identities.revealed(actor, [who for who, each in told.items() if each is why], why)
    shown = identities.shown_names(persons - known.keys()) if persons - known.keys() else {}
    return [
        Person(row[0], known[row[0]].name if row[0] in known else shown.get(row[0], "**"), row[0] in known, *row[1:8])
        for row in rows
    ]


def households_where(actor: Actor, where: str, **named: Any) -> list[Household]:
    """The households of which a condition in SQL holds, as far as the actor's scope reaches."""
    found = reading.rows(
        actor,
        "SELECT h.code, h.unit, h.path, h.place, h.residency, h.entrance, h.floor, h.door, h.opened_on, "
        "(SELECT count(DISTINCT m.person) FROM people_membership m WHERE m.household = h.code "
        "AND m.since_day <= %(day)s AND m.until_day > %(day)s) FROM people_household h WHERE " + where,
        day=today(), **named,
    )  # fmt: skip
    return [Household(*row) for row in found]
