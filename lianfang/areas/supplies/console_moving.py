"""supplies · console moving: what leaves the store unused, what comes from another store, what comes back from use."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.areas.supplies import actions_moving, queries, queries_ends, queries_transit, rules
from lianfang.areas.supplies.console import as_packed, ask, crumb, fresh, item_form, stock_href, store
from lianfang.areas.supplies.forms_moving import ArriveForm, ComesForm, ConfirmForm, HandBackForm, RemoveForm
from lianfang.areas.supplies.kinds import CONFIRM, SEE
from lianfang.areas.supplies.kinds_handback import HANDBACK
from lianfang.areas.supplies.payloads import Item, lot_key
from lianfang.areas.supplies.problems import CONFIRMED_ALREADY, SENDING_WITHDRAWN, TRANSFER_CAME
from lianfang.areas.supplies.queries_transit import Sending
from lianfang.areas.supplies.rules import Lot
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import Problem, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.components.text import figure
from lianfang.shell.components.types import Fact
from lianfang.shell.forms import posted
from lianfang.shell.kinds.console import KindConsole, console_of
from lianfang.shell.kinds.entry_pages import correct_page, withdraw_page
from lianfang.shell.reader import signed_in


@signed_in
def remove_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """Something leaves the store and is not used; the lot that is over stands first."""
    found, of = store(actor, unit), queries.item_of(item)
    today = clock.day_of(clock.current().now()).date
    asked = request.GET.get("lot", "")
    lots, used = _lots_and_used(actor, found, of)
    lots = sorted(
        (lot for lot in lots if lot.on_hand > 0 or used.get(lot_key(lot.lot), 0) > 0),
        key=lambda lot: (lot.lot != asked, not rules.gone(lot, today)),
    )
    form = RemoveForm(
        of,
        lots,
        today,
        posted(request),
        initial={**fresh(), "lot": lots[0].lot if lots else ""},
        packed=as_packed(actor, found, of),
        used=used if of.durable else None,
    )
    return item_form(
        request, form,
        lambda said: ask(actor, form.kind, found, form) and actions_moving.move(
            actor, form.kind, entry=said["entry"], unit=found.code, item=of, lot=said["lot"],
            quantity=said["quantity"], more=_said_as(form, lots),
        ),
        found, of, title=w("非使用出库：{item}", "{item}: other removal"),
        done=w("已登记{item}{n}{unit}（批号 {lot}）", "Recorded: {n} {unit} of {item} (lot {lot})"),
        lead=w("报废、退回、调拨、丢失不计入日均使用，不影响可用天数",
               "Disposal, returns, transfers and losses do not count as use and leave mean daily use as it is"),
    )  # fmt: skip


@signed_in
def handback_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """A durable item comes back from use."""
    found, of = store(actor, unit), queries.item_of(item)
    lots, used = _lots_and_used(actor, found, of)
    lots = [lot for lot in lots if used.get(lot_key(lot.lot), 0) > 0]
    form = HandBackForm(of, lots, posted(request), initial=fresh(), packed=as_packed(actor, found, of), used=used)
    return item_form(
        request, form,
        lambda said: ask(actor, HANDBACK, found, form) and actions_moving.move(
            actor, HANDBACK, entry=said["entry"], unit=found.code, item=of, lot=said["lot"],
            quantity=said["quantity"], more=form.more(),
        ),
        found, of, title=w("归还：{item}", "Give back {item}"),
        done=w("已归还{item}{n}{unit}（批号 {lot}）", "Given back: {n} {unit} of {item} (lot {lot})"),
    )  # fmt: skip


@signed_in
def arrive_page(request: HttpRequest, actor: Actor, transfer: UUID) -> HttpResponse:
    """What another store sent has come; as much as was sent, a part of it, or otherwise and why."""
    sent = queries_transit.transfer(actor, transfer, but=_again(request))
    unit = store(actor, sent.to_unit)
    title = w("收货：{item}，应收 {n}{unit}", "Take in {item}: {n} {unit} are to come")
    form = ArriveForm(sent, posted(request), initial=fresh())
    return _comes_page(
        request, actor, sent, unit, form, title, w("已收货", "Taken in"), TRANSFER_CAME,
        lambda said: actions_moving.take_in(
            actor, entry=said["entry"], transfer=sent.entry, quantity=said["quantity"], more=form.more()
        ),
    )  # fmt: skip


@signed_in
def confirm_page(request: HttpRequest, actor: Actor, entry: UUID) -> HttpResponse:
    """The unit that was handed something says that it has it, or how much of it."""
    sent = queries_transit.issue(actor, entry, but=_again(request))
    unit = units.unit(actor, sent.to_unit)
    actor.must(CONFIRM, unit.path)
    title = w("确认领到：{item} {n}{unit}", "Confirm {n} {unit} of {item}")
    form = ConfirmForm(sent, posted(request), initial=fresh())
    return _comes_page(
        request, actor, sent, unit, form, title, w("已确认", "Confirmed"), CONFIRMED_ALREADY,
        lambda said: actions_moving.confirm(
            actor, entry=said["entry"], issue=sent.entry, quantity=said["quantity"], more=form.more()
        ),
    )  # fmt: skip


def _again(request: HttpRequest) -> UUID | None:
    """The entry that a form was sent with: sent twice, it is not what was there before."""
    try:
        return UUID(request.POST.get("entry", ""))
    except ValueError:
        return None


def _comes_page(
    request: HttpRequest,
    actor: Actor,
    sent: Sending,
    unit: Unit,
    form: ComesForm,
    title: Words,
    done: Words,
    already: Problem,
    act: Callable[[dict[str, Any]], Receipt],
) -> HttpResponse:
    """The page on which a receiver says what came."""
    if sent.withdrawn:
        raise Refused(SENDING_WITHDRAWN)
    if not sent.waits:
        raise Refused(already, by=unit.words)
    sees = actor.may(SEE, unit.path)
    back = stock_href(unit) if sees else reverse("boards:home")
    return form_page(
        request, form, act=act, done=done, to=back, back=back,
        title=title.fill(item=sent.item.words, n=figure(sent.left), unit=sent.item.unit_words),
        lede=unit.words, crumbs=[crumb(unit)] if sees else [], template="supplies/act.html",
        facts=[
            Fact(w("批号", "Lot"), sent.lot), Fact(w("发出单位", "From"), sent.unit),
            Fact(w("发出时间", "Sent"), sent.sent_at),
            *([Fact(w("已收", "Came so far"), figure(sent.came))] if sent.times else []),
        ],
    )  # fmt: skip


@signed_in
@transaction.atomic
def correct_sent(request: HttpRequest, actor: Actor, entry: UUID, code: str) -> HttpResponse:
    """The correction of what was sent; what came already is not sent elsewhere, nor made another item."""
    if request.method == "POST":
        to_unit, item = (request.POST.get(f"data.{name}", "").strip() for name in ("to_unit", "item"))
        queries_ends.withdrawable(actor, code, entry, to_unit.upper(), item)
    return correct_page(request, actor, _pages_of(code), entry)


@signed_in
@transaction.atomic
def withdraw_sent(request: HttpRequest, actor: Actor, entry: UUID, code: str) -> HttpResponse:
    """Takes back what was sent, unless something of it came."""
    queries_ends.withdrawable(actor, code, entry)
    return withdraw_page(request, actor, _pages_of(code), entry)


def _pages_of(code: str) -> KindConsole:
    found = console_of(code)
    assert found is not None, "the area's urls make the pages of its kinds"
    return found


def _lots_and_used(actor: Actor, unit: Unit, item: Item) -> tuple[list[Lot], dict[str, Decimal]]:
    """The lots of an item that are there or, of durable things, in use; and how many are, by `lot_key`."""
    today = clock.day_of(clock.current().now()).date
    there = [lot for lot in queries.lots(actor, unit, today, item.code) if lot.unit == unit.code]
    known = {lot_key(lot.lot) for lot in there}
    out = queries.lots_in_use(actor, unit.code, item.code, today) if item.durable else {}
    gone = [Lot(unit.code, item.code, lot, Decimal(0), None) for key, (lot, _) in out.items() if key not in known]
    return [*there, *gone], {key: used for key, (_, used) in out.items()}


def _said_as(form: RemoveForm, lots: list[Lot]) -> dict[str, object]:
    """The form's own fields; a transfer takes the lot's date along, which the other store does not see."""
    said = form.more()
    chosen = next((lot for lot in lots if lot.lot == form.cleaned_data["lot"]), None)
    if "expires_on" in form.kind.payload.model_fields and chosen is not None and chosen.expires_on:
        said["expires_on"] = chosen.expires_on
    return said
