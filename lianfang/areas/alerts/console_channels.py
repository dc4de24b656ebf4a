"""alerts · console of the channels: ways out to people who are at no page, and what became of each message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.alerts import actions, queries
from lianfang.areas.alerts.forms import ChannelForm
from lianfang.areas.alerts.kinds import CHANNELS
from lianfang.areas.alerts.kinds_channel_set import LANGUAGES
from lianfang.areas.alerts.payloads import SEVERITIES
from lianfang.areas.alerts.presenters import DELIVERY, SORTS, delivery_chip
from lianfang.areas.alerts.queries import Channel
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.acting import acted, form_page, pressed, shown
from lianfang.shell.asked import must_hold
from lianfang.shell.components.cells import PostButton
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, Named, Sentence, State, Table, Text, When
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.cursors import Trail
from lianfang.shell.forms import FilterForm, posted
from lianfang.shell.ledger import names
from lianfang.shell.reader import signed_in
from lianfang.shell.sending import SERVICES


@signed_in
def channels_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The channels, those in use first."""
    must_hold(actor, CHANNELS)
    found = [channel for channel in queries.channels(actor) if actor.may(CHANNELS, channel.path)]
    used = sum(channel.open for channel in found)
    called = names.units_called(actor, sorted({channel.unit for channel in found}))
    context = {
        "title": w("通知渠道：启用 {n} 个", "Channels: {n} in use").fill(n=used),
        "lede": w(
            "提醒除在页面上显示外，也经这些渠道发出；渠道中断不影响提醒，恢复后补发。",
            "Alerts are shown on the pages and also sent through these channels; if one is down, nothing "
            "is lost and it catches up later.",
        ),
        "crumbs": [Link(w("提醒", "Alerts"), reverse("alerts:list"))],
        "table": ChannelsTable(found, called, queries.troubled(actor)),
        "empty_title": w("还没有渠道", "No channel yet"),
        "empty_words": w("新增一个企业微信、钉钉、飞书或邮件渠道。", "Add one for WeCom, DingTalk, Feishu or mail."),
        "actions": [
            Link(w("新增渠道", "Add a channel"), reverse("alerts:channel-new")),
            Link(w("送达记录", "Deliveries"), reverse("alerts:deliveries")),
        ],
    }
    return render(request, "shell/list.html", context)


def _service(channel: Channel) -> Words:
    return w("{service} · 指纹 {mark}", "{service} · {mark}").fill(
        service=SERVICES.get(channel.service, Words(channel.service, channel.service)), mark=channel.fingerprint
    )


