"""shell · directory: how many people units count, by themselves and with everything below."""

from __future__ import annotations

from dataclasses import dataclass

from lianfang.ground.people import queries as people
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Counted:
    """A unit with the people that it counts itself, and with all below it; `below` are its own children."""

    unit: Unit
    own: int
    everywhere: int
    below: int = 0


def headcount(actor: Actor, unit: Unit) -> tuple[int, int]:
    """(by the unit itself, with everything below it) today."""
    return people.headcount(actor, unit.code), people.headcount_below(actor, unit.path)


def by_unit(actor: Actor, code: str) -> tuple[Counted, list[Counted]]:
    """A unit and each unit directly below it, with the people they count. Two questions, however large the tree."""
    unit = units.unit(actor, code)
    found = people.headcounts(actor, under=code)
    children = units.branches(actor, [code]).get(code, [])
    total = Counted(unit, _own(found, unit), sum(n for _, n in found.values()))
    sums: dict[str, int] = {}
    depth = unit.path.count("/")
    for path, n in found.values():
        steps = path.split("/")
        if len(steps) > depth + 1:
            sums[steps[depth]] = sums.get(steps[depth], 0) + n
    listed = [Counted(each.unit, _own(found, each.unit), sums.get(each.unit.code, 0), each.below) for each in children]
    return total, listed


def _own(found: dict[str, tuple[str, int]], unit: Unit) -> int:
    return found[unit.code][1] if unit.code in found else 0
