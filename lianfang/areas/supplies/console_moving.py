"""supplies · console moving: what leaves the store unused, what comes from another store, what comes back from use."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from lianfang.areas.supplies import actions_moving, queries, queries_transit, rules
from lianfang.areas.supplies.console import as_packed, crumb, fresh, item_form, stock_href, store
from lianfang.areas.supplies.forms_moving import ArriveForm, HandBackForm, RemoveForm
from lianfang.areas.supplies.kinds_handback import HANDBACK
from lianfang.areas.supplies.payloads import Item
from lianfang.areas.supplies.rules import Lot
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.acting import form_page
from lianfang.shell.components.text import figure
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in


@signed_in
def remove_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """Something leaves the store and is not used; the lot that is over stands first."""
    found, of = store(actor, unit), queries.item_of(item)
    today = clock.day_of(clock.current().now()).date
    asked = request.GET.get("lot", "")
    lots = sorted(
        (lot for lot in _lots(actor, found, of) if lot.on_hand > 0),
        key=lambda lot: (lot.lot != asked, not rules.gone(lot, today)),
    )
    form = RemoveForm(
        of,
        lots,
        today,
        posted(request),
        initial={**fresh(), "lot": lots[0].lot if lots else ""},
        packed=as_packed(actor, found, of),
    )
    return item_form(
        request, form,
        lambda said: actions_moving.move(
            actor, form.kind, entry=said["entry"], unit=found.code, item=of, lot=said["lot"],
            quantity=said["quantity"], more=_said_as(form, lots),
        ),
        found, of, title=w("不是使用的出库：{item}", "{item}: out of the store, not for use"),
        done=w("已登记{item}{n}{unit}（批号 {lot}）", "Recorded: {n} {unit} of {item} (lot {lot})"),
        lead=w("报废、退回、调拨、丢失不计入日均使用，不影响可用天数的算法",
               "What is disposed of, returned, sent on or lost is no use, and does not count into mean daily use"),
    )  # fmt: skip


@signed_in
def handback_page(request: HttpRequest, actor: Actor, unit: str, item: str) -> HttpResponse:
    """A durable item comes back from use."""
    found, of = store(actor, unit), queries.item_of(item)
    form = HandBackForm(of, _lots(actor, found, of), posted(request), initial=fresh())
    return item_form(
        request, form,
        lambda said: actions_moving.move(
            actor, HANDBACK, entry=said["entry"], unit=found.code, item=of, lot=said["lot"],
            quantity=said["quantity"], more=form.more(),
        ),
        found, of, title=w("归还：{item}", "Give back {item}"),
        done=w("已归还{item}{n}{unit}（批号 {lot}）", "Given back: {n} {unit} of {item} (lot {lot})"),
    )  # fmt: skip


@signed_in
def arrive_page(request: HttpRequest, actor: Actor, transfer: UUID) -> HttpResponse:
    """What another store sent has come; as much as was sent, or otherwise and why."""
    sent = queries_transit.transfer(actor, transfer, clock.current().now())
    unit = store(actor, sent.to_unit)
    form = ArriveForm(sent, posted(request), initial=fresh())
    return form_page(
        request, form,
        act=lambda said: actions_moving.take_in(
            actor, entry=said["entry"], transfer=transfer, quantity=said["quantity"], more=form.more()
        ),
        done=w("已收货", "Taken in"), to=stock_href(unit), back=stock_href(unit),
        title=w("收货：{item}，发出 {n}{unit}", "Take in {item}: {n} {unit} were sent").fill(
            item=sent.item.words, n=figure(sent.sent), unit=sent.item.unit_words
        ),
        lede=unit.words, crumbs=[crumb(unit)], template="supplies/act.html",
    )  # fmt: skip


def _lots(actor: Actor, unit: Unit, item: Item) -> list[Lot]:
    today = clock.day_of(clock.current().now()).date
    return [lot for lot in queries.lots(actor, unit, today, item.code) if lot.unit == unit.code]


def _said_as(form: RemoveForm, lots: list[Lot]) -> dict[str, object]:
    """The form's own fields; a transfer takes the lot's date along, which the other store does not see."""
    said = form.more()
    chosen = next((lot for lot in lots if lot.lot == form.cleaned_data["lot"]), None)
    if "expires_on" in form.kind.payload.model_fields and chosen is not None and chosen.expires_on:
        said["expires_on"] = chosen.expires_on
    return said
