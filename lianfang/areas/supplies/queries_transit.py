"""supplies · queries transit: what is on its way between two stores, and what came otherwise than it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from lianfang.areas.supplies.payloads import CATALOGUE, Item
from lianfang.ground.units.queries import Unit
from lianfang.kernel import reading
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor

_SQL = (Path(__file__).with_name("sql") / "transfers.sql").read_text(encoding="utf-8")
SHOWN = timedelta(days=30)  # what came stays listed for so long
SLOW = timedelta(days=2)  # what is longer on its way is asked after


@dataclass(frozen=True, slots=True)
class Transfer:
    """A part of a lot that was sent to another store; `came` None: nobody has taken it in."""

    entry: UUID
    unit: str
    path: str
    item: Item
    lot: str
    sent_at: datetime
    sent: Decimal
    packed: str | None
    to_unit: str
    expires_on: date | None
    arrival: UUID | None
    came: Decimal | None
    came_at: datetime | None
    note: str | None

    @property
    def by(self) -> Decimal:
        """How much more (or less) came than was sent."""
        return Decimal(0) if self.came is None else self.came - self.sent


def transfers(actor: Actor, unit: Unit, now: datetime) -> list[Transfer]:
    """What a unit and those below it sent or are to receive: first what is on its way, then what came lately."""
    return _transfers(actor, unit.path, now)


def transfer(actor: Actor, entry: UUID, now: datetime) -> Transfer:
    """One transfer, from either end. Raises `not_found`."""
    found = [each for path in actor.prefixes() for each in _transfers(actor, path, now, entry)]
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def _transfers(actor: Actor, under: str, now: datetime, entry: UUID | None = None) -> list[Transfer]:
    rows = reading.rows(actor, _SQL, **reading.under(under), entry=entry, since=now - SHOWN)
    return [Transfer(which, unit, path, CATALOGUE[item], *more) for which, unit, path, item, *more in rows]
