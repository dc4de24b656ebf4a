"""supplies · console: the store's stock, an item with its lots, and the keeper's daily acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.supplies import (
    actions,
    presenters,
    presenters_moved,
    queries,
    queries_asked,
    queries_twice,
    rules,
)
from lianfang.areas.supplies.forms import AsPacked, ExplainForm, IssueForm, OfItemForm, ReceiveForm, SheetForm
from lianfang.areas.supplies.kinds import APPROVE, RECORD, SEE
from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.payloads import Item, lot_key
from lianfang.areas.supplies.presenters_between import Between
from lianfang.areas.supplies.queries_labels import LOTS, code_of
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, ids
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Kind
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import unit_asked
from lianfang.shell.components.text import figure
from lianfang.shell.components.types import Link
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.forms import ActForm, UnitDayForm, posted
from lianfang.shell.kinds import scanned
from lianfang.shell.reader import signed_in


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is asked before something is recorded; each answer is a button that says `name` = value."""

    words: Words
    name: str = ""
    answers: tuple[tuple[str, Words], ...] = ()


@signed_in
@of_a_day
def stock_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a unit and those below it have, how long it lasts, and what of it needs somebody."""
    now = clock.current().now()
    looking = UnitDayForm(actor, SEE, clock.day_of(now).date, request.GET)
    unit, day = looking.unit(), looking.on
    every = queries.stock(actor, unit, day)
    kept = [each for each in every if not each.item.durable]
    lots = queries.lots(actor, unit, day)
    names = units.units(actor, sorted({each.unit for each in every}), day=day)
    page = presenters.StockPage(actor, unit, day, kept, lots, queries.lines(day), names)
    between = Between.of(actor, unit, now)
    durables = queries.durables(actor, unit, day) if len(kept) < len(every) else []
    keeping = presenters_moved.taking_in(actor, names)
    return render(request, "supplies/stock.html", {
        "title": page.title(),
        "lede": unit.words,
        "as_of": now,
        "needs": page.needs([
            *(presenters_moved.unexplained(actor, each) for each in queries.differences(actor, unit, day)),
            *between.needs(), *presenters_moved.needs_of_durables(durables),
            *map(presenters_moved.twice, queries_twice.lines_twice(actor, unit, clock.day_of(now).date)),
        ]),
        "ruled": page.lines.ruled,
        "stats": page.stats(),
        "looking": looking,
        "table": page.items_table(),
        "durables": presenters_moved.DurablesTable(durables, page.called, keeping, page.several),
        "transfers": between.transfers_table(),
        "handed": between.handed_table(),
        "lots": page.lots_table() if lots else None,
        "actions": page.actions(),
        "new_items": page.not_kept({each.item.code for each in durables}),
    })  # fmt: skip


@signed_in
def item_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """One item of one unit: its lots in the order in which they go out, and what moved."""
    now, found, of = clock.current().now(), unit_asked(actor, unit, SEE), queries.item_of(item)
    day = clock.day_of(now).date
    kept = next((each for each in queries.stock(actor, found, day) if (each.unit, each.item) == (found.code, of)), None)
    lots = [lot for lot in queries.lots(actor, found, day, of.code) if lot.unit == found.code]
    may = actor.may(RECORD, found.path)
    moved = queries.movements(actor, found, of.code)
    others = units.units(
        actor, sorted({each.with_whom for each in moved if each.kind not in ("receipt", "return") and each.with_whom})
    )
    return render(request, "supplies/item.html", {
        "title": presenters.item_title(of, kept),
        "lede": found.words,
        "as_of": now,
        "crumbs": [crumb(found)],
        "lots": presenters.lots_of_item(of, lots, day, queries.lines(day), may=may) if lots else None,
        "movements": presenters_moved.MovementsTable(moved, of, others, as_packed(actor, found, of)),
        "actions": presenters.acts(found.code, of) if may else [],
    })  # fmt: skip


@signed_in
def receive_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """Something came in. A lot that has another date, or is over already, is asked about."""
    found, of = store(actor, unit), queries.item_of(item)
    asked = {"lot": request.GET["lot"][:200]} if request.GET.get("lot") else {}
    form = ReceiveForm(of, posted(request), initial={**fresh(), **asked}, packed=as_packed(actor, found, of))
    doubt = _doubt_of_lot(actor, found, form) if form.is_bound and form.is_valid() else None
    return item_form(
        request, form,
        None if doubt else lambda said: ask(actor, RECEIPT, found, form, expires_on=said.get("expires_on")) and (
            actions.receive(
                actor, entry=said["entry"], unit=found.code, item=of, lot=said["lot"], quantity=said["quantity"],
                expires_on=said.get("expires_on"), more=form.more(),
            )
        ),
        found, of, title=w("入库：{item}", "Receive {item}"), doubt=doubt,
        done=w("已入库{item}{n}{unit}（批号 {lot}）", "Received {n} {unit} of {item} (lot {lot})"),
    )  # fmt: skip


def _doubt_of_lot(actor: Actor, unit: Unit, form: ReceiveForm) -> Doubt | None:
    """What is asked before a lot is taken in; what was answered already is put into what the form says."""
    said = form.cleaned_data
    ends, answer = said.get("expires_on"), said["answer"]
    if ends is None:
        return None
    known = queries_asked.known_lot(actor, unit.code, form.item.code, said["lot"])
    if known is not None and not known.ends_on(ends):
        if answer == "same":
            ends = said["expires_on"] = known.expires_on
        elif answer == "another":
            said["lot"] = rules.apart(known.lot, ends)
        else:
            asked = queries_asked.of_another_end(ends, known)
            same = w("是同一批，有效期 {known}", "The same lot, which expires {known}").fill(known=known.expires_on)
            other = w("是另一批，记作 {lot}", "Another lot, called {lot}").fill(lot=rules.apart(known.lot, ends))
            return Doubt(asked.says, "answer", (("same", same), ("another", other)))
    if ends < clock.day_of(clock.current().now()).date and not said.get("expired_why"):
        form.ask_why()
        says = w(
            "批号 {lot} 的有效期 {on} 已过。写错的请改正；确实收下的请填原因，如 待退货",
            "Lot {lot} expired {on}. Correct the date, or say why it is taken in, for example: to be returned",
        )
        return Doubt(says.fill(lot=said["lot"], on=ends))
    return None


@signed_in
def issue_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """Something went out: what expires first is chosen, and more than a lot has is asked about once."""
    found, of = store(actor, unit), queries.item_of(item)
    today = clock.day_of(clock.current().now()).date
    lots = [lot for lot in queries.lots(actor, found, today, of.code) if lot.unit == found.code]
    ready = rules.first_out(lots, today)
    asked = next((each.lot for each in ready if each.lot == request.GET.get("lot")), None)
    initial = {**fresh(), "lot": asked} if asked else fresh()
    form = IssueForm(of, ready, posted(request), initial=initial, packed=as_packed(actor, found, of))
    doubt = None
    if form.is_bound and form.is_valid() and not form.cleaned_data["as_said"]:
        doubt = _more_than_there(of, ready, form.cleaned_data, today)
    return item_form(
        request, form,
        None if doubt else lambda said: ask(actor, ISSUE, found, form) and actions.issue(
            actor, entry=said["entry"], unit=found.code, item=of, lot=said["lot"], quantity=said["quantity"],
            more=form.more(),
        ),
        found, of, title=w("出库：{item}", "Issue {item}"), doubt=doubt,
        done=w("已出库{item}{n}{unit}（批号 {lot}）", "Issued {n} {unit} of {item} (lot {lot})"),
    )  # fmt: skip


@signed_in
def stocktake_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """The sheet on which every lot of a unit is counted; on paper it has room for the pen."""
    now, found = clock.current().now(), store(actor, unit)
    lots = [lot for lot in queries.lots(actor, found, clock.day_of(now).date) if lot.unit == found.code]
    wanted = request.GET.get("item")
    lots = [lot for lot in lots if wanted in (None, "", lot.item)]
    lot = request.GET.get("lot", "")
    lots = [each for each in lots if not lot or lot_key(each.lot) == lot_key(lot)]
    on = scanned.onward(request, code_of(found.code, wanted or "", lot), stock_href(found), sort=LOTS.code)
    form = SheetForm(
        lots, [str(ids.mint(now)) for _ in lots], posted(request), packed=queries.items_as_packed(actor, found.code)
    )
    return form_page(
        request, form,
        act=lambda said: actions.take_stock(actor, unit=found.code, counts=form.counts(), note=said["note"] or None),
        done=lambda recorded: w("已记录盘点 {n} 批", "{n} lots counted").fill(n=len(recorded)),
        title=w("盘点表：{unit}，{n} 批", "Stocktake: {unit}, {n} lots").fill(unit=found.words, n=len(lots)),
        to=on, back=stock_href(found), crumbs=[crumb(found)], template="supplies/stocktake.html", as_of=now,
        waits=queries.lines(clock.day_of(now).date).waits,
    )  # fmt: skip


@signed_in
def explain_page(request: HttpRequest, actor: Actor, stocktake: UUID) -> HttpResponse:
    """Why a count did not agree with the books, said by somebody else who approves that they go by it."""
    found = queries.difference(actor, stocktake)
    actor.must(APPROVE, found.path)
    unit = units.unit(actor, found.unit)
    return form_page(
        request, ExplainForm(posted(request), initial=fresh()),
        act=lambda said: actions.explain_difference(
            actor, entry=said["entry"], stocktake=stocktake, reason=said["reason"]
        ),
        done=w("差异已批准", "The difference is approved"), to=stock_href(unit), back=stock_href(unit),
        title=found.words, submit=w("批准，按实点数入账", "Approve: the books go by it"),
        crumbs=[crumb(unit)], template="supplies/explain.html", facts=presenters_moved.difference_facts(found),
    )  # fmt: skip


def stock_href(unit: Unit) -> str:
    """The stock page of a unit."""
    return f"{reverse('supplies:stock')}?unit={unit.code}"


def store(actor: Actor, code: str) -> Unit:
    """A unit for which the actor keeps the store."""
    unit = units.unit(actor, code)
    actor.must(RECORD, unit.path)
    return unit


def crumb(unit: Unit) -> Link:
    return Link(w("物资", "Supplies"), stock_href(unit))


def fresh() -> dict[str, str]:
    return {"entry": str(ids.mint(clock.current().now()))}


def as_packed(actor: Actor, unit: Unit, item: Item) -> AsPacked:
    """Lots of an item that came in packs of their own size; nobody asks where it comes in none."""
    return queries.items_as_packed(actor, unit.code, item.code) if item.packs else {}


def ask(actor: Actor, kind: Kind, unit: Unit, form: OfItemForm, **more: Any) -> bool:
    """Asks of an act of the store what a sheet or a form of its kind is asked; raises what needs an answer first."""
    said = form.cleaned_data
    data = {"item": form.item.code, "lot": said["lot"], "quantity": said["quantity"], "quantity_unit": form.item.unit}
    data |= form.more() | {name: value for name, value in more.items() if value is not None}
    draft = Draft(said["entry"], kind.code, unit.code, clock.current().now(), data)
    queries_asked.answered(actor, draft)
    return True


def _amount(words: Words, item: Item, said: dict[str, Any]) -> Words:
    return words.fill(item=item.words, n=figure(said["quantity"]), unit=item.unit_words, lot=said["lot"])


def _more_than_there(item: Item, lots: list[rules.Lot], said: dict[str, Any], on: date) -> Doubt | None:
    """What to say before more is issued than the books have of a lot: how it could be taken instead."""
    chosen = next((lot for lot in lots if lot.lot == said["lot"]), None)
    if chosen is not None and said["quantity"] <= chosen.on_hand:
        return None
    takings = rules.suggest(lots, said["quantity"], on)
    there = w("账面上批号 {lot} 只有 {n}{unit}。", "The books have {n} {unit} of lot {lot}. ").fill(
        lot=said["lot"], n=figure(chosen.on_hand) if chosen else "0", unit=item.unit_words
    )
    split = "；".join(f"{each.lot.lot} × {figure(each.quantity)}" for each in takings)
    if split:
        there = w("{there}建议分批出库：{split}", "{there}Suggested: {split}").fill(there=there, split=split)
    return Doubt(there, "as_said", (("on", w("按实际出库登记", "Record it as issued")),))


def item_form(
    request: HttpRequest,
    form: ActForm,
    act: Callable[[dict[str, Any]], object] | None,
    unit: Unit,
    item: Item,
    *,
    title: Words,
    done: Words,
    doubt: Doubt | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of an act on one item of a store."""
    here = reverse("supplies:item", args=[unit.code, item.code])
    asked = code_of(unit.code, item.code, request.GET.get("lot", ""))
    return form_page(
        request,
        form,
        act=act,
        done=lambda _: _amount(done, item, form.cleaned_data),
        to=scanned.onward(request, asked, here, sort=LOTS.code),
        back=stock_href(unit),
        title=title.fill(item=item.words),
        lede=unit.words,
        crumbs=[crumb(unit), Link(item.words, here)],
        template="supplies/act.html",
        doubt=doubt,
        **more,
    )
