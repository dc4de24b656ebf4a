"""supplies · command: how long the stores of a unit and all below it last, as a section of the command page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lianfang.areas.supplies import queries, queries_below
from lianfang.areas.supplies.kinds import SEE
from lianfang.areas.supplies.queries_below import Cover
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import CommandPart
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.pieces import Link
from lianfang.shell.components.section import Section
from lianfang.shell.components.table import Column, Row, Table
from lianfang.shell.components.table import Kind as Setting
from lianfang.shell.components.text import figure

_BAR_DAYS = 60  # a bar is full at so many days of cover
_TENTH = Decimal("0.1")


def _ask(actor: Actor, unit: Unit, day: date) -> list[Cover] | None:
    """The items of a subtree; nothing for those who may not see its stores, and where nothing is kept."""
    return queries_below.cover(actor, unit.path, day) or None if actor.may(SEE, unit.path) else None


def _draw(found: Sequence[Cover], unit: Unit, day: date) -> Section:
    """How long each item lasts, the scarcest first."""
    lines = queries.lines(day)
    columns = (
        Column(w("物资", "Item")),
        Column(w("可用天数", "Days of cover"), Setting.FIGURE),
        Column("", Setting.WORDS, w("满格 {n} 天", "full at {n} days").fill(n=_BAR_DAYS)),
    )
    rows = [
        Row(
            (
                each.item.words,
                _days(each, lines),
                _bar(each, lines),
            ),
            href=links.to("supplies:item", each.least_at, each.item.code),
        )
        for each in found
    ]
    stock = Link(w("库存", "Stock"), links.behind("W1", unit.code, day))
    table = Table(columns, rows, stack=False, tall=False)
    return Section("supplies", w("物资可用天数", "Days of cover"), table, stock)


def _days(of: Cover, lines: queries.Lines) -> object:
    if of.days is None:
        return w("未知", "unknown")
    said = figure(of.days.quantize(_TENTH, ROUND_DOWN))
    if of.days < lines.warn_days:
        return Chip(said, "missed", "overdue")
    return Chip(said, "late", "near") if of.days < lines.target_days else said


def _bar(of: Cover, lines: queries.Lines) -> SafeString | str:
    """The same as a bar with the warning line across it; it says nothing that the figure does not."""
    if of.days is None:
        return ""
    share = min(int(of.days * 100 / _BAR_DAYS), 100)
    line = min(int(lines.warn_days * 100 / _BAR_DAYS), 100)
    tone = "red" if of.days < lines.warn_days else "amber" if of.days < lines.target_days else "quiet"
    return format_html(
        '<span aria-hidden="true" style="display:block;position:relative;min-width:6rem;height:.625rem;'
        'background:var(--lf-sunken)"><span style="position:absolute;inset:0 auto 0 0;width:{}%;background:'
        'var(--lf-{})"></span><span style="position:absolute;top:-2px;bottom:-2px;left:{}%;border-left:1px solid '
        'var(--lf-ink)"></span></span>',
        share, tone, line,
    )  # fmt: skip


COMMAND = (CommandPart("supplies", _ask, _draw, 10),)
