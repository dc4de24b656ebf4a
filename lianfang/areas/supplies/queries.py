"""supplies · queries: stock by item and by lot, durable things, what moved, and counts that differ from the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

from lianfang.areas.supplies.indicators import sql, with_items
from lianfang.areas.supplies.payloads import CATALOGUE, Item
from lianfang.areas.supplies.problems import UNKNOWN_ITEM
from lianfang.areas.supplies.projections import approvals, moves
from lianfang.areas.supplies.rules import Lot
from lianfang.ground.units.queries import Unit, today
from lianfang.kernel import clock, reading
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook import NoRuleOn, UnknownRule, current

_SQL = Path(__file__).with_name("sql")
MOVEMENTS_SHOWN = 50
_OF_ITEM = "r.unit = %(unit)s AND r.item = %(item)s"
_PEOPLE = "stocktake_difference_people"
_DIFFERS = w("{item} 批号 {lot} 实点比账面{more} {n}{unit}", "{item}, lot {lot}: {n} {unit} {more} than the books say")


@dataclass(frozen=True, slots=True)
class Stock:
    """One item in one unit. `days` None: its use is not known; `usable` leaves expired lots out."""

    unit: str
    item: Item
    usable: Decimal
    days: Decimal | None
    counted: bool
    use_days: int
    issued: Decimal | None
    on_hand: Decimal
    expires_on: date | None
    counted_at: datetime | None
    changed_at: datetime
    lots: int

    @property
    def daily(self) -> Decimal | None:
        """The mean daily use; None where nothing was issued."""
        return self.issued / self.use_days if self.issued else None


@dataclass(frozen=True, slots=True)
class Movement:
    """One fact about a lot: `kind` is the noun of its kind; `with_whom` a source, a supplier or another unit.

    `packed` is the quantity in packs, where it was said so; `settles` says of a count whether the books may go by it.
    """

    kind: str
    entry: UUID
    lot: str
    occurred_at: datetime
    quantity: Decimal
    book: Decimal | None
    with_whom: str | None
    packed: str | None = None
    why: str | None = None
    settles: bool | None = None


@dataclass(frozen=True, slots=True)
class Durable:
    """One durable item in one unit: in the store, in use, disposed of as broken, lost."""

    unit: str
    item: Item
    on_hand: Decimal
    in_use: Decimal
    broken: Decimal
    lost: Decimal
    counted_at: datetime | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that did not agree with the books; `reason` None: nobody has approved it.

    `path` is where its unit stands today, and so where it is approved. `counted_by`: the logins of whoever recorded it
    or mended it. `in_books`: the books go by the count already, as they did at once before there was a rule that
    somebody approves.
    """

    stocktake: UUID
    unit: str
    path: str
    item: Item
    lot: str
    occurred_at: datetime
    book: Decimal
    counted: Decimal
    in_books: bool
    counted_by: tuple[str, ...]
    note: str | None
    reason: str | None
    explained_by: str | None

    @property
    def by(self) -> Decimal:
        """How much more (or less) was there than the books said."""
        return self.counted - self.book

    @property
    def words(self) -> Words:
        """It in one line."""
        more = w("多", "more") if self.by > 0 else w("少", "fewer")
        return _DIFFERS.fill(
            item=self.item.words, lot=self.lot, more=more, n=f"{abs(self.by).normalize():f}", unit=self.item.unit_words
        )


@dataclass(frozen=True, slots=True)
class Lines:
    """The numbers of domain B10 on a day, None (and no alerts) where the playbook says nothing of that day.

    `warn_days` and `target_days` of cover, `alerts` in days before expiry, `use_days` of the mean; whether a count that
    differs `waits` until somebody else approves it; after how many days is asked after transfers and issues.
    """

    warn_days: Decimal | None
    target_days: Decimal | None
    alerts: tuple[int, ...]
    use_days: int | None = None
    waits: bool = False
    transfer_days: Decimal | None = None
    confirm_days: Decimal | None = None

    @property
    def ruled(self) -> bool:
        """Whether the playbook has a rule for the stock of that day."""
        return self.warn_days is not None


def lines(on: date) -> Lines:
    """What the playbook says on that day; past its own last day nothing is short and nothing near its date."""
    if current().ended_by(on):
        return Lines(Decimal(0), Decimal(0), (0, 0, 0))
    alerts = [_number(code, on) for code in ("expiry_early_days", "expiry_near_days", "expiry_past_days")]
    use_days = _number("supplies_use_days", on)
    return Lines(
        _number("supplies_warn_days", on),
        _number("supplies_target_days", on),
        tuple(int(each) for each in alerts if each is not None),
        use_days=None if use_days is None else int(use_days),
        waits=(_number(_PEOPLE, on) or 0) > 1,
        transfer_days=_number("transfer_arrival_days", on),
        confirm_days=_number("issue_confirm_days", on),
    )


def _number(code: str, on: date) -> Decimal | None:
    """A number of the playbook on a day; None where it has none then, or none at all."""
    try:
        return current().number(code, on)
    except (NoRuleOn, UnknownRule):
        return None


