"""supplies · presenters moved: what moved, what is on its way, durable things, and counts that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse

from lianfang.areas.supplies.kinds import APPROVE, RECORD
from lianfang.areas.supplies.kinds_removal import WHY
from lianfang.areas.supplies.payloads import Item, lot_key
from lianfang.areas.supplies.presenters import buttons, count_said, item_href, with_unit
from lianfang.areas.supplies.queries import Difference, Durable, Movement
from lianfang.areas.supplies.queries_twice import Twice
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Figure, Named, Table, Text, When
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
    """What moved, newest first; a count shows what the books had said. `names`: other units by code.

    `own`: lots in packs of their own size, by item and `lot_key`: what was said in others is marked.
    """

    item: Item
    names: Mapping[str, Unit]
    own: Mapping[tuple[str, str], Item]

    occurred_at = When(w("时间", "When"), link=lambda row: reverse(f"supplies:{row.kind}-entry", args=[row.entry]))
    what = Text(w("事项", "What"), lambda row: _what(row))
    quantity = Figure(w("数量", "Quantity"), lambda t, row: with_unit(row.quantity, t.item))
    packed = Text(w("按包装", "In packs"), lambda t, row: _packed(row, t.item, t.own), when="some_packed")
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
    in_use = Figure(w("在用", "In use"), lambda row: _in_use(row))
    broken = Figure(w("报废", "Disposed of"), lambda row: with_unit(row.broken, row.item))
    lost = Figure(w("丢失", "Lost"), lambda row: with_unit(row.lost, row.item))
    counted_at = When(w("最近盘点", "Last count"), lambda row: count_said(row))
    acts = Text(
        w("办理", "Action"),
        lambda t, row: buttons(row.unit, row.item) if row.unit in t.keeping else "",
        when="keeping",
    )


def needs_of_durables(durables: Sequence[Durable]) -> list[Need]:
    """Durable things of which more came back, broke or got lost than were ever handed out."""
    chip = Chip(w("差异", "discrepancy"), "missed", "broken")
    says = w(
        "{item}在用数为负（{n}）：归还、报废或丢失多于领用，请核对",
        "{item}: {n} in use, more came back, broke or got lost than were handed out: check it",
    )
    return [
        Need(
            says.fill(item=each.item.words, n=signed(each.in_use)), item_href(each.unit, each.item.code),
            w("查看收发记录", "See what moved"), chip=chip,
        )
        for each in durables if each.in_use < 0
    ]  # fmt: skip


def twice(of: Twice) -> Need:
    """One line of another system that stands in the books twice."""
    says = w(
        "来源行 {ref} 记了两次，请撤回多余的一条", "Line {ref} of the source is recorded twice: withdraw one of the two"
    )
    href = reverse(f"supplies:{of.kind}-entry", args=[of.entry])
    chip = Chip(w("差异", "discrepancy"), "missed", "broken")
    return Need(says.fill(ref=of.source_ref), href, w("查看后一条", "See the later one"), chip=chip)


def difference_facts(of: Difference) -> list[Fact]:
    """What is known of a difference."""
    return [
        Fact(w("盘点时间", "Counted at"), of.occurred_at),
        Fact(w("盘点人", "Counted by"), "、".join(of.counted_by)),
        Fact(w("账面数", "The books said"), with_unit(of.book, of.item)),
        Fact(w("实点数", "Counted"), with_unit(of.counted, of.item)),
        *([Fact(w("盘点备注", "Note of the count"), of.note)] if of.note else []),
        Fact(
            w("盘点记录", "The count"),
            Link(str(of.stocktake)[-6:], reverse("supplies:stocktake-entry", args=[of.stocktake])),
        ),
        Fact(
            w("账上", "The books"),
            w("已按实点数更新", "updated to the count")
            if of.in_books
            else w("仍按账面数，批准后更新", "unchanged until approved"),
        ),
    ]


def unexplained(actor: Actor, of: Difference) -> Need:
    """A difference that waits, and what this reader can do about it."""
    chip = Chip(w("盘点差异", "difference"), "missed", "broken") if of.in_books else Chip(_WAITS, "due", "near")
    if actor.may(APPROVE, of.path) and actor.login not in of.counted_by:
        href, act = reverse("supplies:explain", args=[of.stocktake]), w("说明并批准", "Explain and approve")
    else:
        href, act = reverse("supplies:stocktake-entry", args=[of.stocktake]), w("查看盘点", "See the count")
    counted = w("账面 {book}，实点 {n}", "books {book}, counted {n}").fill(book=figure(of.book), n=figure(of.counted))
    detail = w("{counted}（{at}）", "{counted} ({at})").fill(counted=counted, at=moment(of.occurred_at))
    return Need(of.words, href, act, chip=chip, detail=detail)


def taking_in(actor: Actor, names: Mapping[str, Unit]) -> set[str]:
    """The units whose store this actor keeps."""
    return {code for code, unit in names.items() if actor.may(RECORD, unit.path)}


def _in_use(of: Durable) -> object:
    if of.in_use >= 0:
        return with_unit(of.in_use, of.item)
    said = w("{n} {unit}，账有差异", "{n} {unit}, discrepancy").fill(n=signed(of.in_use), unit=of.item.unit_words)
    return Chip(said, "missed", "broken")


def _what(of: Movement) -> Words:
    said = _MOVED[of.kind]
    if of.kind == "disposal" and of.why in WHY:
        return w("{what}（{why}）", "{what} ({why})").fill(what=said, why=WHY[of.why])
    return said


def _packed(of: Movement, item: Item, own: Mapping[tuple[str, str], Item]) -> object:
    said, lot = of.packed or "", own.get((item.code, lot_key(of.lot)))
    if not said or lot is None or all(pack in lot.packs for pack in item.packed_as(said).packs if pack.code in said):
        return said
    return Chip(w("{said}，与本批包装不同", "{said}, not the packs of this lot").fill(said=said), "missed", "broken")


def _with_whom(of: Movement, names: Mapping[str, Unit]) -> Words | str:
    code = of.with_whom or ""
    return names[code].words if of.kind not in ("receipt", "return") and code in names else code


def _difference(of: Movement) -> Words | str:
    if of.book is None or of.book == of.quantity:
        return ""
    by = signed(of.quantity - of.book)
    return by if of.settles else w("{by} 待批准", "{by}, waits").fill(by=by)


def signed(value: Decimal) -> str:
    return f"{'+' if value > 0 else '−'}{figure(abs(value))}"
