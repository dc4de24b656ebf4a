"""shell · kind called: units, places and people as a sheet calls them: by code, name, alias or number.

Only what the reader sees can be meant. What could be two is asked for, never chosen.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from lianfang.ground.people import queries as people
from lianfang.ground.people import queries_names
from lianfang.ground.people.rules import alike
from lianfang.ground.places import queries as places
from lianfang.ground.places.queries import Place
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import characters
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import Words, w
from lianfang.shell.ledger import things
from lianfang.shell.ledger.things import Thing

_SHOWN = 4
_DIGITS_OF_A_NUMBER = 6

NO_UNIT = w(
    "没有找到单位“{said}”；可写名称、别名或代码", "there is no unit “{said}”; its name, an alias or its code will do"
)
NO_PLACE = w("没有找到地点“{said}”；可写名称或代码", "there is no place “{said}”; its name or its code will do")
SEVERAL = w("“{said}”不止一个：{codes}；请写代码", "“{said}” is not unique: {codes}; write the code")
NO_PERSON = w(
    "{unit}的名册上没有“{said}”；可写姓名、证件号码或手机号",
    "“{said}” is not on the register of {unit}; a name, an identity or a telephone number will do",
)
SAME_NAME = w(
    "{unit}有几个“{said}”，请改写证件号码或手机号", "{unit} has several “{said}”; write an identity or telephone number"
)
WHOSE = w("“{said}”是哪个单位的人？请填写单位", "of which unit is “{said}”? Fill in the unit")
CONCEALED = w(
    "您在{unit}看不到姓名，不能按姓名“{said}”找人；请由该单位填报员上传",
    "names of {unit} are concealed from you, so “{said}” cannot be found; let its reporter upload the sheet",
)


class Names:
    """What a sheet's words mean to one reader."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._units: dict[str, list[Unit]] = {}
        self._places: dict[str, list[Place]] = {}
        self._rosters: dict[str, dict[str, list[UUID]] | None] = {}
        self._people: dict[str, dict[str, list[UUID]] | None] = {}
        self._numbers: dict[str, dict[str, list[UUID]]] = {}
        self._things: dict[str, Thing | Words] = {}

    def ahead(self, unit_words: Collection[str], place_words: Collection[str]) -> None:
        """Asks for many at once."""
        self._ask_units({characters.folded(each) for each in unit_words})
        self._ask_places({characters.folded(each) for each in place_words})

    def units_called(self, said: str) -> list[Unit]:
        """Every unit that goes by that."""
        word = characters.folded(said)
        self._ask_units({word})
        return self._units[word]

    def unit(self, said: str) -> str:
        """The code of the unit meant. Raises `Unclear`."""
        word = characters.folded(said)
        self._ask_units({word})
        found = self._units[word]
        if len(found) != 1:
            raise Unclear(SEVERAL if found else NO_UNIT, said, codes=codes_said([each.code for each in found]))
        return found[0].code

    def forget(self) -> None:
        """Asks again from now on: something was opened meanwhile."""
        self._units.clear()
        self._places.clear()

    def knows_unit(self, said: str) -> bool:
        """Whether a unit goes by that."""
        word = characters.folded(said)
        self._ask_units({word})
        return bool(self._units[word])

    def has_unit(self, name: str, parent: str) -> bool:
        """Whether a unit of that name stands directly below another."""
        word = characters.folded(name)
        self._ask_units({word})
        return any(each.parent == parent for each in self._units[word])

    def knows_place(self, said: str) -> bool:
        """Whether a place goes by that."""
        word = characters.folded(said)
        self._ask_places({word})
        return bool(self._places[word])

    def has_place(self, name: str, unit: str, parent: str | None) -> bool:
        """Whether a unit has a place of that name in another, or by itself."""
        word = characters.folded(name)
        self._ask_places({word})
        return any((each.unit, each.parent) == (unit, parent) for each in self._places[word])

    def place(self, said: str, unit: str | None) -> str:
        """The code of the place meant; of several of one name that of the unit. Raises `Unclear`."""
        word = characters.folded(said)
        self._ask_places({word})
        found = self._places[word]
        if len(found) > 1:
            found = [each for each in found if each.unit == unit] or found
        if len(found) != 1:
            raise Unclear(SEVERAL if found else NO_PLACE, said, codes=codes_said([each.code for each in found]))
        return found[0].code

    def places_called(self, said: str) -> list[Place]:
        """Every place that goes by that."""
        word = characters.folded(said)
        self._ask_places({word})
        return self._places[word]

    def unit_of(self, place: str) -> str | None:
        """The unit that answers for a place."""
        word = characters.folded(place)
        self._ask_places({word})
        return next((each.unit for each in self._places[word] if each.code == place), None)

    def person(self, said: str, unit: str | None) -> UUID:
        """The person meant, by id, name on the unit's register, identity or telephone number. Raises `Unclear`."""
        if (known := _as_id(said)) is not None:
            return known
        if unit is None:
            raise Unclear(WHOSE, said)
        self.people_ahead(unit, [said])
        if _is_number(said):
            found = self._numbers[unit][said]
            if len(found) != 1:
                raise Unclear(NO_PERSON, said, unit=self._unit_words(unit))
            return found[0]
        roster = self._people[unit]
        if roster is None:
            raise Unclear(CONCEALED, said, unit=self._unit_words(unit))
        found = roster[alike(said)]
        if len(found) != 1:
            raise Unclear(SAME_NAME if found else NO_PERSON, said, unit=self._unit_words(unit))
        return found[0]

    def people_ahead(self, unit: str, said: Collection[str]) -> None:
        """Asks for many people of a unit at once, whatever they are called by."""
        words = [each for each in said if _as_id(each) is None]
        self._ask_numbers(unit, [each for each in words if _is_number(each)])
        self._ask_people(unit, [each for each in words if not _is_number(each)])

    def _ask_numbers(self, unit: str, numbers: Collection[str]) -> None:
        known = self._numbers.setdefault(unit, {})
        asked = {each for each in numbers if each not in known}
        if asked:
            try:
                known |= queries_names.numbered(self.actor, unit, asked)
            except Refused:
                known |= {each: [] for each in asked}

    def _ask_people(self, unit: str, names: Collection[str]) -> None:
        known = self._people.setdefault(unit, {})
        if known is None:
            return
        asked = {alike(name): name for name in names if alike(name) not in known}
        roster = self._roster(unit) if asked else {}
        if roster is not None:
            known |= {name: roster.get(name, []) for name in asked}
            return
        try:  # those who may register people there need not know their names
            found = queries_names.meant(self.actor, unit, [*asked.values()])
        except Refused:
            self._people[unit] = None
        else:
            known |= {alike(name): who for name, who in found.items()}

    def thing(self, kind: Kind, said: str) -> UUID:
        """The thing meant of which entries of the kind are steps, by its id or whole name. Raises `Unclear`."""
        self.things_ahead(kind, [said])
        found = self._things[said]
        if isinstance(found, Words):
            raise Unclear(found, said)
        return found.id

    def things_ahead(self, kind: Kind, said: Collection[str]) -> None:
        """Asks for many things at once."""
        asked = {each for each in said if each not in self._things}
        self._things |= things.all_meant(self.actor, kind, asked) if asked else {}

    def _unit_words(self, unit: str) -> Words:
        self._ask_units({unit})
        return self._units[unit][0].words if self._units[unit] else Words(unit, unit)

    def _ask_units(self, words: Collection[str]) -> None:
        asked = [each for each in words if each not in self._units]
        known = units.units(self.actor, [each.upper() for each in asked]) if asked else {}
        rest = [each for each in asked if each.upper() not in known]
        named = units.called(self.actor, rest) if rest else {}
        self._units |= {each: [known[each.upper()]] if each.upper() in known else named.get(each, []) for each in asked}

    def _ask_places(self, words: Collection[str]) -> None:
        asked = [each for each in words if each not in self._places]
        known = places.places(self.actor, [each.upper() for each in asked]) if asked else {}
        rest = [each for each in asked if each.upper() not in known]
        named = places.called(self.actor, rest) if rest else {}
        self._places |= {
            each: [known[each.upper()]] if each.upper() in known else named.get(each, []) for each in asked
        }

    def _roster(self, unit: str) -> dict[str, list[UUID]] | None:
        """The people of a unit by name; None where their names are not for this reader."""
        if unit not in self._rosters:
            self._rosters[unit] = self._read_roster(unit)
        return self._rosters[unit]

    def _read_roster(self, unit: str) -> dict[str, list[UUID]] | None:
        try:
            found = people.people_of(self.actor, unit, purpose=people.Purpose.RECORD)
        except Refused:
            return None
        if not all(each.identified for each in found):
            return None
        by_name: dict[str, list[UUID]] = {}
        for each in found:
            by_name.setdefault(alike(each.name), []).append(each.id)
        return by_name


def _as_id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _is_number(said: str) -> bool:
    """Whether it is the number of a telephone or of a document: no name has as many digits."""
    return sum(map(str.isdigit, characters.folded(said))) >= _DIGITS_OF_A_NUMBER


def codes_said(codes: list[str]) -> str:
    """The first few of some codes, for `SEVERAL`."""
    more = "…" if len(codes) > _SHOWN else ""
    return "、".join(sorted(codes)[:_SHOWN]) + more
