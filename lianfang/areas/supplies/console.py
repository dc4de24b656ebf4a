"""supplies · console: the store's stock, an item with its lots, and the keeper's three acts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.supplies import actions, pieces, queries, rules
from lianfang.areas.supplies.catalogue import Item
from lianfang.areas.supplies.forms import ExplainForm, IssueForm, Looking, ReceiveForm, SheetForm
from lianfang.areas.supplies.kinds import APPROVE, RECORD, SEE
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, ids
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.pieces import Link
from lianfang.shell.components.text import figure
from lianfang.shell.reader import signed_in


@signed_in
def stock_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a unit and those below it have, how long it lasts, and what of it needs somebody."""
    now = clock.current().now()
    looking = Looking(actor, clock.day_of(now).date, request.GET)
    unit, day = _unit(actor, looking.chosen("unit") or looking.data.get("unit")), looking.on
    kept = queries.stock(actor, unit, day)
    lots = queries.lots(actor, unit, day)
    lines = queries.lines(day)
    names = units.units(actor, sorted({each.unit for each in kept}), day=day)
    page = pieces.StockPage(actor, unit, day, kept, lots, lines, names)
    return render(request, "supplies/stock.html", {
        "title": page.title(),
        "lede": unit.words,
        "as_of": now,
        "needs": page.needs(queries.differences(actor, unit)),
        "stats": page.stats(),
        "looking": looking,
        "table": page.items_table(),
        "lots": page.lots_table() if lots else None,
        "actions": page.actions(),
        "new_items": page.not_kept(),
    })  # fmt: skip


@signed_in
def item_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """One item of one unit: its lots in the order in which they go out, and what moved."""
    now, found, of = clock.current().now(), _unit(actor, unit), queries.item_of(item)
    day = clock.day_of(now).date
    kept = next((each for each in queries.stock(actor, found, day) if (each.unit, each.item) == (found.code, of)), None)
    lots = [lot for lot in queries.lots(actor, found, day, of.code) if lot.unit == found.code]
    may = actor.may(RECORD, found.path)
    moved = queries.movements(actor, found, of.code)
    receiving = units.units(
        actor, sorted({each.with_whom for each in moved if each.kind == "issue" and each.with_whom})
    )
    return render(request, "supplies/item.html", {
        "title": pieces.item_title(of, kept),
        "lede": found.words,
        "as_of": now,
        "crumbs": [_crumb(found)],
        "lots": pieces.lots_of_item(of, lots, day, queries.lines(day)) if lots else None,
        "movements": pieces.movements_table(of, moved, receiving),
        "actions": pieces.acts(found, of) if may else [],
    })  # fmt: skip


@signed_in
def receive_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """Something came in."""
    found, of = _store(actor, unit), queries.item_of(item)
    form = ReceiveForm(of, request.POST or None, initial=_fresh())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.receive(
                actor, entry=said["entry"], unit=found.code, item=of, lot=said["lot"], quantity=said["quantity"],
                expires_on=said.get("expires_on"), more=form.more(),
            )  # fmt: skip
            words = w("已入库{item}{n}{unit}（批号 {lot}）", "Received {n} {unit} of {item} (lot {lot})")
            return _done(request, found, of, _amount(words, of, said))
        except Refused as refused:
            form.refuse(refused)
    title = w("入库：{item}", "Receive {item}").fill(item=of.words)
    return _form(request, form, title, found, of)


@signed_in
def issue_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """Something went out: what expires first is chosen, and more than a lot has is asked about once."""
    found, of = _store(actor, unit), queries.item_of(item)
    today = clock.day_of(clock.current().now()).date
    lots = [lot for lot in queries.lots(actor, found, today, of.code) if lot.unit == found.code]
    ready = rules.first_out(lots, today)
    form = IssueForm(of, ready, request.POST or None, initial=_fresh())
    doubt = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        doubt = None if said["as_said"] else _more_than_there(of, ready, said, today)
        if doubt is None:
            try:
                actions.issue(
                    actor, entry=said["entry"], unit=found.code, item=of, lot=said["lot"], quantity=said["quantity"],
                    more=form.more(),
                )  # fmt: skip
                words = w("已出库{item}{n}{unit}（批号 {lot}）", "Issued {n} {unit} of {item} (lot {lot})")
                return _done(request, found, of, _amount(words, of, said))
            except Refused as refused:
                form.refuse(refused)
    title = w("出库：{item}", "Issue {item}").fill(item=of.words)
    return _form(request, form, title, found, of, doubt=doubt)


