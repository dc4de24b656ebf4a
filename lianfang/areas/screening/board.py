"""screening · board: the day as pictures: branches by rounds, gates by shifts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianfang.areas.screening import queries
from lianfang.areas.screening.queries import GateShift, Rounds
from lianfang.areas.screening.rules import ROUNDS, SHIFT_HOURS, SHIFTS, Done, Round, round_done, rounds_due
from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.marks import SlotState
from lianfang.shell.components.text import figure, moment, pick

_STATES = {
    Done.FULL: SlotState.DONE,
    Done.LATER: SlotState.LATE,
    Done.SHORT: SlotState.MISSED,
    Done.OPEN: SlotState.DUE,
    Done.AHEAD: SlotState.NOT_DUE,
}
Href = Callable[[str, date], str]


@dataclass(frozen=True)
class RoundsBoard:
    """Who was measured in which round: `top`'s branches down, the rounds of some days across.

    `branches` are the units that name a branch; `href` leads from a branch and a day to its readings.
    """

    top: Unit
    branches: Sequence[Unit]
    days: Sequence[date]
    now: datetime
    measured: Sequence[Rounds]
    href: Href

    def grid(self) -> CoverageGrid:
        by_branch: dict[str, dict[date, Rounds]] = {}
        for each in self.measured:
            by_branch.setdefault(each.branch, {})[each.day] = each
        units = [(unit.code if unit.code != self.top.code else "", unit) for unit in [self.top, *self.branches]]
        rows = [self._row(unit, by_branch[code]) for code, unit in units if code in by_branch]
        return CoverageGrid(
            caption=w("各单位各轮测温", "Temperature rounds by unit"),
            columns=tuple(self._column(day, part) for day in self.days for part in ROUNDS),
            rows=tuple(rows),
            corner=w("单位", "Unit"),
            as_of=self.now,
        )

    def _column(self, day: date, part: Round) -> GridColumn:
        midnight = _midnight(day)
        begins, ends = part.begins(midnight), part.ends(midnight)
        title = f"{moment(begins)} – {moment(ends, 'time')}"
        return GridColumn(part.words.say(), title, moment(day), begins <= self.now < ends)

    def _row(self, unit: Unit, by_day: Mapping[date, Rounds]) -> GridRow:
        cells = [self._cell(unit, by_day.get(day), day, part) for day in self.days for part in ROUNDS]
        latest = by_day[max(by_day)]
        note = w("{n} 人", "({n})").fill(n=figure(latest.due)) if latest.due else ""
        return GridRow(unit.words, tuple(cells), self.href(unit.code, self.days[-1]), note)

    def _cell(self, unit: Unit, of: Rounds | None, day: date, part: Round) -> GridCell | None:
        if of is None:
            return None
        measured = of.by_round[part.code]
        done = round_done(
            part,
            midnight=_midnight(day),
            now=self.now,
            due=of.due,
            measured=measured,
            checked=of.checked,
            needed=queries.share_needed(unit.kind, day),
            asked=of.due > 0 and part.code in rounds_due(queries.times_a_day(unit.kind, day)),
        )
        if done is Done.FREE:
            return None
        tip = pick(f"已测 {measured}/{of.due} 人", f"{measured} of {of.due} measured")
        return GridCell(
            _STATES[done], f"{unit.words.say()} · {moment(day)} {part.words.say()} · {tip}", self.href(unit.code, day)
        )


def gates_grid(
    gates: Sequence[Place], shifts: Sequence[GateShift], day: date, now: datetime, href: Callable[[Place], str]
) -> CoverageGrid:
    """Gates down, the shifts of a day across: a shift without a single passage is one that nobody vouches for."""
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
    return GridCell(state, pick("没有登记", "nothing logged"), href)


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
