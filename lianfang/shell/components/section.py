"""shell · section: parts of a page under a heading, as areas hand them to a page across areas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianfang.kernel.words import Words
from lianfang.shell.components.chart import ChartSpec
from lianfang.shell.components.grid import CoverageGrid
from lianfang.shell.components.heat import RoundsHeat
from lianfang.shell.components.tables import Table
from lianfang.shell.components.types import Link


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a table or a picture where there is one, and the way to all of it. `anchor` is its id on the page."""

    anchor: str
    title: Words
    table: Table[Any] | None = None
    more: Link | None = None
    heat: RoundsHeat | None = None
    grid: CoverageGrid | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Charts of a page on which all charts have the same days, and the way to what stands behind them.

    `known` are the days of which there is something to say; `draw(days, now)` draws some days, one of them as now.
    """

    known: Sequence[date]
    draw: Callable[[Sequence[date], date], list[ChartSpec]]
    more: Link
