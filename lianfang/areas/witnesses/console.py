"""witnesses · console: who keeps witnesses, when each was last reached, and what became of the deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.witnesses import actions, queries
from lianfang.areas.witnesses.forms import HolderForm
from lianfang.areas.witnesses.kinds import KEEP, SEE
from lianfang.areas.witnesses.kinds_holder_set import FOLDER
from lianfang.areas.witnesses.queries import Holder
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import acted, form_page, pressed, shown
from lianfang.shell.asked import must_hold
from lianfang.shell.components.cells import PostButton
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, Named, Sentence, State, Table, Text, When
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.forms import posted
from lianfang.shell.ledger import names
from lianfang.shell.reader import signed_in
from lianfang.shell.sending import SERVICES

_FOLDER = w("目录", "folder")
_REASONS = {
    actions.CLOSED_SINCE: w("存放处已停用", "the keeper was disabled"),
    "witness_no_folder": w("目录不在或不能写入", "the folder is gone or cannot be written to"),
    "witness_beside_database": w("目录在本系统的数据目录里", "the folder lies in the system's own data folder"),
}
_STATES = {
    "queued": (w("待送", "waiting"), "partial"),
    "sent": (w("已送达", "delivered"), "done"),
    "failed": (w("未送达", "not delivered"), "missed"),
}


@signed_in
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who keeps witnesses, those in use first."""
    must_hold(actor, SEE)
    found = queries.holders(actor)
    failing = {holder.id for holder, _ in queries.failing()}
    called = names.units_called(actor, sorted({each.unit for each in found}))
    sent = {each.id: queries.last_sent(each.id) for each in found}
    used = sum(each.open for each in found)
    context = {
        "title": _title(used, len(failing)),
        "lede": w(
            "每小时把全部封印的封印凭证写到本系统无权改动的地方；日后凭它核对台账是否被改过。",
            "Every hour the witness of all seals is written to a place that this system cannot change; "
            "it later shows whether the ledger was changed.",
        ),
        "crumbs": [Link(w("封存", "Seals"), reverse("shell:seals"))],
        "table": HoldersTable(found, failing, sent, called),
        "empty_title": w("还没有存放处", "No keeper of witnesses yet"),
        "empty_words": w(
            "新增一个：上级的共享盘，或上级、审计员的邮箱。",
            "Add one: the superior's share, or the mail of superior or auditor.",
        ),
        "actions": [Link(w("新增存放处", "Add a keeper of witnesses"), reverse("witnesses:new"))]
        if actor.prefixes(KEEP)
        else [],
    }
    return render(request, "shell/list.html", context)


