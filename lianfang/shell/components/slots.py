"""shell · slots: what was expected as a coverage grid, targets or branches down and the windows of some days across."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from lianfang.kernel.expectations import Slot, Window
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.text import moment

# The moments of a window tell it from the others of its day; what shares them is drawn in one column.
Key = tuple[date, datetime, datetime, datetime]


def key_of(window: Window) -> Key:
    """The column of a window."""
    return window.day, window.from_at, window.due_at, window.ends_at


def windows_of(found: Iterable[Window]) -> list[Window]:
    """Each window once, in the order of time."""
    kept = {key_of(each): each for each in found}
    return [kept[key] for key in sorted(kept)]


def columns_of(windows: Sequence[Window], now: datetime, *, under_days: bool = False) -> tuple[GridColumn, ...]:
    """The windows as columns under their days; where no day has several, each is named by its day.

    `under_days`: their days stand above them in any case.
    """
    by_day = not under_days and len({each.day for each in windows}) == len(windows)
    return tuple(
        GridColumn(
            moment(each.day) if by_day else each.words.say(),
            title=f"{moment(each.from_at)} – {moment(each.ends_at, 'time')}",
            group="" if by_day else w("报告日 {day}", "reporting day {day}").fill(day=moment(each.day)).say(),
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