def _chip(channel: Channel) -> Chip:
    return Chip(w("启用", "in use"), "done") if channel.open else Chip(w("停用", "disabled"), "excused")


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new channel."""
    must_hold(actor, CHANNELS)
    day = clock.day_of(clock.current().now()).date
    form = ChannelForm(actor, day, posted(request), initial={"min_severity": "warning", "language": "zh-hans"})

    def act(said: dict[str, Any]) -> UUID:
        unit = units.unit(actor, said["unit"])
        actor.must(CHANNELS, unit.path)
        return actions.set_channel(actor, **said | {"unit": unit, "channel": None})

    return form_page(
        request, form, act=act, done=w("已保存，请发一条测试消息", "Saved; now send a test message"),
        to=lambda number: reverse("alerts:channel", args=[number]), back=reverse("alerts:channels"),
        title=w("新增渠道", "Add a channel"), submit=w("保存", "Save"), crumbs=_crumbs(),
        lede=w("地址连同密钥加密保存，以后不再显示。", "The address and its key are encrypted and never shown again."),
    )  # fmt: skip


def _crumbs() -> list[Link]:
    return [
        Link(w("提醒", "Alerts"), reverse("alerts:list")),
        Link(w("通知渠道", "Channels"), reverse("alerts:channels")),
    ]


@signed_in
def change_page(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """One channel: change it, try it, close it, and its last messages."""
    known = queries.channel(actor, channel)
    actor.must(CHANNELS, known.path)
    day = clock.day_of(clock.current().now()).date
    kept = {"name": known.name, "min_severity": known.min_severity, "language": known.language}
    form = ChannelForm(actor, day, posted(request), initial=kept, fixed=True)
    unit = units.unit(actor, known.unit)
    went = acted(
        request, form, lambda said: actions.set_channel(actor, unit=unit, channel=channel, **said),
        done=w("已保存", "Saved"), to=reverse("alerts:channel", args=[channel]),
    )  # fmt: skip
    if went is not None:
        return went
    context = {
        "title": w("渠道：{name}", "Channel: {name}").fill(name=known.name),
        "crumbs": _crumbs(),
        "facts": [
            Fact(w("状态", "State"), _chip(known)),
            Fact(w("类型", "Service"), _service(known)),
            Fact(w("单位（含下级）", "Unit and below"), unit.words),
            Fact(w("上次设置", "Last set"), known.changed_at),
        ],
        "form": form,
        "form_title": w("更改", "Change") if known.open else w("重新启用", "Enable again"),
        "log_title": w("最近的消息", "Latest messages"),
        "log": MessagesTable(queries.deliveries(actor, channel=channel, limit=10)),
        "log_empty": w("还没有发出过消息。", "No message yet."),
        "actions": _acts(channel) if known.open else [],
    }
    return shown(request, form, "shell/setting.html", context)


def _acts(channel: UUID) -> list[PostButton]:
    stops = w("停用后地址即删除，待发消息不再发送。", "Its address is deleted and queued messages are not sent.")
    return [
        PostButton(w("发测试消息", "Send a test message"), reverse("alerts:channel-test", args=[channel])),
        PostButton(w("停用", "Disable"), reverse("alerts:channel-close", args=[channel]), confirm=stops),
    ]


@require_POST
@signed_in
def test(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """Sends a test message."""
    return pressed(
        request, lambda: actions.try_channel(actor, channel=channel),
        done=w("测试消息已发出，结果见下表", "The test message is on its way; see the table below"),
        to=reverse("alerts:channel", args=[channel]),
    )  # fmt: skip


@require_POST
@signed_in
def close(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """Takes a channel out of use."""
    done = w("已停用，地址已删除", "Disabled, and its address deleted")
    return pressed(
        request, lambda: actions.close_channel(actor, channel=channel), done=done, to=reverse("alerts:channels")
    )


class _LogFilter(FilterForm):
    """Which messages."""

    state = asking.choice("状态", "State", DELIVERY, first=asking.ALL, required=False)


@signed_in
def deliveries_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every message: queued, sent, or why not."""
    must_hold(actor, CHANNELS)
    form = _LogFilter(request.GET)
    trail = Trail.asked(request, datetime, UUID)
    found = queries.deliveries(actor, state=form.chosen("state") or "", after=trail.after, limit=queries.PAGE + 1)
    page = trail.page(found, lambda one: (one.queued_at, one.id), queries.PAGE)
    failed = sum(queries.troubled(actor).values())
    channels = {channel.id: channel.name for channel in queries.channels(actor)}
    context = {
        "title": w("送达记录：{n} 条未送达", "Deliveries: {n} not delivered").fill(n=failed)
        if failed
        else w("送达记录：全部送达", "Deliveries: nothing failed"),
        "lede": w(
            "失败的自动重试十次，约八小时；仍不成功的可在这里再发。",
            "Failed messages are retried ten times over about eight hours; what still fails can be sent again here.",
        ),
        "crumbs": [Link(w("提醒", "Alerts"), reverse("alerts:list"))],
        "filter_form": form,
        "table": MessagesTable(page.items, channels),
        "failed": [message for message in page.items if message.state == "failed"],
        "page": page,
        "empty_title": w("还没有发出过消息", "No message yet"),
        "actions": [Link(w("通知渠道", "Channels"), reverse("alerts:channels"))],
    }
    return render(request, "alerts/deliveries.html", context)


class ChannelsTable(Table[Channel]):
    """The channels, each with what could not be delivered by it."""

    called: Mapping[str, Words]
    failed: Mapping[UUID, int]

    name = Text(w("渠道", "Channel"), link=lambda row: reverse("alerts:channel", args=[row.id]))
    service = Text(w("类型", "Service"), lambda row: _service(row))
    state = State(w("状态", "State"), lambda row: _chip(row))
    unit = Named(w("单位（含下级）", "Unit and below"))
    min_severity = Text(w("最低级别", "Minimum severity"), lambda row: SEVERITIES[row.min_severity])
    language = Text(w("语言", "Language"), lambda row: LANGUAGES[row.language])
    not_delivered = Figure(w("未送达", "Not delivered"), lambda t, row: t.failed.get(row.id, 0))


class MessagesTable(Table[Any]):
    """Messages with what became of each; with `channels`, each names its own."""

    channels: Mapping[UUID, str] | None = None

    title = Sentence(
        w("消息", "Message"), link=lambda row: reverse("alerts:alert", args=[row.alert]) if row.alert else ""
    )
    channel = Text(w("渠道", "Channel"), lambda t, row: t.channels.get(row.channel, ""), when="of_several")
    sort = Text(w("种类", "Sort"), lambda row: SORTS[row.sort])
    state = State(w("状态", "State"), lambda row: delivery_chip(row.state))
    queued_at = When(w("排队时间", "Queued"))
    sent_at = When(w("送达", "Sent"))
    tries = Figure(w("次数", "Tries"))
    reason = Sentence(w("原因", "Reason"), lambda row: _reason(row))

    @property
    def of_several(self) -> bool:
        return self.channels is not None


def _reason(message: Any) -> Words | str:
    if message.failure == actions.CLOSED_SINCE:
        return w("渠道已停用", "the channel was disabled")
    if message.state == "held":
        return w("到时合并发送", "held until its hour")
    return str(message.failure)


@require_POST
@signed_in
def again(request: HttpRequest, actor: Actor, message: UUID) -> HttpResponse:
    """Sends what failed for good once more."""
    done = w("已重新发送，结果见下表", "Being sent again; see the table")
    return pressed(
        request, lambda: actions.send_again(actor, message=message), done=done, to=reverse("alerts:deliveries")
    )
