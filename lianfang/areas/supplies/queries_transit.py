"""supplies · queries transit: what went from one unit to another, and what the receiver says came of it.

Transfers between stores, which somebody takes in; and issues of what the playbook wants confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from lianfang.areas.supplies.payloads import CATALOGUE, Item
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, reading
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.playbook import number_sql

_SQL = Path(__file__).with_name("sql")
SHOWN = timedelta(days=30)  # what came stays listed for so long
TRANSFERS = {
    "sent": "supplies_transfer", "came": "supplies_arrival", "of": "transfer", "expires": "expires_on",
    "ends": "NOT r.more_to_come", "wanted": "true",
}  # fmt: skip
ISSUES = {
    "sent": "supplies_issue", "came": "supplies_confirmation", "of": "issue", "expires": "NULL::date", "ends": "true",
    "wanted": "t.to_unit <> t.unit AND t.item = ANY(%(items)s) AND "
    f"{number_sql('issue_confirm_days', 't.day')} IS NOT NULL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sending:
    """A part of a lot that went from one unit to another, as it was said last.

    `came` None: the receiver has said nothing; `times`: in how many parts it came. `waits`: something is still to be
    said of it. `withdrawn`: whoever sent it took it back, and something came all the same.
    """

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
    withdrawn: bool
    waits: bool
    times: int
    came: Decimal | None
    came_at: datetime | None
    note: str | None

    @property
    def by(self) -> Decimal:
        """How much more (or less) came than was sent."""
        return Decimal(0) if self.came is None else self.came - (Decimal(0) if self.withdrawn else self.sent)

    @property
    def left(self) -> Decimal:
        """How much of it is still expected."""
        return max(self.sent - (self.came or Decimal(0)), Decimal(0))


def transfers(actor: Actor, unit: Unit, now: datetime) -> list[Sending]:
    """What a unit and those below it sent or are to receive, as they stand now: what waits, then what came lately."""
    return _under(actor, TRANSFERS, unit, now)


def transfer(actor: Actor, entry: UUID, *, but: UUID | None = None) -> Sending:
    """One transfer as it was said last, by any of its versions, without the arrival `but`. Raises `not_found`."""
    return _only(found_of(actor, TRANSFERS, [entry], but=[but] if but else []))


def handed(actor: Actor, unit: Unit, now: datetime) -> list[Sending]:
    """The issues of a unit and those below it, and to them, that somebody confirms or has confirmed lately."""
    items = [item.code for item in CATALOGUE.values() if item.confirmed]
    return _under(actor, ISSUES, unit, now, items=items) if items else []


def under_way(actor: Actor, path: str, now: datetime) -> tuple[list[Sending], list[Sending]]:
    """What a path and those below it sent, or are to receive, and nobody has confirmed: transfers, and issues."""
    items = [item.code for item in CATALOGUE.values() if item.confirmed]
    issued = _below(actor, ISSUES, path, now, items=items) if items else []
    sent = _below(actor, TRANSFERS, path, now)
    return [each for each in sent if each.waits], [each for each in issued if each.waits]


def issue(actor: Actor, entry: UUID, *, but: UUID | None = None) -> Sending:
    """One issue to another unit as it was said last, without the confirmation `but`. Raises `not_found`."""
    return _only(found_of(actor, ISSUES, [entry], but=[but] if but else []))


def _under(actor: Actor, slots: dict[str, str], unit: Unit, now: datetime, **more: object) -> list[Sending]:
    return _below(actor, slots, unit.path, now, **more)


def _below(actor: Actor, slots: dict[str, str], path: str, now: datetime, **more: object) -> list[Sending]:
    day = clock.day_of(now).date
    return _sendings(
        actor, statement(slots, "between_units.sql"), since=now - SHOWN, day=day, but=[],
        **reading.under(path), **more,
    )  # fmt: skip


def found_of(
    actor: Actor, slots: dict[str, str], entries: Sequence[UUID], *, but: Sequence[UUID]
) -> dict[UUID, Sending]:
    """Each transfer or issue as it was said last, by the version of it that was named; two questions for all of them.

    `but` are entries of what came that are left out. What is not there, or has no other end, is missing.
    """
    if not entries:
        return {}
    said = _sendings(actor, statement(slots, "between_one.sql"), since=None, entries=list(entries), but=list(but))
    newest = {each.entry: each for each in said if each.to_unit}
    versions = reading.rows(actor, _VERSIONS.replace("{sent}", slots["sent"]), entries=list(entries))
    found: dict[UUID, Sending] = {}
    for named, version in versions:
        each = newest.get(version)
        if each is not None and (named not in found or found[named].withdrawn > each.withdrawn):
            found[named] = each
    return found


def wait_for(actor: Actor, slots: dict[str, str], entries: Sequence[UUID]) -> None:
    """Until this transaction ends, nobody else says what came of these, takes them back or sends them elsewhere.

    Of what was sent it is the beginning of its chain of corrections that is waited for: a correction that comes
    meanwhile makes no second sending of it.
    """
    if entries:
        reading.rows(actor, _WAIT.replace("{sent}", slots["sent"]), entries=list(entries))


_WAIT = (
    "SELECT kernel_wait_for('supplies:' || t.root) FROM ("
    "SELECT DISTINCT root FROM {sent} WHERE entry = ANY(%(entries)s) ORDER BY root) t"
)
_VERSIONS = (
    "SELECT named.entry, o.entry FROM {sent} named JOIN {sent} o ON o.root = named.root "
    "WHERE named.entry = ANY(%(entries)s) ORDER BY o.entry DESC"
)


def _only(found: dict[UUID, Sending]) -> Sending:
    """The one that was asked for. Raises `not_found`."""
    if not found:
        raise Refused(NOT_FOUND)
    return next(iter(found.values()))


def _sendings(actor: Actor, said: str, **named: object) -> list[Sending]:
    rows = reading.rows(actor, said, **named)
    return [Sending(which, unit, path, CATALOGUE[item], *more) for which, unit, path, item, *more in rows]


def statement(slots: dict[str, str], among: str) -> str:
    """What a file of ours finds of transfers or issues, with what came of it."""
    said, found = ((_SQL / name).read_text(encoding="utf-8") for name in ("between.sql", among))
    said = said.replace("{among}", found)
    for slot, sql in slots.items():
        said = said.replace(f"{{{slot}}}", sql)
    return said
