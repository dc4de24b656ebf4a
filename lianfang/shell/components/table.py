"""shell · table: tables of records, with figures to the right, a head that stays, totals and cursor paging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.words import Words
from lianfang.shell.components.cells import FigureLink as Figure
from lianfang.shell.components.cells import cell_html
from lianfang.shell.components.tables import Kind, Page
from lianfang.shell.components.text import say

__all__ = ["Column", "Figure", "Kind", "Page", "Row", "Table", "cell_html", "table_html"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, how it is set, and a small second line such as the unit."""

    words: Words | str
    kind: Kind = Kind.TEXT
    note: Words | str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One record. A cell is text, Words, a number, a Measure, a moment, a state, a Chip, a Link or a Figure."""

    cells: tuple[object, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Records under columns. `stack` turns each row into a card on a phone; `tall` lets the page scroll it."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    totals: Row | None = None
    caption: Words | str = ""
    stack: bool = True
    tall: bool = True

    @property
    def body(self) -> list[tuple[object, ...]]:
        return [row.cells for row in self.rows]


def table_html(table: Table) -> SafeString:
    """The table, in a frame that scrolls by itself where the page is too narrow for it."""
    caption = format_html("<caption>{}</caption>", say(table.caption)) if table.caption else ""
    head = mark_safe("".join(_head(column) for column in table.columns))
    openings = [_opening(i, column) for i, column in enumerate(table.columns)]
    body = mark_safe("".join(_row(openings, row) for row in table.rows))
    foot = format_html("<tfoot>{}</tfoot>", mark_safe(_row(openings, table.totals))) if table.totals else ""
    return format_html(
        '<div class="lf-scroll{}"><table class="lf-table{}" data-rows>{}<thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody>{}</table></div>",
        " is-tall" if table.tall else "", " is-stack" if table.stack else "", caption, head, body, foot,
    )  # fmt: skip


def _head(column: Column) -> str:
    note = format_html("<small>{}</small>", say(column.note)) if column.note else ""
    return format_html('<th scope="col" class="is-{}">{}{}</th>', column.kind, say(column.words), note)


def _opening(i: int, column: Column) -> str:
    """The tag before each cell of a column, made once for all rows; the first cell of a row is its head."""
    if i == 0:
        return format_html('<th scope="row" class="is-{}">', column.kind)
    return format_html('<td class="is-{}" data-label="{}">', column.kind, say(column.words))


def _row(openings: Sequence[str], row: Row) -> str:
    first, *others = (cell_html(value) for value in row.cells)
    named = format_html('<a href="{}">{}</a>', row.href, first) if row.href else first
    cells = [f"{opening}{shown}</td>" for opening, shown in zip(openings[1:], others, strict=True)]
    return f"<tr>{openings[0]}{named}</th>{''.join(cells)}</tr>"
