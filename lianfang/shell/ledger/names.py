"""shell · ledger names: units, places and persons as people call them, for the codes that entries carry."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lianfang.ground.people import queries as people
from lianfang.ground.people import queries_search
from lianfang.ground.people.card import IDENTIFY
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.queries import Person
from lianfang.ground.places import queries as places
from lianfang.ground.places.queries import Place
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.shell.ledger.things import Thing, of_entries

_LOOKED_THROUGH = 3000  # people among whom a concealed name is looked for


@dataclass(frozen=True, slots=True)
class Called:
    """The names behind the codes of some entries; what the actor may not see is called by its code."""

    units: dict[str, Unit]
    places: dict[str, Place]
    persons: dict[UUID, Person]
    things: dict[UUID, Thing] = field(default_factory=dict)

    def unit(self, code: str) -> Words | str:
        return self.units[code].words if code in self.units else code

    def place(self, code: str | None) -> Words | str | None:
        return self.places[code].words if code in self.places else code

    def person(self, person: UUID | None) -> Words | str | None:
        if person is None:
            return None
        return self.persons[person].name if person in self.persons else str(person)[-6:]

    def thing(self, stream: UUID | None) -> Words | str | None:
        if stream is None:
            return None
        return self.things[stream].words if stream in self.things else str(stream)[-6:]

    def thing_href(self, stream: UUID | None) -> str:
        """The page of a thing; empty where there is none, or none that the reader may open."""
        return self.things[stream].href if stream in self.things else ""


def names_of(actor: Actor, listed: Iterable[Any], *, purpose: Purpose | None = None) -> Called:
    """The names of the units, places, persons and things of entries: at most one question for each sort of them.

    Persons are concealed; a page on which a unit works with its own people says so as the `purpose`.
    """
    listed = list(listed)
    codes = sorted({each.unit for each in listed})
    located = {each.place for each in listed if each.place}
    named = {each.person for each in listed if each.person}
    return Called(
        units.units(actor, codes) if codes else {},
        places.places(actor, located) if located else {},
        people.named(actor, named, purpose=purpose) if named else {},
        of_entries(actor, listed),
    )


def units_called(actor: Actor, codes: list[str]) -> dict[str, Words]:
    """The names of units by their codes, as far as the actor sees them."""
    return {code: unit.words for code, unit in units.units(actor, codes).items()} if codes else {}


def units_where(actor: Actor, verb: str, limit: int) -> list[Unit]:
    """The units in which the actor holds the verb, in the order of the tree, at most `limit`."""
    found: dict[str, Unit] = {}
    for held in actor.held:
        if verb in held.verbs:
            listed = _asked(lambda under=held.unit: units.listed(actor, under=under or None, limit=limit))
            found |= {each.code: each for each in listed}
    return sorted(found.values(), key=lambda each: each.path)[:limit]


def places_found(
    actor: Actor, unit: str, query: str, chosen: str, limit: int, kinds: Collection[str] = ()
) -> list[Place]:
    """Places in the scope that match (of some kinds), with the chosen one; the first below the unit where nothing is
    typed."""
    found: list[Place] = []
    if chosen:
        found = _asked(lambda: [places.by_code(actor, chosen)])
    under = None if query else unit or None
    more = _asked(lambda: places.listed(actor, under=under, text=query, limit=limit, kinds=kinds or None))
    return [*found, *(each for each in more if each.code not in {one.code for one in found})][:limit]


def place_meant(actor: Actor, shown: str) -> Place | None:
    """The place that a typed or scanned code means, where the actor sees it."""
    return next(iter(_asked(lambda: [places.by_code(actor, shown)])), None)


def persons_found(actor: Actor, unit: str, query: str, chosen: str, limit: int) -> list[Person]:
    """People below a unit that match, with the chosen one.

    Who may know names searches by name, number or pinyin, and is told those of the own unit; others by surname or
    household, among concealed names.
    """
    found: list[Person] = []
    if chosen:
        found = _asked(lambda: list(people.named(actor, [UUID(chosen)], purpose=Purpose.WORK).values()))
    if actor.prefixes(IDENTIFY):
        more = queries_search.search(actor, query, limit=limit, purpose=Purpose.WORK)
    else:
        asked = query.strip().casefold()
        listed = _asked(lambda: people.listed(actor, under=unit, limit=_LOOKED_THROUGH))
        more = [
            each for each in listed
            if not asked or each.name.casefold().startswith(asked) or asked in (each.household or "").casefold()
        ]  # fmt: skip
    return [*found, *(each for each in more if each.id not in {one.id for one in found})][:limit]


def _asked(ask: Any) -> list[Any]:
    """The answer, or nothing where there is none in the actor's scope."""
    try:
        found: list[Any] = ask()
    except (Refused, ValueError):
        return []
    return found
