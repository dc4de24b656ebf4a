"""boards · heat: branches by disinfection rounds as a heat map whose every cell says how much of how much."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lianfang.areas.sanitation.rules import Round, rounds_from, window_of
from lianfang.boards.queries import BranchRounds
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import GridColumn
from lianfang.shell.components.marks import SLOT_WORDS, SlotState
from lianfang.shell.components.text import moment, say

_DEEPEST = 26  # per cent of the accent behind a full cell: ink stays readable on it in light and dark


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One branch in one round: how many of its places were done."""

    done: int
    due: int
    state: SlotState
    tip: str
    href: str

    @property
    def depth(self) -> int:
        """How much of the accent lies behind the figures, in per cent."""
        return _DEEPEST * min(self.done, self.due) // self.due if self.due else 0

    @property
    def words(self) -> Words:
        return SLOT_WORDS[self.state]

    @property
    def short(self) -> bool:
        """Whether the round has ended with places left out."""
        return self.state is SlotState.MISSED


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One branch; a cell is None where it has no place that is disinfected."""

    label: Words | str
    href: str
    cells: tuple[HeatCell | None, ...]
    done: int
    due: int


@dataclass(frozen=True, slots=True)
class RoundsHeat:
    """The map: `groups` are the days over the columns; the last row is the sum."""

    columns: tuple[GridColumn, ...]
    groups: tuple[tuple[str, int], ...]
    rows: tuple[HeatRow, ...]
    total: HeatRow
    as_of: datetime


@dataclass(frozen=True)
class Drawing:
    """What a map is drawn from. `names` are the units directly below `top` by code.

    `cell_href(code, day)` leads to the rounds of a branch, `row_href(code)` to its own page; code '' is `top` itself.
    """

    top: Unit
    names: Mapping[str, Unit]
    days: Sequence[date]
    now: datetime
    rounds: Sequence[BranchRounds]
    cell_href: Callable[[str, date], str]
    row_href: Callable[[str], str]

    def heat(self) -> RoundsHeat:
        slots = [(day, round_) for day in self.days for round_ in self._order]
        found = {(each.child, each.day): each for each in self.rounds}
        places = {each.child: each.places for each in self.rounds}
        branches = sorted(places, key=lambda code: (-places[code], code))
        rows = tuple(self._row(code, slots, found) for code in branches)
        return RoundsHeat(
            tuple(self._column(day, round_) for day, round_ in slots),
            tuple((moment(day), len(self._order)) for day in self.days),
            rows,
            self._total(slots, rows),
            self.now,
        )

    @property
    def _order(self) -> tuple[Round, ...]:
        """The rounds in the order in which a reporting day meets them."""
        return rounds_from(clock.local(clock.reporting_day(self.days[-1]).to_at).time())

    def _column(self, day: date, round_: Round) -> GridColumn:
        begins, ends = self._window(day, round_)
        return GridColumn(
            say(round_.words), f"{moment(begins)} – {moment(ends, 'time')}", moment(day), begins <= self.now < ends
        )

    def _row(
        self, code: str, slots: Sequence[tuple[date, Round]], found: Mapping[tuple[str, date], BranchRounds]
    ) -> HeatRow:
        unit = self.names.get(code, self.top)
        name = unit.words if code in self.names else code or self._itself()
        cells = tuple(
            self._cell(name, found.get((code, day)), day, round_, self.cell_href(code, day)) for day, round_ in slots
        )
        done, due = _tally(cells)
        return HeatRow(name, self.row_href(code) if code else "", cells, done, due)

    def _itself(self) -> Words:
        return w("{unit}（本级）", "{unit} itself").fill(unit=self.top.words)

    def _cell(self, name: Words | str, of: BranchRounds | None, day: date, round_: Round, href: str) -> HeatCell | None:
        done = of.done.get(round_.number, 0) if of else 0
        if of is None or not (of.places or done):
            return None
        due = max(of.places, done)
        return self._made(name, done, due, day, round_, href)

    def _made(self, name: Words | str, done: int, due: int, day: date, round_: Round, href: str) -> HeatCell:
        begins, ends = self._window(day, round_)
        if done >= due:
            state = SlotState.DONE
        elif self.now < begins:
            state = SlotState.NOT_DUE
        else:
            state = SlotState.DUE if self.now < ends else SlotState.MISSED
        tip = f"{say(name)} · {moment(day)} {say(round_.words)} · {done}/{due} · {say(SLOT_WORDS[state])}"
        return HeatCell(done, due, state, tip, href)

    def _total(self, slots: Sequence[tuple[date, Round]], rows: Sequence[HeatRow]) -> HeatRow:
        words = w("合计", "Total")
        cells: list[HeatCell | None] = []
        for at, (day, round_) in enumerate(slots):
            there = [cell for row in rows if (cell := row.cells[at]) is not None]
            done, due = sum(cell.done for cell in there), sum(cell.due for cell in there)
            cells.append(self._made(words, done, due, day, round_, "") if there else None)
        return HeatRow(words, "", tuple(cells), *_tally(cells))

    def _window(self, day: date, round_: Round) -> tuple[datetime, datetime]:
        return window_of(round_, clock.local(clock.reporting_day(day).from_at))


def _tally(cells: Sequence[HeatCell | None]) -> tuple[int, int]:
    """Done and due of the rounds that have begun."""
    begun = [cell for cell in cells if cell is not None and cell.state is not SlotState.NOT_DUE]
    return sum(cell.done for cell in begun), sum(cell.due for cell in begun)
