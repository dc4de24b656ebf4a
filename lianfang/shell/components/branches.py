"""shell · branches: what each branch of a tree did of what was expected of it, window by window, as a heat map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from lianfang.ground.units.queries import Unit
from lianfang.kernel.expectations import SLOT_WORDS, Branch, SlotState, Tally, Window
from lianfang.kernel.words import Words, w
from lianfang.shell.components.heat import HeatCell, HeatRow, RoundsHeat
from lianfang.shell.components.slots import columns_of, key_of, windows_of
from lianfang.shell.components.text import moment, say

# What a cell's tip names beside done and due, where there is any.
_NAMED = (SlotState.LATE, SlotState.DOUBTFUL, SlotState.EXCUSED)


@dataclass(frozen=True)
class Drawing:
    """What a map is drawn from. `names` are the units directly below `top` by code.

    `cell_href(code, day)` leads to the records of a branch, `row_href(code)` to its own page; code '' is `top` itself.
    """

    name: Words
    caption: Words
    top: Unit
    names: Mapping[str, Unit]
    now: datetime
    branches: Sequence[Branch]
    cell_href: Callable[[str, date], str]
    row_href: Callable[[str], str]

    def heat(self) -> RoundsHeat:
        windows = windows_of(each.window for each in self.branches)
        found: dict[str, dict[object, Tally]] = defaultdict(dict)
        for each in self.branches:
            found[each.child][key_of(each.window)] = each.tally
        most = {code: max(tally.expected for tally in there.values()) for code, there in found.items()}
        order = sorted(found, key=lambda code: (-most[code], code))
        rows = tuple(
            self._row(self._name(code), code, [found[code].get(key_of(each)) for each in windows], windows)
            for code in order
        )
        sums = [sum((there.get(key_of(each), Tally()) for there in found.values()), Tally()) for each in windows]
        return RoundsHeat(
            columns_of(windows, self.now, under_days=True),
            tuple(
                (day, len(list(group)))
                for day, group in groupby(windows, key=lambda each: moment(each.from_at, "date"))
            ),
            rows,
            self._row(w("合计", "Total"), None, sums, windows),
            self.now,
            self.name,
            self.caption,
        )

    def _row(
        self, name: Words | str, code: str | None, there: Sequence[Tally | None], windows: Sequence[Window]
    ) -> HeatRow:
        cells = tuple(
            self._cell(name, tally, window, "" if code is None else self.cell_href(code, window.day))
            for tally, window in zip(there, windows, strict=True)
        )
        begun = [tally for tally in there if tally is not None]
        done, due = sum(tally.done for tally in begun), sum(tally.begun for tally in begun)
        return HeatRow(name, self.row_href(code) if code else "", cells, done, due)

    def _name(self, code: str) -> Words | str:
        if code in self.names:
            return self.names[code].words
        return code or w("{unit}（本级）", "{unit} itself").fill(unit=self.top.words)

    @staticmethod
    def _cell(name: Words | str, of: Tally | None, window: Window, href: str) -> HeatCell | None:
        state = of.state() if of is not None else None
        if of is None or state is None:
            return None
        said = [
            say(name),
            say(window.said()),
            f"{of.done}/{of.expected}",
            say(SLOT_WORDS[state]),
        ]
        said += [f"{say(SLOT_WORDS[each])} {of.of(each)}" for each in _NAMED if of.of(each) and each is not state]
        return HeatCell(of.done, of.expected, state, " · ".join(said), href)
