"""shell · directory: where somebody lives, as people write it: 3-2-301, 3号楼2单元301, Building 3, entrance 2, 301."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from lianfang.ground.places.queries import Place
from lianfang.kernel import characters
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import w
from lianfang.shell.kinds.called import SEVERAL, Names, codes_said

NO_HOME = w(
    "“{said}”看不出是哪一户；请写成 3-2-301、3号楼2单元301 或 5号楼101",
    "“{said}” is no home that can be told; write 3-2-301, 3号楼2单元301, or Building 5, 101",
)
NO_BUILDING = w("没有找到楼栋“{said}”，请先登记该地点", "there is no building “{said}”; register it as a place first")

_DOOR = r"(?P<door>\d{1,4}[A-Za-z]?)(?:室|号|户)?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<building>[^-－—#/]+?)(?:号楼|栋|幢|座|楼)?[-－—#/](?P<entrance>\d{{1,2}})(?:单元|门)?[-－—#/]{_DOOR}",
        rf"(?P<building>[^-－—#/]+?)(?:号楼|栋|幢|座|楼)?[-－—#/]{_DOOR}",
        rf"(?P<building>.+?)(?:号楼|栋|幢|座|楼)(?:(?P<entrance>\d{{1,2}})(?:单元|门))?(?:(?P<floor>\d{{1,2}})(?:层|楼))?{_DOOR}",
        rf"(?:building|bldg\.?|block)(?P<building>\w+?),?(?:(?:entrance|unit|entr\.?)(?P<entrance>\d{{1,2}}),?)?"
        rf"(?:(?:flat|door|room|no\.?|,)+){_DOOR}",
    )
)
_WITHIN = re.compile(
    rf"(?:(?:entrance)?(?P<entrance>\d{{1,2}})(?:单元|门|[-－—#/,]))?(?:(?P<floor>\d{{1,2}})(?:层|楼))?{_DOOR}",
    re.IGNORECASE,
)
_ON_A_FLOOR = re.compile(r"(\d{1,2})\d\d[A-Za-z]?")
_BUILDING = re.compile(r"(?:building|bldg\.?|block)?\s*(\w+?)\s*(?:号楼|栋|幢|座|#楼|楼|#)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling as it was written, without leading zeros; `building` is its name or number.

    `floor` is the one that is said, or that the door's number begins with.
    """

    building: str
    entrance: int | None
    floor: int | None
    door: str

    def code(self, building: str) -> str:
        """The code of the household in a building: its parts, as they stand on a door. A floor that the door's number
        does not begin with is one of them, so that door A of two floors is two homes."""
        parts = [building, *([str(self.entrance)] if self.entrance else [])]
        if self.floor and _storey(self.door) != self.floor:
            parts.append(f"{self.floor}F")
        return "-".join([*parts, self.door.upper()])


def home_said(said: str) -> Home:
    """A dwelling from one text. Raises `Unclear`."""
    plain = characters.folded(said).replace(" ", "")
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(plain):
            parts = found.groupdict()
            return _home(parts["building"], parts.get("entrance"), parts.get("floor"), parts["door"])
    raise Unclear(NO_HOME, said)


def home_of(building: str, entrance: str | None, floor: str | None, door: str) -> Home:
    """A dwelling from its parts, each in a column of its own. Raises `Unclear`."""
    found = _WITHIN.fullmatch(characters.folded(door).replace(" ", ""))
    if found is None:
        raise Unclear(NO_HOME, door)
    entrance, floor = _digits(entrance) or found["entrance"], _digits(floor) or found["floor"]
    return _home(building, entrance, floor, found["door"])


def building_words(said: str) -> list[str]:
    """What a building that is called so, or has that number, may be called in the register."""
    plain = characters.folded(said)
    found = _BUILDING.fullmatch(plain)
    if found is None:
        return [plain]
    numbers = dict.fromkeys([found[1], _short(found[1])])
    called = [f"{number}{word}" for number in numbers for word in ("号楼", "栋", "幢", "座", "楼")]
    return [*dict.fromkeys([plain, *called, *(f"Building {number}" for number in numbers)])]


def ahead(names: Names, homes: Collection[Home]) -> None:
    """Asks for all their buildings at once."""
    names.ahead((), {word for each in {home.building for home in homes} for word in building_words(each)})


def building_of(names: Names, home: Home, unit: str | None) -> Place:
    """The building: the unit's own, where it has one that is called so. Raises `Unclear`."""
    found = {place.code: place for word in building_words(home.building) for place in names.places_called(word)}
    own = [each for each in found.values() if each.unit == unit]
    meant = own or [*found.values()]
    if len(meant) != 1:
        codes = codes_said([each.code for each in meant])
        raise Unclear(SEVERAL if meant else NO_BUILDING, home.building, codes=codes)
    return meant[0]


def _home(building: str, entrance: str | None, floor: str | None, door: str) -> Home:
    """Of a floor and a short number on it, one number is made, as it stands on doors: 3层02 is 302."""
    door = _short(door)
    if floor and door.isdigit() and len(door) <= 2:
        door = f"{int(floor)}{int(door):02}" if int(floor) else door
    storey = int(floor) if floor else _storey(door) if door.isdigit() else None
    return Home(building, int(entrance) if entrance else None, storey or None, door)


def _storey(door: str) -> int | None:
    """The floor that a door's number begins with: 3 of 302 and 302A."""
    found = _ON_A_FLOOR.fullmatch(door)
    return int(found[1]) if found else None


def _short(number: str) -> str:
    """A number without the zeros before it: 0501 and 501 are one door."""
    return number.lstrip("0") or number


def _digits(said: str | None) -> str | None:
    found = re.search(r"\d{1,2}", characters.folded(said)) if said else None
    return found[0] if found else None
