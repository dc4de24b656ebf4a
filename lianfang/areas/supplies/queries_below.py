"""supplies · queries below: how long the items of a whole tree last, as somebody above looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from lianfang.areas.supplies.indicators import sql
from lianfang.areas.supplies.payloads import CATALOGUE, Item
from lianfang.kernel import clock
from lianfang.kernel.reading import rows
from lianfang.kernel.scope import Actor, prefix_range

_SQL = Path(__file__).with_name("sql")


@dataclass(frozen=True, slots=True)
class Cover:
    """One item in a whole subtree. `days` None: its use is not known; `least_at`: the unit where it lasts least."""

    item: Item
    on_hand: Decimal
    keepers: int
    known: int
    days: Decimal | None
    least_at: str
    expires_on: date | None
    counted_at: datetime | None


def cover(actor: Actor, prefix: str, day: date) -> list[Cover]:
    """Every item kept in a subtree, the scarcest first; where the cover is not known, last."""
    low, high = prefix_range(prefix)
    window = clock.reporting_day(day)
    found = []
    for code, on_hand, keepers, known, out, days, least_at, expires_on, counted_at in rows(
        actor, _statement(), low=low, high=high, day=day, from_at=window.from_at, to_at=window.to_at
    ):
        days = Decimal(0) if out else days
        found.append(Cover(CATALOGUE[code], on_hand, keepers, known, days, least_at, expires_on, counted_at))
    return sorted(found, key=lambda each: (each.days is None, each.days or Decimal(0), each.item.code))


def _statement() -> str:
    return _SQL.joinpath("items_below.sql").read_text(encoding="utf-8").replace("{items}", sql("items.sql"))
