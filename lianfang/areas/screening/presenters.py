"""screening · presenters: the day as pictures: branches by rounds, gates by shifts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianfang.areas.screening import queries
from lianfang.areas.screening.queries import GateShift
from lianfang.areas.screening.rules import SHIFT_HOURS, SHIFTS
from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.expectations import SLOT_WORDS, Branch, SlotState, Tally, Window
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.slots import Key, columns_of, key_of, windows_of
from lianfang.shell.components.text import figure, moment, pick

Href = Callable[[str, date, datetime | None], str]
# What a cell's tip names beside how many were measured, where there is any.
_NAMED = (SlotState.LATE, SlotState.DOUBTFUL, SlotState.EXCUSED)


@dataclass(frozen=True)
class RoundsBoard:
    """Who was measured in which round: `top`'s branches down, the windows of some days across.

    `branches` are the units that name a branch; `href` leads from a branch, a day and the beginning of a window to who
    is missing there.
    """

    top: Unit
    branches: Sequence[Unit]
    now: datetime
    measured: Sequence[Branch]
    href: Href

    def grid(self) -> CoverageGrid:
        windows = windows_of(each.window for each in self.measured)
        by_branch: dict[str, dict[Key, Tally]] = defaultdict(dict)
        for each in self.measured:
            by_branch[each.child][key_of(each.window)] = each.tally
        units = [(unit.code if unit.code != self.top.code else "", unit) for unit in [self.top, *self.branches]]
        rows = [self._row(unit, by_branch[code], windows) for code, unit in units if code in by_branch]
        return CoverageGrid(
            caption=w("各单位各轮测温", "Temperature rounds by unit"),
            columns=columns_of(windows, self.now),
            rows=tuple(rows),
            corner=w("单位", "Unit"),
            as_of=self.now,
        )

    def _row(self, unit: Unit, there: dict[Key, Tally], windows: Sequence[Window]) -> GridRow:
        cells = tuple(self._cell(unit, there.get(key_of(each)), each) for each in windows)
        last = windows[-1].day
        people = max((there[key_of(each)].expected for each in windows if each.day == last and key_of(each) in there),
                     default=0)  # fmt: skip
        note = w("{n} 人", "({n})").fill(n=figure(people)) if people else ""
        return GridRow(unit.words, cells, self.href(unit.code, last, None), note)

    def _cell(self, unit: Unit, of: Tally | None, window: Window) -> GridCell | None:
        state = of.state(queries.share_needed(unit.kind, window.day)) if of is not None else None
        if of is None or state is None:
            return None
        said = [f"{unit.words.say()} · {window.said().say()}"]
        said.append(pick(f"已测 {of.done}/{of.expected} 人", f"{of.done} of {of.expected} measured"))
        said += [f"{SLOT_WORDS[each].say()} {of.of(each)}" for each in _NAMED if of.of(each)]
        return GridCell(state, " · ".join(said), self.href(unit.code, window.day, window.from_at))


def gates_grid(
    gates: Sequence[Place], shifts: Sequence[GateShift], day: date, now: datetime, href: Callable[[Place], str]
) -> CoverageGrid:
    """Gates down, the shifts of a day across: a shift without a single passage is one that nobody vouches for.

    The shifts are those by which the figure of the gates' log (G1) is covered (`rules.SHIFTS_PER_DAY`), and no duty:
    *missed* says here that nobody kept the log, and nothing of who was due at the gate.
    """
    logged = {(each.gate, each.shift): each for each in shifts}
    spans = [_span(day, shift) for shift in SHIFTS]
    columns = tuple(
        GridColumn(f"{begins:%H}–{ends:%H}", f"{moment(begins)} – {moment(ends)}", now=begins <= now < ends)
        for begins, ends in spans
    )
    rows = []
    for gate in gates:
        cells = (
            _shift_cell(logged.get((gate.code, shift)), span, now, href(gate))
            for shift, span in zip(SHIFTS, spans, strict=True)
        )
        rows.append(GridRow(gate.words, tuple(cells)))
    return CoverageGrid(w("各门岗各班登记", "Gate log by shift"), columns, tuple(rows), w("门岗", "Gate"), now)


def _shift_cell(logged: GateShift | None, span: tuple[datetime, datetime], now: datetime, href: str) -> GridCell:
    if logged is not None:
        tip = pick(
            f"{logged.passages} 人次，进入 {logged.people_in} 人，测温 {logged.measured} 人，异常 {logged.fevers}",
            f"{logged.passages} passages, {logged.people_in} in, {logged.measured} measured, {logged.fevers} fevers",
        )
        return GridCell(SlotState.DONE, tip, href)
    begins, ends = span
    state = SlotState.NOT_DUE if now < begins else SlotState.DUE if now < ends else SlotState.MISSED
    return GridCell(state, pick("尚无登记", "nothing logged"), href)


def _span(day: date, shift: int) -> tuple[datetime, datetime]:
    on_eve = shift == SHIFTS[0]
    begins = _midnight(day) + timedelta(hours=shift * SHIFT_HOURS - (24 if on_eve else 0))
    return begins, begins + timedelta(hours=SHIFT_HOURS)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.zone())


def days_back(last: date, count: int) -> list[date]:
    """`count` days that end with `last`, oldest first."""
    return [last - timedelta(days=back) for back in range(count - 1, -1, -1)]


def people_said(count: int | None) -> Words:
    """A number of people in a sentence; what nobody recorded is said so."""
    if count is None:
        return w("未报", "not reported")
    return Words(figure(count), figure(count))
