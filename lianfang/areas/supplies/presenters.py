"""supplies · presenters: stock and lots as the pages show them, and what of them needs somebody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from urllib.parse import urlencode

from django.urls import reverse

from lianfang.areas.supplies.kinds import RECORD
from lianfang.areas.supplies.payloads import CATALOGUE, Item
from lianfang.areas.supplies.queries import Lines, Stock
from lianfang.areas.supplies.rules import Lot, alert_of, first_out, gone
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Button
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Code, Figure, Named, State, Table, Text, When
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Link, Need, Stat

UNKNOWN = w("未知", "unknown")
NO_RULE = w("当日无规则", "no rule on that day")
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class StockPage:
    """The stock of what is used up, of a unit and those below it on a day. `names`: the units that keep something."""

    actor: Actor
    unit: Unit
    day: date
    kept: list[Stock]
    lots: list[Lot]
    lines: Lines
    names: Mapping[str, Unit]

    @property
    def several(self) -> bool:
        """Whether more than one unit's stock is shown, or another one's than was asked for."""
        return set(self.names) - {self.unit.code} != set()

    def below(self) -> list[Stock]:
        """The items under the warning line, the scarcest first; where there is none, those that ran out."""
        line = self.lines.warn_days
        found = [
            each
            for each in self.kept
            if each.usable <= 0 or (line is not None and each.days is not None and each.days < line)
        ]
        return sorted(found, key=lambda each: (each.days or Decimal(0), each.item.code))

    def title(self) -> Words:
        """The page's answer: what runs out first."""
        if not self.kept:
            nothing = w("还没有入库记录", "Nothing has been received yet")
            return w("没有消耗品，只有耐用品", "No consumables, durables only") if self.names else nothing
        known = [each for each in self.kept if each.days is not None]
        if not known:
            lately = w(
                "{n} 种物资在库，可用天数未知：近 {days} 日没有出库",
                "{n} items kept; cover unknown: nothing issued lately",
            )
            never = w("{n} 种物资在库，可用天数未知", "{n} items kept; cover unknown")
            return (lately if self.lines.use_days else never).fill(n=len(self.kept), days=self.lines.use_days or "")
        least = min(known, key=lambda each: each.days or Decimal(0))
        said = w("可用天数最少：{item}，{days} 天", "Shortest cover: {item}, {days} days").fill(
            days=_days(least.days), item=least.item.words
        )
        low = len(self.below())
        if not low or not self.lines.ruled:
            return said
        return w("{said}；{n} 种低于储备线", "{said}; {n} below the line").fill(said=said, n=low)

    def stats(self) -> list[Stat]:
        """The three figures of the report in plain words."""
        near = [alert_of(lot.expires_on, self.day, self.lines.alerts) for lot in self.lots if lot.on_hand > 0]
        over = sum(gone(lot, self.day) for lot in self.lots)
        low, counted = len(self.below()), sum(each.counted for each in self.kept)
        early, days = next(iter(self.lines.alerts), None), self.lines.use_days
        soon = sum(each is not None for each in near)
        return [
            Stat(w("低于 {n} 天的品种", "Items below {n} days").fill(n=figure(self.lines.warn_days)), low, "#stock",
                 tone="overdue" if low else "")
            if self.lines.warn_days is not None else Stat(w("低于储备线的品种", "Items below the line"), NO_RULE),
            Stat(w("{n} 天内到期批次", "Lots expiring within {n} days").fill(n=early), soon, "#lots",
                 tone="near" if soon else "")
            if early is not None else Stat(w("临期批次", "Lots near expiry"), NO_RULE),
            Stat(w("已过期批次", "Expired lots"), over, "#lots", tone="overdue" if over else ""),
            Stat(w("{n} 日内盘点过", "Counted within {n} days").fill(n=days), f"{counted}/{len(self.kept)}", "#stock")
            if days is not None else Stat(w("近期盘点过", "Counted lately"), NO_RULE),
        ]  # fmt: skip

    def needs(self, first: Sequence[Need] = ()) -> list[Need]:
        """What waits `first`, books below zero, lots with two ends, past or near theirs, items that run out."""
        found = [*first]
        for lot in self.lots:
            if lot.two_ends:
                found.append(self._two_ends(lot))
            if lot.on_hand < 0:
                found.append(
                    self._lot_need(
                        lot, w("账面为负（{n}），请盘点", "books below zero ({n}): count it"), "broken", "盘点"
                    )
                )
            elif gone(lot, self.day):
                found.append(self._lot_need(lot, w("已过期，停止发放", "has expired: do not issue"), "overdue", ""))
            elif self._near(lot):
                near = w("{days} 天内到期，请先发放", "expires within {days} days: issue it first")
                found.append(self._lot_need(lot, near.fill(days=self.lines.alerts[1]), "near", ""))
        for each in self.below():
            words = w("{item}可用 {days} 天，低于 {line} 天", "{item}: {days} days of cover, below {line}")
            if self.lines.warn_days is None:
                words = w("{item}已用完", "{item} have run out")
            words = words.fill(item=each.item.words, days=_days(each.days), line=figure(self.lines.warn_days or 0))
            detail = self._short(each)
            found.append(Need(words, self._item(each), w("查看物资", "See the item"), chip=_LOW, detail=detail))
        return found

    def _near(self, lot: Lot) -> bool:
        """Whether a lot has reached the second alert."""
        alert = alert_of(lot.expires_on, self.day, self.lines.alerts)
        return alert is not None and len(self.lines.alerts) > 1 and alert <= self.lines.alerts[1]

    def _short(self, of: Stock) -> Words | str:
        """How much is missing up to the target line."""
        if of.daily is None or self.lines.target_days is None:
            return ""
        missing = of.daily * self.lines.target_days - max(of.usable, Decimal(0))
        whole = missing.quantize(Decimal(1)) if of.item.whole else missing.quantize(_TENTH)
        return w("补到 {line} 天还差约 {n}{unit}", "about {n} {unit} short of {line} days").fill(
            line=figure(self.lines.target_days), n=figure(whole), unit=of.item.unit_words
        )

    def _lot_need(self, lot: Lot, words: Words, tone: str, act: str) -> Need:
        item = CATALOGUE[lot.item]
        said = w("{item} 批号 {lot} {what}", "{item}, lot {lot} {what}").fill(
            item=item.words, lot=lot.lot, what=words.fill(n=figure(lot.on_hand))
        )
        unit = self.names.get(lot.unit, self.unit)
        if act and self.actor.may(RECORD, unit.path):
            href = f"{reverse('supplies:stocktake', args=[lot.unit])}?item={lot.item}"
            return Need(said, href, w("盘点", "Count"), chip=Chip(w("差异", "discrepancy"), "missed", "broken"))
        ends = moment(lot.expires_on, "year") if lot.expires_on else ""
        if tone == "overdue" and self.actor.may(RECORD, unit.path):
            chip = Chip(w("过期", "expired"), "missed", "overdue")
            return Need(said, _remove_href(lot), w("报废或退回", "Dispose of it"), chip=chip, detail=ends)
        chip = (
            Chip(w("过期", "expired"), "missed", "overdue")
            if tone == "overdue"
            else Chip(w("临期", "near"), "late", "near")
        )
        return Need(
            said,
            item_href(lot.unit, lot.item),
            w("查看物资", "See the item"),
            chip=chip,
            detail=ends,
        )

    def _two_ends(self, lot: Lot) -> Need:
        """One lot of which receipts gave two dates: one of them is wrong, or there are two lots."""
        said = w(
            "{item} 批号 {lot} 记了两个有效期：{first} 和 {last}，请更正",
            "{item}, lot {lot} has two dates: {first} and {last}",
        )
        words = said.fill(item=CATALOGUE[lot.item].words, lot=lot.lot, first=lot.expires_on, last=lot.expires_last)
        chip = Chip(w("差异", "discrepancy"), "missed", "broken")
        return Need(words, item_href(lot.unit, lot.item), w("查看入库", "See the receipts"), chip=chip)

    @property
    def called(self) -> dict[str, Words]:
        return {code: unit.words for code, unit in self.names.items()}

    def items_table(self) -> ItemsTable:
        """Each item, the scarcest first."""
        kept = sorted((each for each in self.kept if each.unit in self.names), key=_scarcest)
        keeping = {code for code, unit in self.names.items() if self.actor.may(RECORD, unit.path)}
        return ItemsTable(kept, self.lines, self.called, keeping, self.several)

    def lots_table(self) -> LotsTable:
        """Every lot by its end."""
        ordered = sorted(self.lots, key=lambda lot: (lot.expires_on or date.max, lot.item, lot.lot))
        return LotsTable(ordered, self.day, self.lines, self.called, self.several)

    def actions(self) -> list[Link]:
        """The keeper's way on."""
        store = self.store()
        return [Link(w("盘点", "Take stock"), reverse("supplies:stocktake", args=[store.code]))] if store else []

    def store(self) -> Unit | None:
        """The unit whose store this actor keeps here: the one asked for, else the only one below it that has stock."""
        if self.unit.code in self.names or not self.names:
            found: Unit | None = self.unit
        else:
            found = next(iter(self.names.values())) if len(self.names) == 1 else None
        return found if found is not None and self.actor.may(RECORD, found.path) else None

    def not_kept(self, besides: Collection[str] = ()) -> list[Link]:
        """Items of the catalogue that the store does not keep yet, each leading to its first receipt."""
        store = self.store()
        if store is None:
            return []
        there = {each.item.code for each in self.kept if each.unit == store.code} | {*besides}
        return [
            Link(item.words, reverse("supplies:receive", args=[store.code, item.code]))
            for item in CATALOGUE.values()
            if item.code not in there
        ]

    def _item(self, of: Stock) -> str:
        return item_href(of.unit, of.item.code)


