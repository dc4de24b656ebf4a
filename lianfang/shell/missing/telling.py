"""shell · missing telling: what figures lack in a line of words, for reminders, reports, the chat group and watches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from lianfang.ground.people.masking import Purpose
from lianfang.ground.units import queries as units
from lianfang.kernel import coverage, reading
from lianfang.kernel.clock import Day
from lianfang.kernel.coverage import Asked, Counted, Coverage, Sort
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.shortfalls import NAMED, Shortfall
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.missing.queries import ERASED, Lack, told

_COUNTED = w("{unit} {n}", "{unit} {n}")
_AT = w("{name}（{unit}）", "{name} ({unit})")
Figure = tuple[str, Coverage]


def open_things(
    actor: Actor,
    path: str,
    day: Day,
    now: datetime,
    *,
    codes: Collection[str] | None = None,
    unit: str = "",
    purpose: Purpose | None = None,
) -> list[Shortfall]:
    """Everything that a unit and all below it lack on a reporting day, most first named: for the report's exceptions,
    its reminder and the line for the chat group.

    One `Shortfall` for each set that figures are counted against (of `codes` only, where they are given), and what the
    areas tell besides: each with how many it lacks in all, the first by name in the order of need, and `href`, the page
    that lists every one of them. `unit` is the code of the unit at `path`, for that page. The actor sees what is his.
    """
    declared: dict[int, Figure] = {}
    for code, each in REGISTRY.coverages().items():
        if each.told and (codes is None or code in codes) and actor.prefixes(each.see):
            declared.setdefault(id(each), (code, each))
    top = unit or path.rstrip("/").rpartition("/")[2]
    of = [*declared.values()]

    def figures() -> list[Shortfall]:
        return [*lacking(actor, Asked(path, day, now), of, top, purpose=purpose).values()]

    areas = [partial(ask, actor, path, day, now) for ask in REGISTRY.shortfalls()]
    parts: list[Callable[[], Sequence[Shortfall]]] = [figures, *areas]
    return [each for found in reading.in_step(actor, parts) for each in found]


def lacking(
    actor: Actor, asked: Asked, of: Sequence[Figure], unit: str, *, purpose: Purpose | None = None
) -> dict[str, Shortfall]:
    """What each of some figures lacks, by its code; one that lacks nothing is left out. `unit`: as in `open_things`.

    People are named as far as the actor is told their names for the purpose; of others it is said how many are missing
    at which unit.
    """
    counts = coverage.counted(actor, asked, of)
    short = [(each, counted) for each, counted in zip(of, counts, strict=True) if counted.missing]
    firsts = coverage.first_missing(actor, asked, [each for each, _ in short], size=NAMED)
    named = told(
        actor, asked, [(*each, parts) for (each, _), parts in zip(short, firsts, strict=True)], purpose=purpose
    )
    rows = [(each, counted, lacks) for (each, counted), lacks in zip(short, named, strict=True)]
    by_unit = _by_unit(actor, asked, [each for each, _, lacks in rows if any(lack.concealed for lack in lacks)])
    return {
        each[0]: shortfall(asked, each, counted, lacks, unit, by_unit.get(each[0])) for each, counted, lacks in rows
    }


def shortfall(
    asked: Asked,
    figure: Figure,
    counted: Counted,
    lacks: Sequence[Lack],
    unit: str,
    by_unit: Sequence[tuple[str, Words, int]] | None = None,
) -> Shortfall:
    """What a figure lacks, from the first of it; `by_unit` counts it where people are among it who are not named."""
    code, declared = figure
    named = [(_named(lack, unit), lack.count) for lack in lacks if lack.words is not ERASED]
    if by_unit is not None:
        named = [each for at in by_unit for each in _of_unit(at, lacks, unit)]
    if unit and all(lack.part.sort is Sort.UNIT and lack.whose == unit for lack in lacks):
        named = []  # the unit itself: its name is said already
    return Shortfall(
        declared.lacks.fill(n=f"{counted.missing:,}"),
        tuple(words for words, _ in named),
        counted.missing,
        links.missing(code, unit, asked.day.date),
        any(lack.part.sort is Sort.PERSON for lack in lacks),
        tuple(count for _, count in named),
    )


def by_unit_of(actor: Actor, asked: Asked, figure: Figure) -> list[tuple[str, Words, int]]:
    """What a figure lacks by the units that have to make it good, the most first: code, name, how many."""
    return _by_unit(actor, asked, [figure])[figure[0]]


def _by_unit(actor: Actor, asked: Asked, of: Sequence[Figure]) -> Mapping[str, list[tuple[str, Words, int]]]:
    counted = coverage.missing_by_unit(actor, asked, of, size=NAMED)
    codes = sorted({code for found in counted for code, _ in found})
    called = {code: unit.words for code, unit in units.units(actor, codes, day=asked.day.date).items()} if codes else {}
    return {
        figure: [(code, called.get(code, Words(code, code)), count) for code, count in found]
        for (figure, _), found in zip(of, counted, strict=True)
    }


def _of_unit(at: tuple[str, Words, int], lacks: Sequence[Lack], unit: str) -> list[tuple[Words | str, int]]:
    """The people of one unit who are missing: by name where all of them are told, else how many they are."""
    code, words, count = at
    known = [lack for lack in lacks if lack.whose == code and not lack.concealed and lack.words is not ERASED]
    if sum(lack.count for lack in known) == count:
        return [(_named(lack, unit), lack.count) for lack in known]
    return [] if code == unit else [(_COUNTED.fill(unit=words, n=f"{count:,}"), count)]


def _named(lack: Lack, unit: str) -> Words | str:
    """A thing by its name, with its unit where that is another than the one that is spoken of."""
    if lack.part.sort is Sort.UNIT:
        return _COUNTED.fill(unit=lack.unit, n=f"{lack.count:,}") if lack.count > 1 else lack.unit
    return lack.words if lack.whose == unit else _AT.fill(name=lack.words, unit=lack.unit)
