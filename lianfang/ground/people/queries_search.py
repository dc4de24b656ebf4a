"""people · queries of a search: whom a number, a name or a part of one may mean, for whoever may know people by name.

Who gives the whole of a name or number learns whose it is, and that is noted. Whoever gives a part is shown who has it,
and not their names: else each letter typed would uncover a register.

Those who belong to the reader's units come in the order of paths, by the index over part and path; then those who
belong to them and are counted elsewhere. So a page costs what it shows, of however many people (decision 1020).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from lianfang.ground.people import identities, queries, queries_names, rules
from lianfang.ground.people.card import IDENTIFY
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.queries import Person
from lianfang.ground.people.syllables import completed
from lianfang.kernel import reading
from lianfang.kernel.scope import Actor, prefix_range

ELSEWHERE = "+"  # in the place of a path: of those whom a unit outside the reader's scope counts


class Meant(NamedTuple):
    """Somebody who may be meant; `whole`: by a whole name or number. `at` is their place in the list."""

    person: Person
    whole: bool
    at: tuple[str, UUID]


class _Found(NamedTuple):
    person: UUID
    whole: bool
    at: tuple[str, UUID]


def search(
    actor: Actor, text: str, *, limit: int = 20, purpose: Purpose | None = None, after: tuple[str, UUID] | None = None
) -> list[Person]:
    """People whom the actor may know by name: by whole identity or telephone number, part of a name, pinyin, or the
    last four digits of a number.

    Names are whole where the text is the whole name or a number of theirs; of others they are told for the `purpose`.
    """
    return [each.person for each in page(actor, text, limit=limit, purpose=purpose, after=after)]


def page(
    actor: Actor, text: str, *, limit: int, purpose: Purpose | None = None, after: tuple[str, UUID] | None = None
) -> list[Meant]:
    """As `search`, each with the place from which the list goes on (`after`)."""
    found = _sought(actor, text, limit, after, ())
    rows = _newest(actor, found)
    whole = {each.person for each in found if each.whole}
    told = queries.named_rows(actor, [row for who, row in rows.items() if who in whole], Purpose.SEARCH)
    told += queries.named_rows(actor, [row for who, row in rows.items() if who not in whole], purpose)
    return _put_together(found, told)


def goes_on(actor: Actor, text: str, after: tuple[str, UUID]) -> bool:
    """Whether anybody else is meant after a place in the list; nobody is named."""
    return bool(_sought(actor, text, 1, after, ()))


def among(actor: Actor, text: str, *, limit: int, first: Sequence[str] = ()) -> list[Meant]:
    """As `search` while one is still typing: nobody is named and nothing noted; of those meant `first` come first."""
    found = _sought(actor, text, limit, None, [UUID(each) for each in first])
    return _put_together(found, queries.named_rows(actor, [*_newest(actor, found).values()], None))


def _put_together(found: Sequence[_Found], told: Collection[Person]) -> list[Meant]:
    by_id = {each.id: each for each in told}
    return [Meant(by_id[each.person], each.whole, each.at) for each in found if each.person in by_id]


def _sought(actor: Actor, text: str, limit: int, after: tuple[str, UUID] | None, first: Sequence[UUID]) -> list[_Found]:
    said = text.strip().replace("\0", "")
    if not said or not actor.prefixes(IDENTIFY):
        return []
    sought = _parts(said)
    exact, others = reading.both(
        actor,
        lambda: _by_number(actor, said),
        lambda: _by_parts(actor, sought, limit, after) if sought else [],
    )
    if exact:
        return [] if after else [_Found(who, True, ("", who)) for who in exact]
    some = _some(actor, sought, first) if first and sought else []
    known = {who for who, _ in some}
    found = [*some, *(each for each in others if each[0] not in known)][:limit]
    whole = _with_whole(actor, said, [who for who, _ in found])
    return [_Found(who, who in whole, (path, who)) for who, path in found]


def _by_number(actor: Actor, said: str) -> list[UUID]:
    """Whose whole identity or telephone number the text is."""
    if not any(char.isdigit() for char in said):
        return []
    return reading.column(
        actor,
        "SELECT person FROM people_person WHERE id_blind = ANY(%(numbers)s) UNION SELECT person FROM people_person "
        "WHERE phone_blind = %(phone)s",
        numbers=[identities.blind_id_number(each) for each in sorted(rules.numbers_meant(said))],
        phone=identities.blind_phone(rules.plain_phone(said)),
    )


class _Sought(NamedTuple):
    """The fingerprints of what is looked for: one of the `leads`, and all the `rest`."""

    leads: list[bytes]
    rest: list[bytes]


def _parts(said: str) -> _Sought | None:
    """What is looked for, the part that says most first: few have it. Letters that break off within a syllable of
    pinyin mean every name that goes on so; None where nothing can be looked for."""
    if tail := rules.tail_meant(said):
        return _Sought([identities.blind_tail(tail)], [])
    ordered = sorted(rules.sought_parts(said), key=lambda part: (-len(part), part))
    if not ordered:
        return None
    lead, *rest = ordered
    leads = [lead] if rest else [lead, *completed(lead)]
    return _Sought([identities.blind_part(part) for part in leads], [identities.blind_part(part) for part in rest])


def _some(actor: Actor, sought: _Sought, persons: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Those of some persons who are meant."""
    return reading.rows(
        actor,
        "SELECT person, min(path) FROM people_gram WHERE person = ANY(%(persons)s) "
        "AND (gram = ANY(%(leads)s) OR gram = ANY(%(rest)s::bytea[])) GROUP BY person "
        "HAVING bool_or(gram = ANY(%(leads)s)) "
        "AND count(*) FILTER (WHERE gram = ANY(%(rest)s::bytea[])) = cardinality(%(rest)s::bytea[]) ORDER BY person",
        persons=list(persons), **sought._asdict(),
    )  # fmt: skip


