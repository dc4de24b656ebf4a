"""boards · command: one unit's day across all areas, every question asked once and each figure with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import translation

from lianfang.areas.reporting import queries_below as reports_tree
from lianfang.areas.reporting import queries_board
from lianfang.areas.reporting.queries_measures import Figures, added
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.areas.sanitation import queries as sanitation
from lianfang.areas.sanitation.kinds import DISINFECTION_KIND
from lianfang.areas.sanitation.kinds import SEE as SEE_ROUNDS
from lianfang.areas.sanitation.presenters import rounds_grid
from lianfang.areas.tracing import queries as tracing
from lianfang.areas.tracing.kinds import SEE as SEE_TRACING
from lianfang.boards import charts, links
from lianfang.boards.heat import Drawing
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.expectations import Branch, Slot, branches_of, slots_of
from lianfang.kernel.frame import CommandPart
from lianfang.kernel.measures import Measure
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.shell.components.chart import ChartSpec
from lianfang.shell.components.grid import CoverageGrid
from lianfang.shell.components.heat import RoundsHeat
from lianfang.shell.components.section import Section

WAITING_SHOWN = 6
_PARTS = (
    "figures", "reports", "bare_zeros", "pending", "parts", "names", "places_grid", "course",
)  # fmt: skip


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

    @cached_property
    def counts(self) -> queries_board.Counts:
        """The board's own counts: whoever looks there finds the same."""
        return queries_board.counts(self.actor, self.day, self.top.path, now=self.now)

    @cached_property
    def by_child(self) -> dict[str, Figures]:
        return rolled_up(self.actor, self.day, self.top.path, now=self.now, by_child=True)

    @cached_property
    def figures(self) -> Figures:
        """The roll-up of the whole: the sum of its parts by measure algebra."""
        known = REGISTRY.indicators()
        codes = {code for part in self.by_child.values() for code in part}
        return {
            code: added(known[code], [part[code] for part in self.by_child.values() if code in part]) for code in codes
        }

    @cached_property
    def reports(self) -> reports_tree.ReportsBelow:
        """Whose reports stand how; not asked of a unit without any below it, unless its own waits."""
        if not (any(self.by_child) or self.counts.missing or self.counts.returned):
            return reports_tree.ReportsBelow({}, [])
        return reports_tree.reports_below(self.actor, self.day, self.top.path, now=self.now, named=WAITING_SHOWN)

    @cached_property
    def bare_zeros(self) -> list[reports_tree.BareZero]:
        if not self.counts.zeros_unverified:
            return []
        return reports_tree.unverified_zeros(self.actor, self.day, self.top.path)

    @cached_property
    def pending(self) -> dict[str, int]:
        if not self.counts.filed:
            return {}
        return reports_tree.pending(self.actor, self.day, self.top.path, now=self.now)

    @cached_property
    def parts(self) -> list[tuple[CommandPart, object]]:
        """What the areas show of the unit, in their order."""
        found = ((part, part.ask(self.actor, self.top, self.day.date)) for part in REGISTRY.command())
        return [(part, asked) for part, asked in found if asked is not None]

    def sections(self) -> list[Section]:
        """The areas' sections, drawn in the reader's language."""
        return [part.draw(asked, self.top, self.day.date) for part, asked in self.parts]

    @cached_property
    def names(self) -> dict[str, Unit]:
        """Every unit that the page names, those above among them."""
        codes = {*self.by_child, *self.reports.standings, *(each.unit for each in self.bare_zeros), *self.pending}
        codes |= {each.child for each in self._rounds}
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
    def days(self) -> list[date]:
        """The days of the rounds: the one shown, and after it the one whose window is open now."""
        following = self.day.date + timedelta(days=1)
        return [self.day.date, following] if clock.day_of(self.now).date == following else [self.day.date]

    @cached_property
    def _rounds(self) -> list[Branch]:
        if not self.actor.may(SEE_ROUNDS, self.top.path):
            return []
        return branches_of(self.actor, DISINFECTION_KIND.code, self.top.path, self.days, self.now)

    @property
    def heat(self) -> RoundsHeat | None:
        """Branches by rounds, where there are several; a unit that does its rounds itself shows its places."""
        if not any(each.child for each in self._rounds):
            return None
        return Drawing(
            self.top, self.names, self.now, self._rounds,
            cell_href=lambda code, day: links.behind("E1", code or self.top.code, day),
            row_href=lambda code: links.command(code, self.day.date),
        ).heat()  # fmt: skip

    @cached_property
    def places_grid(self) -> CoverageGrid | None:
        """Places by rounds, of a unit that does its rounds itself."""
        if not self._rounds or any(each.child for each in self._rounds):
            return None
        slots = slots_of(self.actor, [DISINFECTION_KIND.code], [self.top.path], self.days, self.now).slots
        done = sanitation.rounds(self.actor, [self.top], self.days[0], self.days[-1] + timedelta(days=1))
        return rounds_grid(slots, {each.entry: each for each in done}, self.now, self._slot_href)

    def _slot_href(self, what: str, of: object) -> str:
        if what == "entry":
            return links.to("sanitation:disinfection-entry", of)
        return links.to("boards:timeline-place", of.target) if isinstance(of, Slot) else ""

    @cached_property
    def course(self) -> list[ChartSpec]:
        """The published course and our own measures, drawn on the same days."""
        if not self.actor.may(SEE_TRACING, self.top.path):
            return []
        first, last = charts.days_to(self.day.date)
        areas = tracing.areas(self.actor)
        curve = tracing.official_curve(self.actor, areas[0], first, last) if areas else []
        own = reports_tree.filed_days(self.actor, self.top.path, charts.codes(), first, last)
        days = charts.begun(curve, own, first, last)
        if not days:
            return []
        found = [charts.official(areas[0], curve, days, last)] if areas else []
        return [*found, *charts.drawn(own, self._stated, days, last)]

    @property
    def _stated(self) -> dict[str, Measure]:
        """The day's own figures where anything is known of them."""
        return {code: m for code, m in self.figures.items() if m.value is not None}
