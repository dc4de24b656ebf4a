"""shell · finding ground: people, households, units and places, as people call them."""

from __future__ import annotations

from lianfang.ground.people import queries as people_queries
from lianfang.ground.people import queries_doors, queries_search
from lianfang.ground.people.card import IDENTIFY, SEE
from lianfang.ground.people.queries import Household, Person
from lianfang.ground.places import queries as place_queries
from lianfang.ground.units import queries as unit_queries
from lianfang.kernel import reading
from lianfang.kernel.finding import Asked, Hit, Nearness, nearness
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.directory.elevation import where
from lianfang.shell.directory.links import href, person_href, place_href, unit_href

_UNITS = 60  # units that are looked at: those of which something is open come first, wherever they stand
PEOPLE_VERBS, HOUSEHOLD_VERBS = frozenset({IDENTIFY}), frozenset({SEE})


def people(actor: Actor, asked: Asked) -> list[Hit]:
    """People by a part of their name, its pinyin or initials, a whole number or its last four digits: concealed."""
    found = queries_search.among(actor, asked.text, limit=asked.limit, first=asked.opened("person"))
    persons = [each.person for each in found]
    homes = sorted({each.household for each in persons if each.household})
    called, doors = reading.both(
        actor,
        lambda: unit_queries.units(actor, sorted({each.unit for each in persons})),
        lambda: people_queries.households_seen(actor, homes),
    )
    own = {held.unit for held in actor.held}
    return [
        Hit(
            each.person.name, person_href(each.person.id), _home_of(each.person, called, doors),
            Nearness.WHOLE if each.whole else Nearness.START,
            ("person", str(each.person.id)), own=each.person.unit in own, unit=each.person.unit,
        )
        for each in found
    ]  # fmt: skip


def _home_of(person: Person, called: dict[str, unit_queries.Unit], doors: frozenset[str]) -> Words | str:
    """What tells somebody from a namesake: the unit, and the household where the reader may see it."""
    unit = called[person.unit].words if person.unit in called else person.unit
    return listed([unit, person.household], w(" · ", " · ")) if person.household in doors else unit


def households(actor: Actor, asked: Asked) -> list[Hit]:
    """Households by code or as people say a door: 3栋2单元301, 3-2-301, building 3 301."""
    found = queries_doors.said(actor, asked.text, limit=asked.limit)
    buildings = place_queries.places(actor, {each.place for each in found if each.place})
    return [
        Hit(
            _door(each, buildings), href("household", each.code), each.code,
            nearness(asked.text, each.code) if "-" in asked.text else Nearness.WHOLE, ("household", each.code),
        )
        for each in found
    ]  # fmt: skip


def _door(home: Household, buildings: dict[str, place_queries.Place]) -> Words:
    said = where(home)
    building = buildings.get(home.place or "")
    return w("{building}{door}", "{building}, {door}").fill(building=building.words, door=said) if building else said


def units(actor: Actor, asked: Asked) -> list[Hit]:
    """Units by name, code, alias, pinyin or its initials."""
    own = {held.unit for held in actor.held}
    return [
        Hit(
            each.words, unit_href(each.code), each.code,
            _near_code(asked.text, each.code, each.zh, each.en), ("unit", each.code), own=each.code in own,
        )
        for each in unit_queries.search(actor, asked.text, limit=max(asked.limit, _UNITS))
    ]  # fmt: skip


def places(actor: Actor, asked: Asked) -> list[Hit]:
    """Places by name or code."""
    return [
        Hit(
            each.words, place_href(each.code), listed([each.kind_words, each.code], w(" · ", " · ")),
            _near_code(asked.text, each.code, each.zh, each.en), ("place", each.code), unit=each.unit,
        )
        for each in place_queries.search(actor, asked.text, limit=asked.limit)
    ]  # fmt: skip


def _near_code(text: str, code: str, *names: str) -> Nearness:
    """As `nearness`; a code is also said by its last part: D04 is T161-D04."""
    return nearness(text, code, code.rpartition("-")[2], *names)