def _by_parts(actor: Actor, sought: _Sought, limit: int, after: tuple[str, UUID] | None) -> list[tuple[UUID, str]]:
    ranges = [prefix_range(prefix) for prefix in actor.prefixes(IDENTIFY)]
    named: dict[str, Any] = {
        **sought._asdict(), "lows": [low for low, _ in ranges], "highs": [high for _, high in ranges],
    }  # fmt: skip
    path, person = after or ("", UUID(int=0))
    found: list[tuple[UUID, str]] = []
    if path != ELSEWHERE:
        statement = AT_HOME.format(rest=_REST if sought.rest else "")
        found = reading.rows(actor, statement, **named, path=path, person=person, limit=limit)
        person = UUID(int=0)
    if len(found) < limit:
        others = reading.column(actor, COUNTED_ELSEWHERE, **named, person=person, limit=limit - len(found))
        found += [(other, ELSEWHERE) for other in others]
    return found


# By the index over part, path and person, which is the order of the list: it ends with the page.
AT_HOME = """
SELECT DISTINCT g.person, g.path FROM unnest(%(lows)s::text[], %(highs)s::text[]) AS r(low, high)
CROSS JOIN unnest(%(leads)s::bytea[]) AS l(gram)
CROSS JOIN LATERAL (
  SELECT n.person, n.path FROM people_gram n
  WHERE n.gram = l.gram AND n.path >= r.low COLLATE "C" AND n.path < r.high COLLATE "C"
    AND (n.path, n.person) > (%(path)s COLLATE "C", %(person)s)
    {rest}
  ORDER BY n.path, n.person LIMIT %(limit)s) g
ORDER BY g.path, g.person LIMIT %(limit)s
"""
_REST = (
    "AND (SELECT count(*) FROM people_gram o WHERE o.person = n.person AND o.gram = ANY(%(rest)s::bytea[])) "
    "= cardinality(%(rest)s::bytea[])"
)
COUNTED_ELSEWHERE = (
    "SELECT DISTINCT e.person FROM unnest(%(leads)s::bytea[]) AS l(gram) CROSS JOIN LATERAL "
    "people_counted_elsewhere(l.gram, %(rest)s::bytea[], %(lows)s::text[], %(highs)s::text[], %(person)s, %(limit)s) "
    "AS e(person) ORDER BY e.person LIMIT %(limit)s"
)


def _with_whole(actor: Actor, said: str, persons: list[UUID]) -> frozenset[UUID]:
    """Those whose whole name the text is."""
    if said.isascii() or not persons:  # the pinyin of a name is never all that it is found by
        return frozenset()
    whole = queries_names.parts_of(said)
    found = reading.rows(
        actor,
        "SELECT person, array_agg(gram) FROM people_gram "
        f"WHERE person = ANY(%(persons)s) AND {identities.OF_NAME} GROUP BY person",
        persons=persons,
    )
    return frozenset(person for person, grams in found if frozenset(map(bytes, grams)) == whole)


def _newest(actor: Actor, found: Sequence[_Found]) -> dict[UUID, tuple[Any, ...]]:
    """Where each of them belongs now, as `named_rows` takes it."""
    if not found:
        return {}
    rows = queries.belongings(
        actor,
        "m.person = ANY(%(ids)s) AND NOT m.erased ORDER BY m.person, m.until_day, m.counts",
        ids=[each.person for each in found],
    )
    return {row[0]: row for row in rows}