_LOW = Chip(w("低于储备线", "below the line"), "missed", "overdue")


def item_title(item: Item, kept: Stock | None) -> Words:
    """One item's answer."""
    if kept is None:
        return w("{item}：没有入库记录", "{item}: nothing received").fill(item=item.words)
    if item.durable:
        return w("{item}在库 {n}{unit}（耐用品）", "{item}: {n} {unit} in the store (durable)").fill(
            item=item.words, n=figure(kept.on_hand), unit=item.unit_words
        )
    said = w("{item}结存 {n}{unit}，可用 {days}", "{item}: {n} {unit} on hand, cover {days}")
    days = UNKNOWN if kept.days is None else w("{n} 天", "{n} days").fill(n=_days(kept.days))
    return said.fill(item=item.words, n=figure(kept.on_hand), unit=item.unit_words, days=days)


class ItemsTable(Table[Stock]):
    """Each item: what there is, how fast it goes, how long it lasts, when it was counted."""

    lines: Lines
    called: Mapping[str, Words]
    keeping: set[str]
    several: bool

    item = Text(w("物资", "Item"), "item.words", link=lambda row: item_href(row.unit, row.item.code))
    unit = Named(w("单位", "Unit"), when="several")
    on_hand = Figure(w("结存", "On hand"), lambda row: with_unit(row.on_hand, row.item))
    cover = Figure(w("可用天数", "Days of cover"), lambda t, row: _cover(row, t.lines))
    daily = Figure(
        w("日均使用", "Mean daily use"),
        lambda row: with_unit(row.daily.quantize(_TENTH), row.item) if row.daily else UNKNOWN,
        note=w("近7日", "last 7 days"),
    )
    expires_on = When(w("最早到期", "First to expire"), lambda row: _expiry(row))
    counted_at = When(w("最近盘点", "Last count"), lambda row: count_said(row))
    acts = Text(
        w("办理", "Action"),
        lambda t, row: buttons(row.unit, row.item) if row.unit in t.keeping else "",
        when="keeping",
    )


