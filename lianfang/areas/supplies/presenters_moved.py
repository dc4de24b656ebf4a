"""supplies · presenters moved: what moved, what is on its way, durable things, and counts that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from lianfang.areas.supplies.kinds import APPROVE, RECORD
from lianfang.areas.supplies.kinds_removal import WHY
from lianfang.areas.supplies.payloads import Item
from lianfang.areas.supplies.presenters import buttons, count_day, item_href, with_unit
from lianfang.areas.supplies.queries import Difference, Durable, Movement
from lianfang.areas.supplies.queries_transit import SLOW, Transfer
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Button
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Figure, Named, Sentence, State, Table, Text, When
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Fact, Link, Need

_MOVED = {
    "receipt": w("入库", "received"),
    "issue": w("出库（使用）", "issued for use"),
    "stocktake": w("盘点", "counted"),
    "disposal": w("报废", "disposed of"),
    "return": w("退回供应商", "returned to the supplier"),
    "loss": w("丢失", "lost"),
    "transfer": w("调出", "sent to another store"),
    "arrival": w("调入", "came from another store"),
    "handback": w("归还", "given back"),
}
_WAITS = w("待批准", "waits for approval")


class MovementsTable(Table[Movement]):
    """What moved, newest first; a count shows what the books had said. `names`: other units by code."""

    item: Item
    names: Mapping[str, Unit]

    occurred_at = When(w("时间", "When"), link=lambda row: reverse(f"supplies:{row.kind}-entry", args=[row.entry]))
    what = Text(w("事项", "What"), lambda row: _what(row))
    quantity = Figure(w("数量", "Quantity"), lambda t, row: with_unit(row.quantity, t.item))
    packed = Text(w("按包装", "In packs"), lambda row: row.packed or "", when="some_packed")
    lot = Code(w("批号", "Lot"))
    with_whom = Text(w("来源/去向", "From or to"), lambda t, row: _with_whom(row, t.names))
    difference = Figure(w("盘点差异", "Difference"), lambda row: _difference(row))

    @property
    def some_packed(self) -> bool:
        return any(row.packed for row in self.rows)


class DurablesTable(Table[Durable]):
    """Durable things: where they are; they are not used up, and nobody asks how long they last."""

    called: Mapping[str, Words]
    keeping: set[str]
    several: bool

    item = Text(w("物资", "Item"), "item.words", link=lambda row: item_href(row.unit, row.item.code))
    unit = Named(w("单位", "Unit"), when="several")
    on_hand = Figure(w("在库", "In the store"), lambda row: with_unit(row.on_hand, row.item))
    in_use = Figure(w("在用", "In use"), lambda row: with_unit(row.in_use, row.item))
    broken = Figure(w("报废", "Disposed of"), lambda row: with_unit(row.broken, row.item))
    lost = Figure(w("丢失", "Lost"), lambda row: with_unit(row.lost, row.item))
    counted_on = When(w("最近盘点", "Last count"), lambda row: count_day(row))
    acts = Text(
        w("办理", "Action"),
        lambda t, row: buttons(row.unit, row.item) if row.unit in t.keeping else "",
        when="keeping",
    )


class TransfersTable(Table[Transfer]):
    """What goes from one store to another: sent, come, and what lies between. `taking`: units that may take it in."""

    called: Mapping[str, Words]
    taking: set[str]
    now: datetime

    sent_at = When(w("发出", "Sent"), link=lambda t, row: _sent_href(row) if row.unit in t.called else "")
    item = Text(w("物资", "Item"), "item.words")
    lot = Code(w("批号", "Lot"))
    unit = Named(w("调出单位", "From"))
    to_unit = Named(w("调入单位", "To"))
    sent = Figure(w("发出数", "Sent"), lambda row: with_unit(row.sent, row.item))
    came = Figure(w("收到数", "Came"), lambda row: "" if row.came is None else with_unit(row.came, row.item))
    state = State(w("状态", "State"), lambda t, row: _on_its_way(row, t.now))
    note = Sentence(w("差异说明", "Why it differs"), lambda row: row.note or "")
    acts = Text(
        w("办理", "Action"),
        lambda t, row: (
            (Button(w("收货", "Take in"), _arrive_href(row)),) if row.came is None and row.to_unit in t.taking else ""
        ),
        when="taking",
    )


def needs_first(
    actor: Actor, differences: Sequence[Difference], under_way: Sequence[Transfer], taking: set[str], now: datetime
) -> list[Need]:
    """Counts that wait for approval, and goods that are to be taken in, or are long on their way."""
    found = [unexplained(actor, each) for each in differences]
    for each in under_way:
        if each.came is not None:
            continue
        slots = {"item": each.item.words, "n": figure(each.sent), "unit": each.item.unit_words, "to": each.to_unit}
        chip = Chip(w("在途", "on its way"), "due", "near")
        detail = moment(each.sent_at)
        if each.to_unit in taking:
            words = w("{item} {n}{unit}已发来，待收货", "{n} {unit} of {item} were sent to you: take them in").fill(
                **slots
            )
            found.append(Need(words, _arrive_href(each), w("收货", "Take in"), chip=chip, detail=detail))
        elif now - each.sent_at > SLOW and actor.sees(each.path):
            words = w("{item} {n}{unit}调往 {to}，还没有收货", "{n} {unit} of {item} sent to {to} have not come").fill(
                **slots
            )
            found.append(Need(words, _sent_href(each), w("查看调出", "See the transfer"), chip=chip, detail=detail))
    return found


def difference_facts(of: Difference) -> list[Fact]:
    """What is known of a difference."""
    return [
        Fact(w("盘点时间", "Counted at"), of.occurred_at),
        Fact(w("盘点人", "Counted by"), of.counted_by),
        Fact(w("账面数", "The books said"), with_unit(of.book, of.item)),
        Fact(w("实点数", "Counted"), with_unit(of.counted, of.item)),
        *([Fact(w("盘点备注", "Note of the count"), of.note)] if of.note else []),
        Fact(
            w("盘点记录", "The count"),
            Link(str(of.stocktake)[-6:], reverse("supplies:stocktake-entry", args=[of.stocktake])),
        ),
        Fact(
            w("账上", "The books"),
            w("已按实点数更新", "go by the count already")
            if of.in_books
            else w("仍按账面数，批准后更新", "stay until it is approved"),
        ),
    ]


def unexplained(actor: Actor, of: Difference) -> Need:
    """A difference that waits, and what this reader can do about it."""
    chip = Chip(w("盘点差异", "difference"), "missed", "broken") if of.in_books else Chip(_WAITS, "due", "near")
    if actor.may(APPROVE, of.path) and of.counted_by != actor.login:
        href, act = reverse("supplies:explain", args=[of.stocktake]), w("说明并批准", "Explain and approve")
    else:
        href, act = reverse("supplies:stocktake-entry", args=[of.stocktake]), w("查看盘点", "See the count")
    counted = w("账面 {book}，实点 {n}", "books {book}, counted {n}").fill(book=figure(of.book), n=figure(of.counted))
    detail = w("{counted}（{at}）", "{counted} ({at})").fill(counted=counted, at=moment(of.occurred_at))
    return Need(of.words, href, act, chip=chip, detail=detail)


def taking_in(actor: Actor, names: Mapping[str, Unit]) -> set[str]:
    """The units whose store this actor keeps."""
    return {code for code, unit in names.items() if actor.may(RECORD, unit.path)}


def _what(of: Movement) -> Words:
    said = _MOVED[of.kind]
    if of.kind == "disposal" and of.why in WHY:
        return w("{what}（{why}）", "{what} ({why})").fill(what=said, why=WHY[of.why])
    return said


def _with_whom(of: Movement, names: Mapping[str, Unit]) -> Words | str:
    code = of.with_whom or ""
    return names[code].words if of.kind not in ("receipt", "return") and code in names else code


def _difference(of: Movement) -> Words | str:
    if of.book is None or of.book == of.quantity:
        return ""
    by = _signed(of.quantity - of.book)
    return by if of.settles else w("{by} 待批准", "{by}, waits").fill(by=by)


def _on_its_way(of: Transfer, now: datetime) -> object:
    if of.came is None:
        slow = now - of.sent_at > SLOW
        return Chip(w("在途", "on its way"), "due", "overdue" if slow else "near")
    if of.by == 0:
        return Chip(w("已收", "taken in"), "done")
    by = w("差 {by}{unit}", "{by} {unit}").fill(by=_signed(of.by), unit=of.item.unit_words)
    return Chip(by, "missed", "broken")


def _sent_href(of: Transfer) -> str:
    return reverse("supplies:transfer-entry", args=[of.entry])


def _arrive_href(of: Transfer) -> str:
    return reverse("supplies:arrive", args=[of.entry])


def _signed(value: Decimal) -> str:
    return f"{'+' if value > 0 else '−'}{figure(abs(value))}"
