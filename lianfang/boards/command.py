"""boards · command: one unit's day across all areas, every question asked once and each figure with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import translation

from lianfang.boards import charts
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import FILINGS, BareZero, Counts, ReportsBelow
from lianfang.kernel.frame import CommandPart, Looked
from lianfang.kernel.indicators import Figures, added
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.shell.components.chart import ChartSpec
from lianfang.shell.components.section import Course, Section

WAITING_SHOWN = 6
_PARTS = ("figures", "reports", "bare_zeros", "pending", "parts", "names", "course")


class Command:
    """The day of a unit and all below it, as one actor may see it, at one moment."""

    def __init__(self, actor: Actor, top: Unit, day: date, now: datetime) -> None:
        self.actor, self.top, self.now = actor, top, now
        self.day = clock.reporting_day(day)
        self._drawn: dict[tuple[str, str], str] = {}

    def gathered(self) -> Command:
        """Itself, with everything asked at once, so that all of it is of one moment."""
        for part in _PARTS:
            getattr(self, part)
        return self

    def drawn(self, part: str, draw: Callable[[], str]) -> str:
        """A part of the page as drawn once for each language."""
        key = (part, translation.get_language() or "")
        if key not in self._drawn:
            self._drawn[key] = draw()
        return self._drawn[key]

    @property
    def closed(self) -> bool:
        """Whether the window of the day shown has closed."""
        return self.now >= self.day.to_at

    @property
    def reported(self) -> Day:
        """The day whose reports are spoken of. A day that runs has none yet: then it is the one that closed last."""
        before = self.day.date - timedelta(days=1)
        runs = not self.closed and self.top.opened_on <= before
        return clock.reporting_day(before) if runs else self.day

    @cached_property
    def counts(self) -> Counts:
        """The board's own counts: whoever looks there finds the same."""
        return FILINGS.asked.counts(self.actor, self.reported, self.top.path, self.now)

    @cached_property
    def by_child(self) -> dict[str, Figures]:
        return FILINGS.asked.figures(self.actor, self.day, self.top.path, self.now)

    @cached_property
    def figures(self) -> Figures:
        """The roll-up of the whole: the sum of its parts by measure algebra."""
        known = REGISTRY.indicators()
        codes = {code for part in self.by_child.values() for code in part}
        return {
            code: added(known[code], [part[code] for part in self.by_child.values() if code in part]) for code in codes
        }

    @cached_property
    def reports(self) -> ReportsBelow:
        """Whose reports stand how; not asked of a unit without any below it, unless its own waits."""
        if not (any(self.by_child) or self.counts.missing or self.counts.returned or self.counts.recalled):
            return ReportsBelow({}, [])
        return FILINGS.asked.reports(self.actor, self.reported, self.top.path, self.now, WAITING_SHOWN)

    @cached_property
    def bare_zeros(self) -> list[BareZero]:
        if not self.counts.zeros_unverified:
            return []
        return FILINGS.asked.bare_zeros(self.actor, self.reported, self.top.path)

    @cached_property
    def pending(self) -> dict[str, int]:
        if not self.counts.filed:
            return {}
        return FILINGS.asked.changed(self.actor, self.reported, self.top.path, self.now)

    @cached_property
    def parts(self) -> list[tuple[CommandPart, object]]:
        """What the areas show of the unit, in their order."""
        found = ((part, part.ask(self.actor, self.top, self.day.date, self.now)) for part in REGISTRY.command())
        return [(part, asked) for part, asked in found if asked is not None]

    def sections(self, *, wide: bool = False) -> list[Section]:
        """The areas' sections, drawn in the reader's language: those as wide as a map, or the others."""
        looked = Looked(self.top, self.day.date, self.names)
        return [part.draw(asked, looked) for part, asked in self.parts if part.wide is wide]

    @cached_property
    def names(self) -> dict[str, Unit]:
        """Every unit that the page names, those above among them."""
        codes = {*self.by_child, *self.reports.standings, *(each.unit for each in self.bare_zeros), *self.pending}
        codes |= {code for part, asked in self.parts if part.names for code in part.names(asked)}
        codes |= {each.unit for each in self.reports.waiting} | set(self.top.path.split("/")[:-2])
        return units.units(self.actor, sorted(codes - {""}), day=self.day.date)

    @property
    def above(self) -> list[Unit]:
        """The units above, the highest first."""
        return [self.names[code] for code in self.top.path.split("/")[:-2] if code in self.names]

    @property
    def children(self) -> list[Unit]:
        """The units directly below that state something, in the order of the tree."""
        there = [self.names[code] for code in {*self.by_child, *self.reports.standings} if code in self.names]
        return sorted((each for each in there if each.parent == self.top.code), key=lambda each: each.path)

    @cached_property
    def courses(self) -> list[Course]:
        """What the areas draw day by day, in their order."""
        first, last = charts.days_to(self.reported.date)
        found = (part.ask(self.actor, self.top, first, last) for part in REGISTRY.course())
        return [each for each in found if each is not None]

    @cached_property
    def course(self) -> list[ChartSpec]:
        """The areas' charts and what was filed here, drawn on the same days."""
        first, last = charts.days_to(self.reported.date)
        own = FILINGS.asked.filed_days(self.actor, self.top.path, charts.codes(), first, last)
        known = [day for each in self.courses for day in each.known] + [day for day, _ in own]
        days = charts.begun(known, first, last)
        if not days:
            return []
        found = [chart for each in self.courses for chart in each.draw(days, last)]
        return found + charts.drawn(own, self._stated, days, last)

    @property
    def _stated(self) -> Figures:
        """The figures of the last day drawn, where anything is known; a day that runs says little yet."""
        if self.reported != self.day:
            return {}
        return {code: m for code, m in self.figures.items() if m.value is not None}
