"""boards · face: a row of the heat map."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lianfang.boards.heat import HeatCell, HeatRow, RoundsHeat
from lianfang.shell.components.grid import GridColumn
from lianfang.shell.components.marks import SlotState, mark_html
from lianfang.shell.components.text import figure, say

register = template.Library()

# The mark that stands beside the figures; what is done or ahead says enough by them.
_MARKED = frozenset({SlotState.MISSED, SlotState.OVERDUE, SlotState.DUE})


@register.simple_tag
def heat_row(row: HeatRow, heat: RoundsHeat) -> SafeString:
    """One branch: its name, each round's done of due on a ground that deepens with coverage, and the sum."""
    name = format_html('<a href="{}">{}</a>', row.href, say(row.label)) if row.href else say(row.label)
    cells = (
        _cell(cell, column, first) for cell, column, first in zip(row.cells, heat.columns, _firsts(heat), strict=True)
    )
    return format_html(
        '<tr><th scope="row" style="text-align:left">{}</th>{}<td class="lf-grid-sum">{}/{}</td></tr>',
        name, mark_safe("".join(cells)), figure(row.done), figure(row.due),
    )  # fmt: skip


def _firsts(heat: RoundsHeat) -> list[bool]:
    """Which columns begin a day; the very first needs no line before it."""
    return [at == 0 and day > 0 for day, (_, rounds) in enumerate(heat.groups) for at in range(rounds)]


def _cell(cell: HeatCell | None, column: GridColumn, first: bool) -> str:
    names = " ".join(filter(None, ("is-first" if first else "", "is-now" if column.now else "")))
    if cell is None:
        return format_html('<td class="{}"></td>', names)
    ground = "var(--lf-red-wash)" if cell.short else f"color-mix(in srgb, var(--lf-accent) {cell.depth}%, transparent)"
    tag = format_html('a href="{}"', cell.href) if cell.href else mark_safe("span")
    return format_html(
        '<td class="{}" style="background:{}"><{} class="d-flex justify-content-center align-items-center gap-1 px-2" '
        'style="min-width:4rem;min-height:var(--cell);color:var({})" title="{}">{}{}<span class="visually-hidden"> {}'
        "</span></{}></td>",
        names, ground, tag, _ink(cell), cell.tip, _said(cell), mark_html(cell.state) if cell.state in _MARKED else "",
        say(cell.words), "a" if cell.href else "span",
    )  # fmt: skip


def _said(cell: HeatCell) -> SafeString | str:
    return "" if cell.state is SlotState.NOT_DUE else f"{figure(cell.done)}/{figure(cell.due)}"


def _ink(cell: HeatCell) -> str:
    return "--lf-red" if cell.short else "--lf-ink" if cell.state is not SlotState.NOT_DUE else "--lf-ink-3"
