"""supplies · presenters between: what goes from one unit to another: transfers on their way, issues to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from lianfang.areas.supplies import queries_transit
from lianfang.areas.supplies.kinds import CONFIRM, RECORD
from lianfang.areas.supplies.presenters import with_unit
from lianfang.areas.supplies.presenters_moved import signed
from lianfang.areas.supplies.queries import Lines, lines
from lianfang.areas.supplies.queries_transit import Sending
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Button
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Figure, Named, Sentence, State, Table, Text, When
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Need

_ON_ITS_WAY, _TAKE_IN = w("在途", "on its way"), w("收货", "Take in")
_CUT = w(
    "共 {n} 笔，此处列前 {listed} 笔，待办的在前；选下级单位可看其余",
    "The first {listed} of {n}, what waits before the rest: choose a unit below to see others",
)
_UNCONFIRMED, _CONFIRM = w("未确认", "not confirmed"), w("确认领到", "Confirm")


LISTED = 100


@dataclass(frozen=True, slots=True)
class Way:
    """What transfers and issues say and lead to, each in its own words."""

    waits: Callable[[Sending, datetime], Words]
    over: Words
    act: Words
    act_href: Callable[[Sending], str]
    sent_href: Callable[[Sending], str]


class SendingsTable(Table[Sending]):
    """What goes from one unit to another: sent, come, and what lies between. `acting`: units for which one may act.

    `slow`: after how many days it is asked after.
    """

    way: Way
    called: Mapping[str, Words]
    acting: set[str]
    now: datetime
    slow: Decimal | None

    sent_at = When(w("发出", "Sent"), link=lambda t, row: t.way.sent_href(row) if row.unit in t.called else "")
    item = Text(w("物资", "Item"), "item.words")
    lot = Code(w("批号", "Lot"))
    unit = Named(w("发出单位", "From"))
    to_unit = Named(w("接收单位", "To"))
    sent = Figure(w("发出数", "Sent"), lambda row: with_unit(row.sent, row.item))
    came = Figure(w("收到数", "Came"), lambda row: _came(row))
    state = State(w("状态", "State"), lambda t, row: _state(row, t.way.waits(row, t.now), t.way.over, t.now, t.slow))
    note = Sentence(w("差异说明", "Why it differs"), lambda row: row.note or "", when="some_notes")
    acts = Text(
        w("办理", "Action"),
        lambda t, row: (Button(t.way.act, t.way.act_href(row)),) if row.waits and row.to_unit in t.acting else "",
        when="some_wait",
    )

    @property
    def some_notes(self) -> bool:
        return any(row.note for row in self.rows)

    @property
    def some_wait(self) -> bool:
        return any(row.waits and row.to_unit in self.acting for row in self.rows)


@dataclass(frozen=True, slots=True)
class Between:
    """What goes between a unit (and those below it) and others, for one reader. `ends`: the units that he sees."""

    actor: Actor
    transfers: Sequence[Sending]
    handed: Sequence[Sending]
    ends: Mapping[str, Unit]
    now: datetime
    lines: Lines

    @classmethod
    def of(cls, actor: Actor, unit: Unit, now: datetime) -> Between:
        """As it stands now, whatever day a page is about."""
        day = clock.day_of(now).date
        transfers, handed = queries_transit.transfers(actor, unit, now), queries_transit.handed(actor, unit, now)
        codes = {code for each in (*transfers, *handed) for code in (each.unit, each.to_unit)}
        return cls(actor, transfers, handed, units.units(actor, sorted(codes), day=day), now, lines(day))

    @property
    def called(self) -> dict[str, Words]:
        return {code: each.words for code, each in self.ends.items()}

    def transfers_table(self) -> SendingsTable:
        """What goes from one store to another."""
        return self._table(self.transfers, _TRANSFERS, RECORD, self.lines.transfer_days)

    def handed_table(self) -> SendingsTable:
        """What was handed out and is to be confirmed."""
        return self._table(self.handed, _ISSUES, CONFIRM, self.lines.confirm_days)

    def _table(self, sendings: Sequence[Sending], way: Way, verb: str, slow: Decimal | None) -> SendingsTable:
        """The first of them; what waits stands first, and a caption says where the rest is."""
        caption = _CUT.fill(n=len(sendings), listed=LISTED) if len(sendings) > LISTED else ""
        return SendingsTable(sendings[:LISTED], way, self.called, self._with(verb), self.now, slow, caption=caption)

    def needs(self) -> list[Need]:
        """What waits for this reader at one of the two ends."""
        return [*self._needs_of_transfers(self._with(RECORD)), *self._needs_of_handed(self._with(CONFIRM))]

    def _with(self, verb: str) -> set[str]:
        """The units for which this reader may do that."""
        return {code for code, unit in self.ends.items() if self.actor.may(verb, unit.path)}

    def _needs_of_transfers(self, taking: set[str]) -> Iterator[Need]:
        """Goods that are to be taken in or are long on their way, and what came though it was taken back."""
        for each in self.transfers:
            chip, detail = Chip(_ON_ITS_WAY, "due", "near"), moment(each.sent_at)
            if each.withdrawn:
                yield _taken_back(each)
            elif each.waits and each.to_unit in taking:
                words = w("{item} {n}{unit}已发来，待收货", "{n} {unit} of {item} were sent to you: take them in")
                if each.times:
                    words = w(
                        "{item}还有 {n}{unit}在途，待收货", "{n} {unit} of {item} are still to come: take them in"
                    )
                yield Need(_filled(words, each), arrive_href(each), _TAKE_IN, chip=chip, detail=detail)
            elif each.waits and _is_slow(each, self.now, self.lines.transfer_days) and self.actor.sees(each.path):
                words = w("{item} {n}{unit}调往 {to}，还没有收货", "{n} {unit} of {item} sent to {to} have not come")
                see = w("查看调出", "See the transfer")
                yield Need(_filled(words, each), _sent_href(each), see, chip=chip, detail=detail)

    def _needs_of_handed(self, confirming: set[str]) -> Iterator[Need]:
        """Issues that this reader's units are to confirm, and those that nobody has confirmed in time."""
        for each in self.handed:
            detail = moment(each.sent_at)
            if each.withdrawn:
                yield _taken_back(each)
            elif each.waits and each.to_unit in confirming:
                chip = Chip(_UNCONFIRMED, "due", "near")
                yield Need(handed_words(each), confirm_href(each), _CONFIRM, chip=chip, detail=detail)
            elif each.waits and _is_slow(each, self.now, self.lines.confirm_days) and self.actor.sees(each.path):
                to = self.called.get(each.to_unit, each.to_unit)
                words = w("{to} 领用{item} {n}{unit}，还没有确认", "{to} has not confirmed {n} {unit} of {item}")
                chip, see = Chip(_since(each, self.now), "due", "overdue"), w("查看出库", "See the issue")
                yield Need(_filled(words, each, to=to), _issue_href(each), see, chip=chip, detail=detail)