class LotsTable(Table[Lot]):
    """Lots with their ends."""

    day: date
    lines: Lines
    called: Mapping[str, Words]
    several: bool

    lot = Code(w("批号", "Lot"), link=lambda row: item_href(row.unit, row.item))
    item = Text(w("物资", "Item"), lambda row: CATALOGUE[row.item].words)
    unit = Named(w("单位", "Unit"), when="several")
    on_hand = Figure(w("结存", "On hand"), lambda row: with_unit(row.on_hand, CATALOGUE[row.item]))
    expires_on = When(w("有效期至", "Expires"), lambda row: _expiry(row))
    alert = State(w("提醒", "Alert"), lambda t, row: alert_chip(row, t.day, t.lines))


class ItemLotsTable(Table[Lot]):
    """The lots of an item in the order in which they should go out; what may not go out stands last."""

    item: Item
    on: date
    lines: Lines
    may: bool

    lot = Code(w("批号", "Lot"), link=lambda t, row: _remove_href(row) if t.may and gone(row, t.on) else "")
    on_hand = Figure(w("结存", "On hand"), lambda t, row: with_unit(row.on_hand, t.item))
    expires_on = When(w("有效期至", "Expires"), lambda row: _expiry(row))
    counted_at = When(w("最近盘点", "Last count"), lambda row: count_said(row))

    @State(w("先后", "Order"))
    def turn(self, row: Lot) -> object:
        if first_out([row], self.on) and row is self.rows[0]:
            return Chip(w("先出这一批", "issue this first"), "done")
        return alert_chip(row, self.on, self.lines)