def item_of(code: str) -> Item:
    """The item of that code. Raises `supplies_unknown_item`."""
    found = CATALOGUE.get(code)
    if found is None:
        raise Refused(UNKNOWN_ITEM, item=code[:40])
    return found


def stock(actor: Actor, unit: Unit, day: date) -> list[Stock]:
    """Every item that a unit and those below it keep, at the end of a reporting day or now while it is open."""
    to_at = clock.reporting_day(day).to_at
    rows = reading.rows(actor, sql("items.sql"), **reading.under(unit.path), day=day, to_at=to_at)
    return [Stock(row[0], CATALOGUE[row[1]], *row[2:]) for row in rows]


def lots(actor: Actor, unit: Unit, day: date, item: str | None = None) -> list[Lot]:
    """The lots that are there (or are missing from the books), by unit and item, what expires first, first."""
    to_at = clock.reporting_day(day).to_at
    rows = reading.rows(actor, sql("lots.sql"), **reading.under(unit.path), day=day, to_at=to_at, item=item)
    return [Lot(*row) for row in rows]


def lots_called(actor: Actor, text: str, limit: int) -> list[tuple[str, str, str]]:
    """(unit, item, lot) of the lots whose number begins so, however it is written; at most `limit`."""
    return reading.rows(
        actor,
        "SELECT unit, item, min(lot) FROM supplies_level WHERE starts_with(lot_key, supplies_lot(%(text)s)) "
        "AND supplies_lot(%(text)s) <> '' GROUP BY unit, item, lot_key ORDER BY lot_key, unit, item LIMIT %(limit)s",
        text=text.replace("\0", ""), limit=limit,
    )  # fmt: skip


def kept(actor: Actor) -> list[tuple[str, str, str]]:
    """(unit, its path, item) of everything that some store in the scope keeps, or has kept."""
    return reading.rows(actor, "SELECT DISTINCT unit, path, item FROM supplies_level ORDER BY path, item")


def durables(actor: Actor, unit: Unit, day: date) -> list[Durable]:
    """Every durable item that a unit and those below it keep, as it stood at the end of a reporting day."""
    to_at = clock.reporting_day(day).to_at
    rows = reading.rows(actor, sql("durables.sql"), **reading.under(unit.path), day=day, to_at=to_at)
    return [Durable(code, CATALOGUE[item], *more) for code, item, *more in rows]


def lots_in_use(actor: Actor, unit: str, item: str, day: date) -> dict[str, tuple[str, Decimal]]:
    """How many of each lot of a durable item are in use: `lot_key` → the lot and how many; some may be below zero."""
    rows = reading.rows(actor, with_items(_own("lots_in_use.sql")), unit=unit, item=item, day=day)
    return {key: (lot, out) for lot, key, out in rows}


def items_as_packed(actor: Actor, unit: str, item: str | None = None) -> dict[tuple[str, str], Item]:
    """The items of lots that came in packs of their own size, by item and `lot_key`."""
    found: dict[tuple[str, str], Item] = {}
    for code, key, packed in reading.rows(actor, _own("lot_packs.sql"), unit=unit, item=item):
        found[code, key] = found.get((code, key), CATALOGUE[code]).packed_as(packed)
    return found


def movements(actor: Actor, unit: Unit, item: str) -> list[Movement]:
    """What moved and was counted of an item in this very unit, newest first, at most `MOVEMENTS_SHOWN`."""
    rows = reading.rows(
        actor,
        _own("movements.sql").replace("{moves}", moves(_OF_ITEM)),
        **reading.under(unit.path),
        unit=unit.code,
        item=item,
        limit=MOVEMENTS_SHOWN,
    )
    return [Movement(*row) for row in rows]


def differences(actor: Actor, unit: Unit, day: date | None = None) -> list[Difference]:
    """The counts that differ and that nobody has approved, newest first, of the stores that stood under a unit on a day
    (today), as its stock has them: wherever they stood when they were counted."""
    return differences_under(actor, unit.path, day)


def differences_under(actor: Actor, path: str, day: date | None = None) -> list[Difference]:
    """The same of a path."""
    return _differences(actor, path, day=day)


def difference(actor: Actor, stocktake: UUID) -> Difference:
    """The difference that a stocktake found, approved or not. Raises `not_found`."""
    found = [each for path in actor.prefixes() for each in _differences(actor, path, stocktake)]
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def _differences(
    actor: Actor, under: str, stocktake: UUID | None = None, *, day: date | None = None
) -> list[Difference]:
    statement, now = _own("differences.sql").replace("{approvals}", approvals()), today()
    found = reading.rows(actor, statement, **reading.under(under), entry=stocktake, day=day or now, today=now)
    return [
        Difference(entry, unit, path, CATALOGUE[item], lot, at, book, counted, in_books, tuple(by), *more)
        for entry, unit, path, item, lot, at, book, counted, in_books, by, *more in found
    ]


@cache
def _own(name: str) -> str:
    return (_SQL / name).read_text(encoding="utf-8")
