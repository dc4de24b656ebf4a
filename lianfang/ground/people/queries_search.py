"""people · queries of a search: whom a number, a name or a part of one may mean, for whoever may know people by name.

Who gives the whole of a name or number learns whose it is, and that is noted. Whoever gives a part is shown who has it,
and not their names: else each letter typed would uncover a register.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from lianfang.ground.people import identities, queries, queries_names, rules
from lianfang.ground.people.card import IDENTIFY
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.queries import Person
from lianfang.kernel import reading
from lianfang.kernel.scope import Actor


class _Found(NamedTuple):
    """Who may be meant, and whose whole name or number was given."""

    persons: list[UUID]
    given: frozenset[UUID]


def search(actor: Actor, text: str, *, limit: int = 20, purpose: Purpose | None = None) -> list[Person]:
    """People whom the actor may know by name: by whole identity or telephone number, part of a name, or pinyin.

    Names are whole where the text is the whole name or a number of theirs; of others they are told for the `purpose`.
    """
    said = text.strip().replace("\0", "")
    if not said or not actor.prefixes(IDENTIFY):
        return []
    found = _found(actor, said, limit)
    rows = _newest(actor, found.persons, limit)
    told = {each.id: each for each in queries.named_rows(actor, _of(rows, found.given), Purpose.SEARCH)}
    told |= {each.id: each for each in queries.named_rows(actor, _of(rows, found.persons, found.given), purpose)}
    return [told[row[0]] for row in rows]


def _of(rows: list[Any], some: Collection[UUID], but: Collection[UUID] = ()) -> list[Any]:
    return [row for row in rows if row[0] in some and row[0] not in but]


def _found(actor: Actor, said: str, limit: int) -> _Found:
    numbers, phone = rules.numbers_meant(said), rules.plain_phone(said)
    parts = [identities.blind_part(part) for part in rules.sought_parts(said)]
    with reading.cursor(actor) as cursor:
        cursor.execute(
            "SELECT person FROM people_person WHERE id_blind = ANY(%s) UNION SELECT person FROM people_person "
            "WHERE phone_blind = %s",
            ([identities.blind_id_number(each) for each in numbers], identities.blind_phone(phone)),
        )
        exact = [row[0] for row in cursor.fetchall()]
        if exact or not parts:
            return _Found(exact, frozenset(exact))
        cursor.execute(
            "SELECT person, array_agg(gram) FROM people_gram WHERE person IN (SELECT person FROM people_gram "
            "WHERE gram = ANY(%s) GROUP BY person HAVING count(*) = %s ORDER BY person LIMIT %s) "
            "GROUP BY person ORDER BY person",
            (parts, len(parts), limit),
        )
        rows, whole = cursor.fetchall(), queries_names.parts_of(said)
    return _Found(
        [person for person, _ in rows],
        frozenset(person for person, grams in rows if frozenset(map(bytes, grams)) == whole),
    )


def _newest(actor: Actor, persons: Collection[UUID], limit: int) -> list[tuple[Any, ...]]:
    rows = queries.belongings(
        actor, "m.person = ANY(%(ids)s) AND NOT m.erased ORDER BY m.person, m.until_day, m.counts", ids=list(persons)
    )
    return list({row[0]: row for row in rows}.values())[:limit]
