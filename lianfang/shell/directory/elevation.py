"""shell · directory: a building as it is seen from the street: floors down, doors across, one cell for each home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianfang.ground.people.payloads import Residency
from lianfang.ground.people.queries import Household
from lianfang.kernel.words import Words, w
from lianfang.shell.directory.links import href


@dataclass(frozen=True, slots=True)
class Door:
    """One home: how many people of the register live there, and whether the address is a usual one."""

    household: Household
    href: str

    @property
    def people(self) -> int:
        return self.household.people

    @property
    def non_local(self) -> bool:
        return self.household.residency == Residency.NON_LOCAL

    @property
    def tip(self) -> Words:
        said = w("{where}：{n} 人", "{where}: {n}")
        away = w("{where}：{n} 人，外来", "{where}: {n}, non-local")
        return (away if self.non_local else said).fill(where=where(self.household), n=self.people)


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor: a cell for each door position, empty where there is no such home."""

    label: str
    doors: tuple[Door | None, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Elevation:
    """The homes of one building. `entrances` are headings with the number of door columns under each."""

    entrances: tuple[tuple[Words, int], ...]
    firsts: frozenset[int]
    floors: tuple[Floor, ...]
    loose: tuple[Door, ...]
    homes: int
    people: int
    empty: int


def elevation(households: Iterable[Household]) -> Elevation:
    """Lays the homes out by entrance, floor and door; homes without a floor stand beside it."""
    doors = [Door(each, href("household", each.code)) for each in households]
    placed = [door for door in doors if door.household.floor is not None]
    columns = sorted({_column(door.household) for door in placed})
    at = {(door.household.floor, _column(door.household)): door for door in placed}
    floors = []
    for floor in sorted({door.household.floor or 0 for door in placed}, reverse=True):
        row = tuple(at.get((floor, column)) for column in columns)
        floors.append(Floor(str(floor), row, sum(door.people for door in row if door)))
    entrances: list[tuple[Words, int]] = []
    for number in sorted({entrance for entrance, _ in columns}):
        words = w("{n}单元", "Entrance {n}").fill(n=number) if number else w("各户", "Homes")
        entrances.append((words, sum(1 for entrance, _ in columns if entrance == number)))
    firsts = frozenset(i for i, (entrance, _) in enumerate(columns) if i and entrance != columns[i - 1][0])
    loose = tuple(door for door in doors if door.household.floor is None)
    people = sum(door.people for door in doors)
    empty = sum(not door.people for door in doors)
    return Elevation(tuple(entrances), firsts, tuple(floors), loose, len(doors), people, empty)


def where(household: Household) -> Words:
    """A home as people point to it: its entrance and door; its code where neither is known."""
    if household.door is None:
        return Words(household.code, household.code)
    if household.entrance is None:
        return w("{d} 号", "No. {d}").fill(d=household.door)
    return w("{e}单元 {d}", "entrance {e}, {d}").fill(e=household.entrance, d=household.door)


def _column(household: Household) -> tuple[int, str]:
    """The vertical line in which a home lies: door 302 lies above door 202."""
    door = household.door or household.code
    floor = str(household.floor)
    line = door[len(floor) :] if door.startswith(floor) and len(door) > len(floor) else door
    return household.entrance or 0, line
