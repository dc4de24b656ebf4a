"""sanitation · presenters: the rounds and clearances that were expected, each cell with the record behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from lianfang.areas.sanitation.kinds_disinfection import AGENTS, unit_of
from lianfang.areas.sanitation.queries import Done, Emptied
from lianfang.ground.access.queries_called import who
from lianfang.kernel.expectations import Slot, SlotState
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import CoverageGrid, GridCell
from lianfang.shell.components.slots import slots_grid
from lianfang.shell.components.text import moment
from lianfang.shell.kinds.wording import evidence_words

# What leads on from a cell: (what, entry or slot) is the console's business.
Href = Callable[[str, object], str]


def rounds_grid(slots: Sequence[Slot], done: Mapping[UUID, Done], now: datetime, href: Href) -> CoverageGrid:
    """Places down, rounds across."""

    def cell(slot: Slot) -> GridCell:
        if slot.entry is None:
            return _left(slot, href("new", slot))
        there = done.get(slot.entry)
        return GridCell(slot.state, proof(there).say() if there else "", href("entry", slot.entry))

    caption = w("消毒轮次", "Disinfection rounds")
    return slots_grid(
        caption, slots, now, cell=cell, row_href=lambda slot: href("place", slot), corner=w("地点", "Place")
    )


def waste_grid(slots: Sequence[Slot], emptied: Mapping[UUID, Emptied], now: datetime, href: Href) -> CoverageGrid:
    """Waste points down, reporting days across: cleared daily, overflowing or not (domain A2 1f)."""

    def cell(slot: Slot) -> GridCell:
        if slot.entry is None:
            return _left(slot, href("waste_new", slot))
        there = emptied.get(slot.entry)
        return GridCell(slot.state, _how(there) if there else "", href("waste_entry", slot.entry))

    return slots_grid(
        w("垃圾清运", "Waste clearance"), slots, now, cell=cell, row_href=lambda slot: href("waste_place", slot),
        corner=w("垃圾站", "Waste point"),
    )  # fmt: skip


def days_back(last: date, days: int) -> list[date]:
    """The last `days` reporting days up to `last`, oldest first."""
    return [last - timedelta(days=back) for back in reversed(range(days))]


def proof(done: Done) -> Words:
    """Who, when, with what and what proof, on one line."""
    said = w("{at} {who} · {proof} · {agent}", "{at} {who} · {proof} · {agent}").fill(
        at=moment(done.occurred_at),
        who=who(done.recorded_by),
        proof=evidence_words(done.evidence),
        agent=AGENTS.words_of(done.agent),
    )
    if done.chlorine_mg_per_l is not None:
        said = w("{said} {n} mg/L", "{said} {n} mg/L").fill(said=said, n=done.chlorine_mg_per_l)
    if done.amount is not None:
        said = w("{said} {n} {unit}", "{said} {n} {unit}").fill(said=said, n=done.amount, unit=unit_of(done.agent))
    if done.contact_minutes is not None:
        said = w("{said} {n} 分钟", "{said} {n} min").fill(said=said, n=done.contact_minutes)
    if done.in_range is False:
        said = w("{said}；剂量超出范围", "{said}; dose out of range").fill(said=said)
    return said


def _left(slot: Slot, href: str) -> GridCell:
    """What nobody has recorded: the way to do so where it is still asked for."""
    if slot.state in (SlotState.NOT_DUE, SlotState.EXCUSED, SlotState.VOID):
        return GridCell(slot.state)
    return GridCell(slot.state, f"{slot.words.say()} {slot.title().say()}", href)


def _how(found: Emptied) -> str:
    tip = f"{moment(found.occurred_at)} {who(found.recorded_by).say()} · {evidence_words(found.evidence).say()}"
    return tip + w("；清运前已满溢", "; it had been overflowing").say() if found.overflow else tip