@signed_in
def stocktake_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """The sheet on which every lot of a unit is counted; on paper it has room for the pen."""
    now, found = clock.current().now(), _store(actor, unit)
    lots = [lot for lot in queries.lots(actor, found, clock.day_of(now).date) if lot.unit == found.code]
    wanted = request.GET.get("item")
    lots = [lot for lot in lots if wanted in (None, "", lot.item)]
    form = SheetForm(lots, [str(ids.mint(now)) for _ in lots], request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = actions.take_stock(
                actor, unit=found.code, counts=form.counts(), note=form.cleaned_data["note"] or None
            )
            said = w("已记录盘点 {n} 批", "{n} lots counted").fill(n=len(recorded))
            messages.success(request, said.say())
            return HttpResponseRedirect(stock_href(found))
        except Refused as refused:
            form.refuse(refused)
    return render(request, "supplies/stocktake.html", {
        "title": w("盘点表：{unit}，{n} 批", "Stocktake: {unit}, {n} lots").fill(unit=found.words, n=len(lots)),
        "as_of": now,
        "crumbs": [_crumb(found)],
        "form": form,
        "cancel_href": stock_href(found),
    }, status=422 if form.errors else 200)  # fmt: skip


@signed_in
def explain_page(request: HttpRequest, actor: Actor, stocktake: UUID) -> HttpResponse:
    """Why a count did not agree with the books, said by somebody who may approve it."""
    found = queries.difference(actor, stocktake)
    actor.must(APPROVE, found.path)
    form = ExplainForm(request.POST or None, initial=_fresh())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.explain_difference(actor, entry=said["entry"], stocktake=stocktake, reason=said["reason"])
            messages.success(request, w("差异已说明", "The difference is explained").say())
            return HttpResponseRedirect(stock_href(units.unit(actor, found.unit)))
        except Refused as refused:
            words = w("{says}。{remedy}", "{says}. {remedy}").fill(says=refused.says, remedy=refused.remedy)
            form.add_error("reason" if refused.faults else None, words.say())
    return render(request, "supplies/explain.html", {
        "title": pieces.difference_words(found),
        "form": form,
        "facts": pieces.difference_facts(found),
        "crumbs": [_crumb(units.unit(actor, found.unit))],
        "submit": w("说明差异", "Explain it"),
        "cancel_href": reverse("supplies:stock"),
    }, status=422 if form.errors else 200)  # fmt: skip


def stock_href(unit: Unit) -> str:
    """The stock page of a unit."""
    return f"{reverse('supplies:stock')}?unit={unit.code}"


def _unit(actor: Actor, code: str | None) -> Unit:
    """The unit asked for, by default one that the actor holds, home first. Raises `not_found` or `not_allowed`."""
    held = {grant.unit for grant in actor.held if SEE in grant.verbs}
    code = code or min(held, key=lambda one: (one != actor.home, one), default=None)
    if code is None:
        raise Refused(NOT_ALLOWED, verb=SEE)
    unit = units.unit(actor, code)
    actor.must(SEE, unit.path)
    return unit


def _store(actor: Actor, code: str) -> Unit:
    """A unit for which the actor keeps the store."""
    unit = units.unit(actor, code)
    actor.must(RECORD, unit.path)
    return unit


def _crumb(unit: Unit) -> Link:
    return Link(w("物资", "Supplies"), stock_href(unit))


def _fresh() -> dict[str, str]:
    return {"entry": str(ids.mint(clock.current().now()))}


def _amount(words: Words, item: Item, said: dict[str, Any]) -> Words:
    return words.fill(item=item.words, n=figure(said["quantity"]), unit=item.unit_words, lot=said["lot"])


def _done(request: HttpRequest, unit: Unit, item: Item, words: Words) -> HttpResponse:
    messages.success(request, words.say())
    return HttpResponseRedirect(reverse("supplies:item", args=[unit.code, item.code]))


def _more_than_there(item: Item, lots: list[rules.Lot], said: dict[str, Any], on: date) -> Words | None:
    """What to say before more is issued than the books have of a lot: how it could be taken instead."""
    chosen = next((lot for lot in lots if lot.lot == said["lot"]), None)
    if chosen is not None and said["quantity"] <= chosen.on_hand:
        return None
    takings = rules.suggest(lots, said["quantity"], on)
    there = w("账面上批号 {lot} 只有 {n}{unit}。", "The books have {n} {unit} of lot {lot}. ").fill(
        lot=said["lot"], n=figure(chosen.on_hand) if chosen else "0", unit=item.unit_words
    )
    split = "；".join(f"{each.lot.lot} × {figure(each.quantity)}" for each in takings)
    if not split:
        return there
    return w("{there}建议分批出库：{split}", "{there}Suggested: {split}").fill(there=there, split=split)


def _form(
    request: HttpRequest, form: Any, title: Words, unit: Unit, item: Item, doubt: Words | None = None
) -> HttpResponse:
    context = {
        "title": title,
        "lede": unit.words,
        "form": form,
        "doubt": doubt,
        "crumbs": [_crumb(unit), Link(item.words, reverse("supplies:item", args=[unit.code, item.code]))],
        "cancel_href": stock_href(unit),
    }
    return render(request, "supplies/act.html", context, status=422 if form.errors else 200)
