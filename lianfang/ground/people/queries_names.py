"""people · queries of names: who of a unit's register is meant by a name, for whoever registers people there.

Names may be concealed from them, and stay so: they say a name, and learn whose it is only as an id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from lianfang.ground.people import identities, masking, rules
from lianfang.ground.people.card import REGISTER
from lianfang.ground.units.queries import today
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import reading, scope
from lianfang.kernel.scope import Actor, acting_actor


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Which of some names somebody on a unit's register has already, and which of them somebody without a number."""

    there: frozenset[str]
    unnumbered: frozenset[str]


def meant(actor: Actor, unit: str, names: Collection[str]) -> dict[str, list[UUID]]:
    """The people of a unit's register whom each name may mean, by the fingerprints of its parts; none is left out.

    Raises `not_found`, `not_allowed`.
    """
    actor.must(REGISTER, unit_of(actor, unit).path)
    by_parts: dict[frozenset[bytes], list[UUID]] = defaultdict(list)
    for person, parts, _ in candidates(unit, names):
        by_parts[parts].append(person)
    return {name: by_parts.get(parts_of(name), []) for name in names}


def namesakes(actor: Actor, unit: str, names: Collection[str]) -> Namesakes:
    """Who would come onto a unit's register a second time; whose the name is, nobody learns.

    For whoever registers people there: names may be concealed from them. They are compared by the fingerprints of their
    parts. Raises `not_found`, `not_allowed`.
    """
    actor.must(REGISTER, unit_of(actor, unit).path)
    known = candidates(unit, names)
    wanted = {name: parts_of(name) for name in names} if known else {}
    all_of, without = {parts for _, parts, _ in known}, {parts for _, parts, numbered in known if not numbered}
    return Namesakes(
        frozenset(name for name, grams in wanted.items() if grams in all_of),
        frozenset(name for name, grams in wanted.items() if grams in without),
    )


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
CROSS JOIN LATERAL (SELECT array_agg(gram) AS parts FROM people_gram WHERE person = a.person AND {of_name}) g
ORDER BY a.person
""".replace("{of_name}", identities.OF_NAME)


def numbered(actor: Actor, unit: str, numbers: Collection[str]) -> dict[str, list[UUID]]:
    """The people of a unit's register who have each identity or telephone number; none is left out.

    For whoever registers people there, and for whoever may know them by name: that these were found is noted. Raises
    as `meant`.
    """
    path = unit_of(actor, unit).path
    if not actor.may(REGISTER, path):
        actor.must(masking.IDENTIFY, path)
    ids = {each: {identities.blind_id_number(one) for one in rules.numbers_meant(each)} for each in numbers}
    phones = {each: identities.blind_phone(rules.plain_phone(each)) for each in numbers}
    with scope.acting(scope.system_actor("names meant")), reading.cursor(acting_actor()) as cursor:
        cursor.execute(
            "SELECT DISTINCT p.person, p.id_blind, p.phone_blind FROM people_person p JOIN people_membership m "
            "ON m.person = p.person WHERE (p.id_blind = ANY(%(ids)s) OR p.phone_blind = ANY(%(phones)s)) "
            "AND m.unit = %(unit)s AND m.since_day <= %(day)s AND m.until_day > %(day)s AND NOT m.erased "
            "ORDER BY p.person",
            {
                "ids": sorted(set().union(*ids.values())), "phones": sorted(set(phones.values())), "unit": unit,
                "day": today(),
            },
        )  # fmt: skip
        found = [(row[0], *(bytes(each) if each is not None else None for each in row[1:])) for row in cursor]
    if found and not actor.may(REGISTER, path):
        identities.note(actor, {(person, unit, path) for person, *_ in found}, masking.Purpose.RECORD)
    by_id, by_phone = defaultdict(list), defaultdict(list)
    for person, id_blind, phone_blind in found:
        by_id[id_blind].append(person)
        by_phone[phone_blind].append(person)
    return {
        each: sorted({*by_phone.get(phones[each], ()), *(who for one in ids[each] for who in by_id.get(one, ()))})
        for each in numbers
    }


def belonging(actor: Actor, unit: str, persons: Collection[UUID]) -> dict[UUID, tuple[bool, str | None]]:
    """Of those of the people who are on the unit's register today: whether it counts them, and their household."""
    found = reading.rows(
        actor,
        "SELECT person, counts, household FROM people_membership WHERE unit = %(unit)s AND person = ANY(%(persons)s) "
        "AND since_day <= %(day)s AND until_day > %(day)s AND NOT erased",
        unit=unit, persons=list(persons), day=today(),
    )  # fmt: skip
    return {person: (counts, household) for person, counts, household in found}


def told_in(path: str, texts: Collection[str]) -> frozenset[str]:
    """The names of people on the registers of a unit and all below it that stand in some texts, whole.

    For whoever checks what is made public: only what the texts say already is given back. A name is looked for by its
    surname, so that the middle of a longer word is none.
    """
    said = {each for text in texts for each in rules.names_in(text)}
    if not said:
        return frozenset()
    grams: dict[bytes, set[str]] = defaultdict(set)
    for name in said:
        grams[identities.blind_part(name[:3])].add(name)
    low, high = scope.prefix_range(path)
    with scope.acting(scope.system_actor("names told")), reading.cursor(acting_actor()) as cursor:
        cursor.execute(_WHO_IS_TOLD, {"wanted": sorted(grams), "low": low, "high": high})
        found = {(bytes(gram), frozenset(map(bytes, parts))) for gram, parts in cursor.fetchall()}
    return frozenset(name for gram, parts in found for name in grams[gram] if parts_of(name) == parts)


_WHO_IS_TOLD = """
WITH alike AS MATERIALIZED (SELECT DISTINCT person, gram FROM people_gram WHERE gram = ANY(%(wanted)s))
SELECT a.gram, g.parts FROM alike a
CROSS JOIN LATERAL (SELECT FROM people_membership m WHERE m.person = a.person AND m.path >= %(low)s
  AND m.path < %(high)s AND NOT m.erased LIMIT 1) m
CROSS JOIN LATERAL (SELECT array_agg(gram) AS parts FROM people_gram WHERE person = a.person AND {of_name}) g
""".replace("{of_name}", identities.OF_NAME)