def handed_words(of: Sending) -> Words:
    """What was handed to somebody, as it waits there to be confirmed."""
    return _filled(
        w("{item} {n}{unit}已发给您单位，请确认领到", "{n} {unit} of {item} were issued to you: confirm"), of
    )


def confirm_href(of: Sending) -> str:
    return reverse("supplies:confirm", args=[of.entry])


def arrive_href(of: Sending) -> str:
    return reverse("supplies:arrive", args=[of.entry])


def _taken_back(of: Sending) -> Need:
    words = w(
        "{item} {n}{unit}：发出方已撤回或改发别处，{to} 却已收到，请核对",
        "{n} {unit} of {item} came to {to}, though they were taken back or sent elsewhere: check it",
    )
    chip = Chip(w("差异", "discrepancy"), "missed", "broken")
    said = _filled(words, of, n=figure(of.came))
    return Need(said, reverse("supplies:stock"), w("查看物资", "See the stock"), chip=chip, detail=moment(of.sent_at))


def _filled(words: Words, of: Sending, **more: object) -> Words:
    slots: dict[str, object] = {
        "item": of.item.words, "n": figure(of.left), "unit": of.item.unit_words, "to": of.to_unit,
    }  # fmt: skip
    return words.fill(**(slots | more))


def _came(of: Sending) -> Words | str:
    return "" if of.came is None else with_unit(of.came, of.item)


def _since(of: Sending, now: datetime) -> Words:
    """For how many whole days nobody has confirmed it."""
    days = (now - of.sent_at).days
    return w("未确认 {n} 天", "not confirmed for {n} days").fill(n=days) if days else _UNCONFIRMED


def _is_slow(of: Sending, now: datetime, slow: Decimal | None) -> bool:
    return slow is not None and now - of.sent_at > timedelta(days=float(slow))


def _state(of: Sending, waits: Words, came: Words, now: datetime, slow: Decimal | None) -> object:
    if of.withdrawn:
        return Chip(w("已撤回，却已收到", "taken back, though it came"), "missed", "broken")
    if of.waits:
        said = w("已收一部分", "part of it came") if of.times else waits
        return Chip(said, "due", "overdue" if _is_slow(of, now, slow) else "near")
    if of.by == 0:
        return Chip(came, "done")
    return Chip(w("差 {by}{unit}", "{by} {unit}").fill(by=signed(of.by), unit=of.item.unit_words), "missed", "broken")


def _sent_href(of: Sending) -> str:
    return reverse("supplies:transfer-entry", args=[of.entry])


def _issue_href(of: Sending) -> str:
    return reverse("supplies:issue-entry", args=[of.entry])


_TRANSFERS = Way(lambda row, now: _ON_ITS_WAY, w("已收", "taken in"), _TAKE_IN, arrive_href, _sent_href)
_ISSUES = Way(_since, w("已确认", "confirmed"), _CONFIRM, confirm_href, _issue_href)
