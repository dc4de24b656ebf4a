"""shell · slots: what was expected as a coverage grid, targets or branches down and the windows of some days across."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from lianfang.kernel.expectations import Slot, Tally, Window
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.text import moment

# The moments of a window tell it from the others of its day; what shares them is drawn in one column.
Key = tuple[date, datetime, datetime, datetime]


def so_far(found: Tally) -> Words:
    """How much is done of what was expected, said in one way on every page: by now, and of the whole day."""
    named = {"done": found.done, "begun": found.begun, "due": found.expected}
    if found.begun == found.expected:
        return w("应做 {due}，已做 {done}", "{done} of {due} done").fill(**named)
    return w(
        "全天应做 {due}，到现在应做 {begun}，已做 {done}", "{due} in the whole day, {begun} of them by now, {done} done"
    ).fill(**named)


def key_of(window: Window) -> Key:
    """The column of a window."""
    return window.day, window.from_at, window.due_at, window.ends_at


def windows_of(found: Iterable[Window]) -> list[Window]:
    """Each window once, in the order of time."""
    kept = {key_of(each): each for each in found}
    return [kept[key] for key in sorted(kept)]


def columns_of(windows: Sequence[Window], now: datetime, *, under_days: bool = False) -> tuple[GridColumn, ...]:
    """The windows as columns under the days of the calendar on which they begin, and not under reporting days.

    Where no reporting day has several, each is named by the day on which it is due.

    `under_days`: their days stand above them in any case.
    """
    by_day = not under_days and len({each.day for each in windows}) == len(windows)
    return tuple(
        GridColumn(
            moment(each.due_at, "date") if by_day else each.words.say(),
            title=each.said().say(),
            group="" if by_day else moment(each.from_at, "date"),
            now=each.from_at <= now < each.ends_at,
        )
        for each in windows
    )


def slots_grid(
    caption: Words,
    slots: Sequence[Slot],
    now: datetime,
    *,
    cell: Callable[[Slot], GridCell],
    row_href: Callable[[Slot], str] = lambda _: "",
    corner: Words,
) -> CoverageGrid:
    """Targets down, windows across, each cell drawn by `cell`; `row_href` leads on from a target."""
    windows = windows_of(slot.window for slot in slots)
    by_target: dict[tuple[str, str], dict[Key, Slot]] = {}
    for slot in slots:
        by_target.setdefault((slot.unit, slot.target), {})[key_of(slot.window)] = slot
    several = len({slot.unit for slot in slots}) > 1
    rows = []
    for (unit, _), there in by_target.items():
        first = next(iter(there.values()))
        cells = tuple(cell(there[key]) if (key := key_of(each)) in there else None for each in windows)
        rows.append(GridRow(first.words, cells, href=row_href(first), note=unit if several else ""))
    return CoverageGrid(caption, columns_of(windows, now), tuple(rows), corner=corner, as_of=now)
