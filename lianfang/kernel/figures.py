"""kernel · figures: what the records of a day give now, for pages that show it while the day is still open.

The area that files reports answers at start, with the same sources, coverage and rule C0 as a report. A live figure is
nobody's statement: it is *partial* once something is recorded, and only where everybody concerned has filed just this
does it carry the state with which it was filed. So no page shows a confirmed zero that nobody confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lianfang.kernel.measures import Measure, total
from lianfang.kernel.ports import Answered
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Live:
    """Some figures of a unit or a branch by code; `unsettled`: what may still become part of a value.

    A code that the day's form does not ask for, or that applies to nothing here, is not in it.
    """

    measures: Mapping[str, Measure] = field(default_factory=dict)
    unsettled: Mapping[str, int] = field(default_factory=dict)


# `answer(actor, codes, path, day, now, by_child)`: who answers, and with what.
Answer = Callable[[Actor, Sequence[str], str, date, datetime, bool], dict[str, Live]]
LIVE_FIGURES = Answered[Answer]("live_figures")


def live_figures(
    actor: Actor, codes: Sequence[str], path: str, day: date, now: datetime, *, by_child: bool = False
) -> dict[str, Live]:
    """The figures of each unit below a path that has any, by the unit's code.

    With `by_child` those of each branch directly below it, added up, by the branch's first unit; '' is the unit at the
    top itself.
    """
    return LIVE_FIGURES.asked(actor, codes, path, day, now, by_child)


def together(parts: Iterable[Live]) -> Live:
    """The sum of several by the algebra of measures."""
    listed = list(parts)
    measures: dict[str, list[Measure]] = defaultdict(list)
    unsettled: dict[str, int] = defaultdict(int)
    for part in listed:
        for code, measure in part.measures.items():
            measures[code].append(measure)
        for code, count in part.unsettled.items():
            unsettled[code] += count
    return Live({code: total(found) for code, found in measures.items()}, unsettled)
