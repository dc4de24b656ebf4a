"""resumption · queries: the sites below a unit with their newest word, and on which days they spoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from lianfang.areas.resumption.indicators import INDICATORS, kinds_in
from lianfang.areas.resumption.kinds_site_status import SITE_STATUS
from lianfang.areas.resumption.rules import Site
from lianfang.ground.units.queries import Unit
from lianfang.kernel import reading
from lianfang.kernel.expectations import UNEXPECTED, Slot, SlotState, slots_of
from lianfang.kernel.figures import live_figures, together
from lianfang.kernel.measures import Measure
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words

_SQL = Path(__file__).with_name("sql")
Asked = Mapping[tuple[str, date], Slot]  # by unit and day
_CODES = tuple(each.code for each in INDICATORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteToday(Site):
    """A site with its name, the entry behind its word and what it said besides; `asked` is the word that was asked of
    it, None where none was."""

    asked: Slot | None
    words: Words
    path: str
    entry: UUID | None
    note: str | None
    recorded_by: str | None

    @property
    def state(self) -> SlotState | None:
        """What became of the word that was asked of it."""
        return self.asked.state if self.asked else None

    @property
    def silent(self) -> bool:
        """Whether it has said nothing, though nobody excused it and its time is over."""
        return self.mode is None and self.state not in UNEXPECTED and not self.to_come

    @property
    def to_come(self) -> bool:
        """Whether it has said nothing yet, and has time to do so."""
        return self.mode is None and self.state in (SlotState.NOT_DUE, SlotState.DUE)


@dataclass(frozen=True, slots=True)
class Spoke:
    """A site's newest word of one day."""

    unit: str
    day: date
    entry: UUID
    mode: str
    said_at: datetime


def asked(actor: Actor, unit: Unit, days: Sequence[date], now: datetime) -> Asked:
    """The daily word that is asked of each site of a unit and below it."""
    found = slots_of(actor, [SITE_STATUS.code], [unit.path], days, now).slots
    return {(slot.target, slot.day): slot for slot in found}


def sites(actor: Actor, unit: Unit, day: date, now: datetime, of: Asked | None = None) -> list[SiteToday]:
    """The sites of a unit and below it that were open on a reporting day, in the order of the tree.

    `of` is what `asked` gave, for whoever knows it; else it is asked where a site has said nothing.
    """
    rows = reading.rows(actor, _statement(), **reading.under(unit.path), day=day)
    if of is None:
        of = asked(actor, unit, [day], now) if any(row[5] is None for row in rows) else {}
    return [
        SiteToday(
            *(code, mode, present, listed, risk, said_at), asked=of.get((code, day)),
            words=Words(zh, en), path=path, entry=entry, note=note, recorded_by=by,
        )
        for code, zh, en, path, entry, mode, present, listed, risk, said_at, note, by in rows
    ]  # fmt: skip


def spoken(actor: Actor, unit: Unit, last: date, days: int) -> dict[tuple[str, date], Spoke]:
    """What the sites said on the `days` reporting days up to `last`: (unit, day) → its newest word."""
    rows = reading.rows(
        actor,
        "SELECT unit, day, entry, mode, said_at FROM resumption_site_day "
        "WHERE day BETWEEN %(first)s AND %(last)s AND path >= %(low)s AND path < %(high)s AND entry IS NOT NULL",
        **reading.under(unit.path), first=last - timedelta(days=days - 1), last=last,
    )  # fmt: skip
    return {(row[0], row[1]): Spoke(*row) for row in rows}


def last_word(actor: Actor, unit: Unit) -> dict[str, Any] | None:
    """What a site said last, as a payload's fields; None where it has never spoken."""
    found = reading.named_rows(
        actor,
        "SELECT mode, crew_present, crew_listed, risk_level, said_at FROM resumption_site_day "
        "WHERE unit = %(unit)s AND entry IS NOT NULL ORDER BY day DESC LIMIT 1",
        unit=unit.code,
    )
    return found[0] if found else None


def figures(actor: Actor, unit: Unit, day: date, now: datetime) -> Mapping[str, Measure]:
    """R1 of a unit and below it as the records give them now."""
    return together(live_figures(actor, _CODES, unit.path, day, now).values()).measures


@cache
def _statement() -> str:
    return (_SQL / "sites_of_day.sql").read_text(encoding="utf-8").replace("{kinds}", kinds_in())
