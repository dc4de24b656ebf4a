"""shell · heat: branches by rounds as a map whose every cell says how much was done of how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.expectations import SLOT_WORDS, SlotState
from lianfang.kernel.words import Words
from lianfang.shell.components.grid import GridColumn
from lianfang.shell.components.marks import mark_html
from lianfang.shell.components.text import figure, pick, say

_DEEPEST = 26  # per cent of the accent behind a full cell: ink stays readable on it in light and dark
# The mark that stands beside the figures; what is done or ahead says enough by them.
_MARKED = frozenset({SlotState.MISSED, SlotState.OVERDUE, SlotState.DUE})


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One branch in one round: how many of its places were done of those expected."""

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
        """Whether places were left out past their time."""
        return self.state in (SlotState.MISSED, SlotState.OVERDUE)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One branch; a cell is None where nothing was ever asked of it in that round."""

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
    name: Words
    caption: Words


def heat_html(heat: RoundsHeat) -> SafeString:
    """The map as a table: each row's cells on a ground that deepens with coverage, and its sum."""
    groups = format_html_join(
        "", '<th class="lf-grid-group" scope="colgroup" colspan="{1}"><span>{0}</span></th>', heat.groups
    )
    heads = format_html_join(
        "",
        '<th scope="col" class="{}" title="{}">{}</th>',
        (("is-now" if each.now else "", each.title, each.label) for each in heat.columns),
    )
    return format_html(
        '<div class="lf-grid-frame" role="region" aria-label="{}" tabindex="0">'
        '<table class="lf-grid lf-heat"><caption class="visually-hidden">{}</caption>'
        '<thead><tr><th class="lf-grid-corner" scope="col" rowspan="2">{}</th>{}'
        '<th class="lf-grid-sum" scope="col" rowspan="2">{}</th></tr><tr>{}</tr></thead>'
        "<tbody>{}</tbody><tfoot>{}</tfoot></table></div>",
        say(heat.name), say(heat.caption), pick("单位", "Unit"), groups, pick("已做/应做", "done/due"), heads,
        mark_safe("".join(_heat_row(row, heat) for row in heat.rows)), _heat_row(heat.total, heat),
    )  # fmt: skip


def _heat_row(row: HeatRow, heat: RoundsHeat) -> SafeString:
    """One branch: its name, each round's done of due on a ground that deepens with coverage, and the sum."""
    name = format_html('<a href="{}">{}</a>', row.href, say(row.label)) if row.href else say(row.label)
    cells = (
        _cell(cell, column, first) for cell, column, first in zip(row.cells, heat.columns, _firsts(heat), strict=True)
    )
    return format_html(
        '<tr><th scope="row">{}</th>{}<td class="lf-grid-sum">{}/{}</td></tr>',
        name, mark_safe("".join(cells)), figure(row.done), figure(row.due),
    )  # fmt: skip


def _firsts(heat: RoundsHeat) -> list[bool]:
    """Which columns begin a day; the very first needs no line before it."""
    return [at == 0 and day > 0 for day, (_, rounds) in enumerate(heat.groups) for at in range(rounds)]


def _cell(cell: HeatCell | None, column: GridColumn, first: bool) -> str:
    names = " ".join(filter(None, ("is-first" if first else "", "is-now" if column.now else "")))
    if cell is None:
        return format_html("<td{}></td>", _named(names))
    if cell.state is SlotState.NOT_DUE:
        return format_html('<td{} title="{}"></td>', _named(names), cell.tip)
    names = " ".join(filter(None, (names, "is-short" if cell.short else "")))
    tag = format_html('a href="{}"', cell.href) if cell.href else mark_safe("span")
    return format_html(
        '<td{} style="--done:{}%"><{} title="{}">{}/{}{}<span class="visually-hidden"> {}</span></{}></td>',
        _named(names), cell.depth, tag, cell.tip, figure(cell.done), figure(cell.due),
        mark_html(cell.state) if cell.state in _MARKED else "", say(cell.words), "a" if cell.href else "span",
    )  # fmt: skip


def _named(names: str) -> str:
    return format_html(' class="{}"', names) if names else ""
