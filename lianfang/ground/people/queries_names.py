"""people · queries of names: who of a unit's register is meant by a name, for whoever registers people there.

Names may be concealed from them, and stay so: they say a name, and learn whose it is only as an id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from lianfang.ground.people import identities, rules
from lianfang.ground.people.card import REGISTER
from lianfang.ground.units.queries import today
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import reading, scope
from lianfang.kernel.scope import Actor, acting_actor


def meant(actor: Actor, unit: str, names: Collection[str]) -> dict[str, list[UUID]]:
    """The people of a unit's register whom each name may mean, by the fingerprints of its parts; none is left out.

    Raises `not_found`, `not_allowed`.
    """
    actor.must(REGISTER, unit_of(actor, unit).path)
    by_parts: dict[frozenset[bytes], list[UUID]] = defaultdict(list)
    for person, parts, _ in candidates(unit, names):
        by_parts[parts].append(person)
    return {name: by_parts.get(parts_of(name), []) for name in names}


def parts_of(name: str) -> frozenset[bytes]:
    """The fingerprints of everything by which a name is found."""
    return frozenset(map(identities.blind_part, rules.name_parts(name)))


def candidates(unit: str, names: Collection[str]) -> list[tuple[UUID, frozenset[bytes], bool]]:
    """Those of a unit's register who may have one of the names: the fingerprints of theirs, and whether they have a
    number. They share the longest part of one: so of a large register few are read.
    """
    wanted = sorted({identities.blind_part(rules.whole_part(name)) for name in names})
    with scope.acting(scope.system_actor("names meant")), reading.cursor(acting_actor()) as cursor:
        cursor.execute(CANDIDATES, {"unit": unit, "day": today(), "wanted": wanted})
        return [(person, frozenset(map(bytes, grams)), numbered) for person, grams, numbered in cursor.fetchall()]


# First who shares a part, whatever their unit, then each of them by key. As plain joins, planned by the table sizes of
# yesterday, every part is looked up for every member of the unit: minutes for a register of 40,000.
CANDIDATES = """
WITH alike AS MATERIALIZED (SELECT DISTINCT person FROM people_gram WHERE gram = ANY(%(wanted)s))
SELECT a.person, g.parts, p.numbered FROM alike a
CROSS JOIN LATERAL (SELECT FROM people_membership m WHERE m.person = a.person AND m.unit = %(unit)s
  AND m.since_day <= %(day)s AND m.until_day > %(day)s AND NOT m.erased LIMIT 1) m
CROSS JOIN LATERAL (SELECT id_blind IS NOT NULL AS numbered FROM people_person WHERE person = a.person LIMIT 1) p
CROSS JOIN LATERAL (SELECT array_agg(gram) AS parts FROM people_gram WHERE person = a.person) g
ORDER BY a.person
"""


def numbered(actor: Actor, unit: str, number: str) -> list[UUID]:
    """The people of a unit's register who have that identity or telephone number. Raises as `meant`."""
    actor.must(REGISTER, unit_of(actor, unit).path)
    documents, phone = rules.numbers_meant(number), rules.plain_phone(number)
    with scope.acting(scope.system_actor("names meant")), reading.cursor(acting_actor()) as cursor:
        cursor.execute(
            "SELECT DISTINCT p.person FROM people_person p JOIN people_membership m ON m.person = p.person "
            "WHERE (p.id_blind = ANY(%(ids)s) OR p.phone_blind = %(phone)s) AND m.unit = %(unit)s "
            "AND m.since_day <= %(day)s AND m.until_day > %(day)s AND NOT m.erased ORDER BY p.person",
            {
                "ids": [identities.blind_id_number(each) for each in documents],
                "phone": identities.blind_phone(phone), "unit": unit,
                "day": today(),
            },
        )  # fmt: skip
        return [row[0] for row in cursor.fetchall()]


def belonging(actor: Actor, unit: str, persons: Collection[UUID]) -> dict[UUID, tuple[bool, str | None]]:
    """Of those of the people who are on the unit's register today: whether it counts them, and their household."""
    found = reading.rows(
        actor,
        "SELECT person, counts, household FROM people_membership WHERE unit = %(unit)s AND person = ANY(%(persons)s) "
        "AND since_day <= %(day)s AND until_day > %(day)s AND NOT erased",
        unit=unit, persons=list(persons), day=today(),
    )  # fmt: skip
    return {person: (counts, household) for person, counts, household in found}
