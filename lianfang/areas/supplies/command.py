"""supplies · command: how long the stores of a unit and all below it last, as a section of the command page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from lianfang.areas.supplies import queries, queries_below
from lianfang.areas.supplies.kinds import SEE
from lianfang.areas.supplies.queries_below import Cover
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import CommandPart, Looked
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.cells import Bar
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.section import Section
from lianfang.shell.components.tables import Figure, Sentence, Table, Text
from lianfang.shell.components.text import figure
from lianfang.shell.components.types import Link

_BAR_DAYS = 60  # a bar is full at so many days of cover
_TENTH = Decimal("0.1")


def _ask(actor: Actor, unit: Unit, day: date, now: datetime) -> list[Cover] | None:
    """The items of a subtree; nothing for those who may not see its stores, and where nothing is kept."""
    return queries_below.cover(actor, unit.path, day) or None if actor.may(SEE, unit.path) else None


def _draw(found: Sequence[Cover], on: Looked) -> Section:
    """How long each item lasts, the scarcest first."""
    lasting = [each for each in found if not each.item.durable]
    stock = Link(w("库存", "Stock"), links.behind("W1", on.unit.code, on.day))
    return Section("supplies", w("物资可用天数", "Days of cover"), CoverTable(lasting, queries.lines(on.day)), stock)


class CoverTable(Table[Cover]):
    """Items with how long they last."""

    lines: queries.Lines
    stack = tall = False

    item = Text(
        w("物资", "Item"), "item.words", link=lambda row: links.to("supplies:item", row.least_at, row.item.code)
    )
    days = Figure(w("可用天数", "Days of cover"), lambda t, row: _days(row, t.lines))
    bar = Sentence("", lambda t, row: _bar(row, t.lines), note=w("满格 {n} 天", "full at {n} days").fill(n=_BAR_DAYS))


def _days(of: Cover, lines: queries.Lines) -> object:
    if of.days is None:
        return w("未知", "unknown")
    said = figure(of.days.quantize(_TENTH, ROUND_DOWN))
    if lines.warn_days is None or lines.target_days is None:
        return said
    if of.days < lines.warn_days:
        return Chip(said, "missed", "overdue")
    return Chip(said, "late", "near") if of.days < lines.target_days else said


def _bar(of: Cover, lines: queries.Lines) -> Bar | str:
    """The same as a bar with the warning line across it."""
    if of.days is None:
        return ""
    full = min(int(of.days * 100 / _BAR_DAYS), 100)
    if lines.warn_days is None or lines.target_days is None:
        return Bar(full, 0, "quiet")
    tone = "red" if of.days < lines.warn_days else "amber" if of.days < lines.target_days else "quiet"
    return Bar(full, min(int(lines.warn_days * 100 / _BAR_DAYS), 100), tone)


COMMAND = (CommandPart("supplies", _ask, _draw, 10),)