def _title(used: int, failing: int) -> Words:
    if failing:
        return w("凭证存放处：{n} 个未送达", "Witnesses elsewhere: {n} not reached").fill(n=failing)
    if used:
        return w("凭证存放处：{n} 个在用", "Witnesses elsewhere: {n} in use").fill(n=used)
    return w("还没有把凭证存到别处", "No witness is kept elsewhere yet")


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new keeper."""
    must_hold(actor, KEEP)

    def act(said: dict[str, Any]) -> UUID:
        unit = units.unit(actor, said["unit"])
        actor.must(KEEP, unit.path)
        return actions.set_holder(actor, unit=unit, holder=None, name=said["name"], address=said["address"])

    return form_page(
        request, HolderForm(actor, _today(), posted(request)), act=act,
        done=w("已保存，请试送一次", "Saved; now send one to try it"),
        to=lambda number: reverse("witnesses:holder", args=[number]), back=reverse("witnesses:list"),
        title=w("新增存放处", "Add a keeper of witnesses"), submit=w("保存", "Save"), crumbs=_crumbs(),
        lede=w(
            "应由不受数据库管理员控制的人保管，例如上级单位或审计员。",
            "It should be kept by somebody outside the database administrator's reach, such as the "
            "superior unit or the auditor.",
        ),
    )  # fmt: skip


@signed_in
def holder_page(request: HttpRequest, actor: Actor, holder: UUID) -> HttpResponse:
    """One keeper: what reached it, and changing it."""
    known = queries.holder(actor, holder)
    actor.must(SEE, known.path)
    keeps = actor.may(KEEP, known.path)
    form = HolderForm(actor, _today(), posted(request), initial={"name": known.name}, fixed=True)
    unit = units.unit(actor, known.unit)
    if request.method == "POST":
        actor.must(KEEP, known.path)
    went = acted(
        request, form,
        lambda said: actions.set_holder(actor, unit=unit, holder=holder, name=said["name"], address=said["address"]),
        done=w("已保存", "Saved"), to=reverse("witnesses:holder", args=[holder]),
    )  # fmt: skip
    if went is not None:
        return went
    failing = any(each.id == known.id for each, _ in queries.failing())
    context = {
        "title": w("凭证存放处：{name}", "Witnesses kept at: {name}").fill(name=known.name),
        "crumbs": _crumbs(),
        "facts": [
            Fact(w("状态", "State"), _chip(known, failing)),
            Fact(w("方式", "Method"), _way(known)),
            Fact(w("单位（含下级）", "Unit and below"), unit.words),
            Fact(w("上次设置", "Last set"), known.changed_at),
        ],
        "form": form if keeps else None,
        "form_title": w("更改", "Change") if known.open else w("重新启用", "Enable again"),
        "log_title": w("最近的送达", "Latest deliveries"),
        "log": DeliveriesTable(queries.deliveries(known.id)),
        "log_empty": w("还没有送出过；每小时送一次。", "None yet; one goes out every hour."),
        "actions": _acts(holder) if keeps and known.open else [],
    }
    return shown(request, form, "shell/setting.html", context)


def _acts(holder: UUID) -> list[PostButton]:
    stops = w("停用后地址即删除，不再送凭证。", "Its address is deleted and no witness is sent any more.")
    return [
        PostButton(w("立即送一次", "Send one now"), reverse("witnesses:send", args=[holder])),
        PostButton(w("停用", "Disable"), reverse("witnesses:close", args=[holder]), confirm=stops),
    ]


@signed_in
@require_POST
def send(request: HttpRequest, actor: Actor, holder: UUID) -> HttpResponse:
    """Sends a witness now."""
    return pressed(
        request, lambda: actions.send_now(actor, holder=holder),
        done=w("正在送出，结果见下表", "It is on its way; see the table below"),
        to=reverse("witnesses:holder", args=[holder]),
    )  # fmt: skip


@signed_in
@require_POST
def close(request: HttpRequest, actor: Actor, holder: UUID) -> HttpResponse:
    """Takes a keeper out of use."""
    done = w("已停用，地址已删除", "Disabled, and its address deleted")
    return pressed(request, lambda: actions.close_holder(actor, holder=holder), done=done, to=reverse("witnesses:list"))


class HoldersTable(Table[Holder]):
    """Who keeps witnesses, and what reached each last."""

    failing: set[UUID]
    sent: Mapping[UUID, queries.Delivery | None]
    called: Mapping[str, Words]

    name = Text(w("存放处", "Kept at"), link=lambda row: reverse("witnesses:holder", args=[row.id]))
    way = Text(w("方式", "Method"), lambda row: _way(row))
    state = State(w("状态", "State"), lambda t, row: _chip(row, row.id in t.failing))
    unit = Named(w("单位（含下级）", "Unit and below"))
    sent_at = When(w("最近送达", "Last delivered"), lambda t, row: getattr(t.sent[row.id], "sent_at", None))
    day = When(w("凭证截至", "Up to"), lambda t, row: getattr(t.sent[row.id], "day", None))


class DeliveriesTable(Table[queries.Delivery]):
    """What was sent to a keeper, and whether it arrived."""

    day = When(w("凭证截至", "Up to"))
    total = Figure(w("累计条数", "Entries so far"))
    state = State(w("状态", "State"), lambda row: Chip(*_STATES[row.state]))
    queued_at = When(w("排队时间", "Queued"))
    sent_at = When(w("送达", "Delivered"))
    tries = Figure(w("次数", "Tries"))
    failure = Sentence(w("原因", "Reason"), lambda row: _REASONS.get(row.failure, row.failure))


def _way(holder: Holder) -> Words:
    named = _FOLDER if holder.service == FOLDER else SERVICES.get(holder.service, Words(holder.service, holder.service))
    return w("{way} · 指纹 {mark}", "{way} · {mark}").fill(way=named, mark=holder.fingerprint)


def _chip(holder: Holder, failing: bool) -> Chip:
    if not holder.open:
        return Chip(w("停用", "disabled"), "excused")
    return Chip(w("未送达", "not reached"), "missed") if failing else Chip(w("在用", "in use"), "done")


def _today() -> date:
    return clock.day_of(clock.current().now()).date


def _crumbs() -> list[Link]:
    return [
        Link(w("封存", "Seals"), reverse("shell:seals")),
        Link(w("凭证存放处", "Witnesses elsewhere"), reverse("witnesses:list")),
    ]