def lots_of_item(item: Item, lots: list[Lot], on: date, lines: Lines, *, may: bool) -> ItemLotsTable:
    """The lots of an item by their turn; who `may` is led from what is over to where it leaves the store."""
    ready = first_out(lots, on)
    return ItemLotsTable([*ready, *(lot for lot in lots if lot not in ready)], item, on, lines, may)


def _cover(of: Stock, lines: Lines) -> object:
    if of.days is None and of.usable > 0:
        return UNKNOWN
    days = of.days or Decimal(0)
    words = w("{n} 天", "{n} days").fill(n=_days(days))
    if lines.warn_days is None or lines.target_days is None:
        return words
    if days < lines.warn_days:
        return Chip(words, "missed", "overdue")
    return Chip(words, "late", "near") if days < lines.target_days else words


def _expiry(of: Stock | Lot) -> str:
    return moment(of.expires_on, "year") if of.expires_on else ""


def count_said(of: Stock | Lot) -> Words | str:
    return moment(of.counted_at) if of.counted_at else w("未盘点", "never")


def alert_chip(lot: Lot, on: date, lines: Lines) -> object:
    """How near a lot is to its end, in words; nothing where it is far."""
    if lot.on_hand < 0:
        return Chip(w("账面为负", "books below zero"), "missed", "broken")
    if lot.expires_on is not None and lot.expires_on < on:
        return Chip(w("已过期", "expired"), "missed", "overdue")
    alert = alert_of(lot.expires_on, on, lines.alerts)
    return None if alert is None else Chip(w("{n} 天内到期", "within {n} days").fill(n=alert), "late", "near")


def acts(unit: str, item: Item) -> list[Link]:
    """The acts on an item, the daily ones first."""
    here = [unit, item.code]
    out = w("领用", "Hand out") if item.durable else w("出库", "Issue")
    found = [
        Link(out, reverse("supplies:issue", args=here)),
        Link(w("入库", "Receive"), reverse("supplies:receive", args=here)),
    ]
    if item.durable:
        found.append(Link(w("归还", "Give back"), reverse("supplies:handback", args=here)))
    count = f"{reverse('supplies:stocktake', args=[unit])}?item={item.code}"
    found.append(Link(w("盘点", "Count"), count))
    return [*found, Link(w("报废、退回、调拨", "Other removal"), reverse("supplies:remove", args=here))]


def _remove_href(lot: Lot) -> str:
    return f"{reverse('supplies:remove', args=[lot.unit, lot.item])}?{urlencode({'lot': lot.lot})}"


def buttons(unit: str, item: Item) -> tuple[Button, ...]:
    return tuple(Button(each.words, each.href) for each in acts(unit, item)[:3])


def _scarcest(of: Stock) -> tuple[Decimal, str]:
    """What runs out first stands first; what is not known to run out stands last."""
    return (Decimal(0) if of.usable <= 0 else of.days if of.days is not None else Decimal("Infinity"), of.item.code)


def item_href(unit: str, item: str) -> str:
    return reverse("supplies:item", args=[unit, item])


def with_unit(value: Decimal, item: Item) -> Words:
    return w("{n} {unit}", "{n} {unit}").fill(n=figure(value), unit=item.unit_words)


def _days(value: Decimal | None) -> str:
    return figure((value or Decimal(0)).quantize(_TENTH, ROUND_DOWN))
