"""shell · grid: the coverage grid, targets down and time across, one small cell for each expected act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.expectations import FULFILLED, SLOT_WORDS, UNEXPECTED, SlotState
from lianfang.kernel.words import Words
from lianfang.shell.components.marks import mark_html, when_html
from lianfang.shell.components.text import pick, say

_OUTSIDE = UNEXPECTED | {SlotState.NOT_DUE}


@dataclass(frozen=True, slots=True)
class GridCell:
    """One slot. `tip` says who, when, with what proof; `href` opens the entry (or the way to make one).

    `proof` is a sign beside the mark, for how strong the proof is; the tip says it in words.
    """

    state: SlotState
    tip: str = ""
    href: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One time slot (or a door of a building). Columns with the same `group` stand under one heading."""

    label: str
    title: str = ""
    group: str = ""
    now: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One target. A cell may be None where this target has no slot in that column at all."""

    label: Words | str
    cells: tuple[GridCell | None, ...]
    href: str = ""
    note: Words | str = ""


@dataclass(frozen=True, slots=True)
class CoverageGrid:
    """A duty as a picture. `elevation` draws a building: floors as rows, doors as columns."""

    caption: Words | str
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    corner: Words | str = ""
    as_of: datetime | None = None
    elevation: bool = False

    def tally(self, row: GridRow) -> tuple[int, int]:
        """(done, expected) of a row: late counts as done, what is excused or not due yet is not expected."""
        states = [cell.state for cell in row.cells if cell is not None]
        return sum(s in FULFILLED for s in states), sum(s not in _OUTSIDE for s in states)


def grid_html(grid: CoverageGrid) -> SafeString:
    """The grid as a table in its own scrolling frame, with a legend of the states that occur in it."""
    firsts = _group_starts(grid.columns)
    caption = say(grid.caption)
    as_of = format_html(" · {} {}", pick("截至", "as of"), when_html(grid.as_of)) if grid.as_of else ""
    body = mark_safe("".join(_row(grid, row, firsts) for row in grid.rows))
    return format_html(
        '<div class="lf-grid-frame" role="region" aria-label="{}" tabindex="0">'
        '<table class="lf-grid{}"><caption class="visually-hidden">{}{}</caption><thead>{}</thead><tbody>{}</tbody>'
        "</table></div>{}",
        caption, " is-elevation" if grid.elevation else "", caption, as_of, _head(grid, firsts), body, _legend(grid),
    )  # fmt: skip


def _group_starts(columns: tuple[GridColumn, ...]) -> frozenset[int]:
    return frozenset(i for i, c in enumerate(columns) if i and c.group != columns[i - 1].group)


def _groups(columns: tuple[GridColumn, ...]) -> Iterator[tuple[str, int]]:
    """Each group's words with the number of columns under it."""
    start = 0
    for i in range(1, len(columns) + 1):
        if i == len(columns) or columns[i].group != columns[start].group:
            yield columns[start].group, i - start
            start = i


def _head(grid: CoverageGrid, firsts: frozenset[int]) -> SafeString:
    grouped = any(column.group for column in grid.columns)
    span = ' rowspan="2"' if grouped else ""
    named = escape(say(grid.corner) or pick("对象", "Target"))
    corner = f'<th class="lf-grid-corner" scope="col"{span}>{named}</th>'
    total = f'<th class="lf-grid-sum" scope="col"{span}>{escape(pick("已做/应做", "done/due"))}</th>'
    cells = []
    for i, column in enumerate(grid.columns):
        names = " ".join(filter(None, ("is-first" if i in firsts else "", "is-now" if column.now else "")))
        title = f' title="{escape(column.title)}"' if column.title else ""
        cells.append(f'<th scope="col" class="{names}"{title}>{escape(column.label)}</th>')
    if not grouped:
        return mark_safe(f"<tr>{corner}{''.join(cells)}{total}</tr>")
    groups = "".join(
        f'<th class="lf-grid-group" scope="colgroup" colspan="{n}"><span>{escape(words)}</span></th>'
        for words, n in _groups(grid.columns)
    )
    return mark_safe(f"<tr>{corner}{groups}{total}</tr><tr>{''.join(cells)}</tr>")


def _row(grid: CoverageGrid, row: GridRow, firsts: frozenset[int]) -> str:
    label = escape(say(row.label))
    name = f'<a href="{escape(row.href)}">{label}</a>' if row.href else label
    note = f" <small>{escape(say(row.note))}</small>" if row.note else ""
    cells = []
    for i, (cell, column) in enumerate(zip(row.cells, grid.columns, strict=True)):
        names = " ".join(filter(None, ("is-first" if i in firsts else "", "is-now" if column.now else "")))
        cells.append(f'<td class="{names}">{_cell(cell) if cell else ""}</td>' if names else f"<td>{_cell(cell)}</td>")
    done, expected = grid.tally(row)
    total = f'<td class="lf-grid-sum">{done}/{expected}</td>'
    return f'<tr><th scope="row">{name}{note}</th>{"".join(cells)}{total}</tr>'


def _cell(cell: GridCell | None) -> str:
    if cell is None:
        return ""
    word = escape(SLOT_WORDS[cell.state].say())
    title = f' title="{escape(cell.tip)}"' if cell.tip else ""
    proof = f'<small aria-hidden="true">{escape(cell.proof)}</small>' if cell.proof else ""
    if cell.href:
        return f'<a class="lf-c is-{cell.state}" href="{escape(cell.href)}"{title}>{word}</a>{proof}'
    return f'<span class="lf-c is-{cell.state}"{title}>{word}</span>{proof}'


def _legend(grid: CoverageGrid) -> SafeString:
    present = {cell.state for row in grid.rows for cell in row.cells if cell is not None}
    items = (
        format_html("<li>{}{}</li>", mark_html(state), SLOT_WORDS[state].say())
        for state in SlotState
        if state in present
    )
    return format_html(
        '<ul class="lf-legend" aria-label="{}">{}</ul>', pick("图例", "Legend"), mark_safe("".join(items))
    )
