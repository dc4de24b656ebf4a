"""shell · chart: a chart is a table first; the picture is drawn from the same figures, and a gap stays a gap."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2s
from typing import Any

from lianfang.kernel.words import Words
from lianfang.shell.components.tables import Columns, Figure, Table, Text
from lianfang.shell.components.text import say


def day_label(day: date) -> str:
    """A day under a chart."""
    return f"{day.month}-{day.day}"


class ChartKind(StrEnum):
    """Lines for a course, bars for counts side by side, heat for one figure over targets and time."""

    LINE = "line"
    BAR = "bar"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class Series:
    """One course. None is *not reported* and leaves a gap. `tone` is a token of the look, such as `amber`."""

    name: Words | str
    values: tuple[int | float | None, ...]
    kind: ChartKind = ChartKind.LINE
    tone: str = ""
    stack: str = ""


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart over `labels`; for heat each series is one row. `now` names the label where the clock stands.

    `size` is empty, `low` or `high`.
    """

    title: Words | str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Words | str = ""
    kind: ChartKind = ChartKind.LINE
    note: Words | str = ""
    now: str = ""
    size: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the drawing script reads."""
        return {
            "kind": self.kind,
            "title": say(self.title),
            "unit": say(self.unit),
            "labels": list(self.labels),
            "now": self.now,
            "series": [
                {
                    "name": say(each.name),
                    "values": list(each.values),
                    "kind": "line" if self.kind == ChartKind.HEAT else each.kind,
                    "tone": each.tone,
                    "stack": each.stack,
                }
                for each in self.series
            ],
        }

    def key(self) -> str:
        """A name for the chart on its page: equal charts have equal names, whoever draws them."""
        said = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)
        return f"chart-{blake2s(said.encode(), digest_size=6).hexdigest()}"

    def table(self) -> ChartTable:
        """The same figures for those who read, print or listen."""
        return ChartTable(range(len(self.labels)), self, caption=self.title)


class ChartTable(Table[int]):
    """A chart's labels down, its series across; a gap is a dash."""

    spec: ChartSpec
    stack = tall = False

    label = Text("", lambda table, at: table.spec.labels[at])

    @Columns
    def series(self) -> list[Figure]:
        return [self._course(each) for each in self.spec.series]

    def _course(self, of: Series) -> Figure:
        return Figure(of.name, lambda at: "—" if of.values[at] is None else of.values[at], note=self.spec.unit)
