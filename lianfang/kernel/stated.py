"""kernel · stated: what the source of a demonstration says of a unit, to stand beside what its replay made up."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.kernel.words import Words

Telling = Callable[[str], Words | None]
_telling: list[Telling] = []


def tells(telling: Telling) -> None:
    """A campaign says how its source is asked; called once, where a demonstration runs."""
    _telling.append(telling)


def stated_of(unit: str) -> Words | None:
    """What the source says of a unit; None where no demonstration runs, or it says nothing."""
    return next((said for ask in _telling if (said := ask(unit)) is not None), None)
