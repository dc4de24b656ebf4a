"""alerts · actions outbox: which message goes to which channel and when; written with the entry that it tells of.

A message is `queued` (the worker has it), `held` (by the night, or until a storm's span is over), `folded` into a
summary, `sending`, `sent` or `failed`. Nothing here reaches out: a channel that is down costs the alert nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django import app

from lianfang import playbook
from lianfang.areas.alerts import queries
from lianfang.areas.alerts.models import Message
from lianfang.areas.alerts.payloads import SEVERITIES
from lianfang.areas.alerts.queries import Channel
from lianfang.areas.alerts.rules import RANK, is_storm, quiet_until
from lianfang.areas.alerts.sections import AlertsPart, held_on
from lianfang.kernel import clock, ids
from lianfang.kernel.words import Words, w
from lianfang.shell import sending
from lianfang.shell.components.text import moment

DELIVER = "alerts.deliver"
SHOWN_IN_STORM = 3
EXERCISE = w("【演练】", "[EXERCISE] ")


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told of an alert: it opened, came back, or was passed up to `owner`."""

    alert: UUID
    unit: str
    path: str
    unit_words: Words
    source: str
    source_words: Words
    severity: str
    said: Words
    happened: Words
    owner: Words
    exercise: bool


def tell(news: Sequence[News], now: datetime) -> None:
    """Puts messages for all channels that listen; inside the transaction that recorded what they tell."""
    if not news:
        return
    for channel in queries.open_channels():
        batches: dict[tuple[str, bool], list[News]] = defaultdict(list)
        for one in news:
            if one.path.startswith(channel.path) and RANK[one.severity] >= RANK[channel.min_severity]:
                batches[one.source, one.exercise].append(one)
        for (source, _), batch in batches.items():
            _tell_channel(channel, source, batch, now)


def _tell_channel(channel: Channel, source: str, batch: list[News], now: datetime) -> None:
    day = clock.day_of(now).date
    storm = held_on(playbook.current().part(AlertsPart).storms, day)
    if storm is None:
        recent, storming = 0, False
    else:
        since = now - timedelta(minutes=storm.within_minutes)
        sent = Message.objects.filter(channel=channel.id, source=source, queued_at__gt=since, queued_at__lte=now)
        recent = sent.filter(sort__in=("alert", "storm")).aggregate(n=Sum("count"))["n"] or 0
        storming = is_storm(len(batch), recent, storm.more_than)
    if not storming:
        for one in batch:
            _put(channel, "alert", [one], now, _waits(one.severity, now))
        return
    worst = max((one.severity for one in batch), key=RANK.__getitem__)
    waits = _waits(worst, now)
    earlier = sent.filter(sort="storm").order_by("queued_at").first()
    if earlier is not None and worst != "urgent":
        waits = max(waits, earlier.queued_at + timedelta(minutes=storm.within_minutes))
    _put(channel, "storm", batch, now, waits)


def _waits(severity: str, now: datetime) -> datetime:
    """The moment before which a message is held; now, where nothing holds it."""
    quiet = held_on(playbook.current().part(AlertsPart).quiet_hours, clock.day_of(now).date)
    return quiet_until(quiet, severity, clock.local(now)) or now


def _put(channel: Channel, sort: str, batch: Sequence[News], now: datetime, not_before: datetime) -> None:
    first = batch[0]
    title, body = _words(channel.language, sort, batch, now)
    made = Message.objects.create(
        id=ids.mint(now), channel=channel.id, unit=channel.unit, path=channel.path, sort=sort, source=first.source,
        severity=max((one.severity for one in batch), key=RANK.__getitem__),
        alert=first.alert if len(batch) == 1 else None, count=len(batch), exercise=first.exercise, title=title,
        body=body, queued_at=now, not_before=not_before, state="held" if not_before > now else "queued",
    )  # fmt: skip
    if made.state == "queued":
        hand_over(made.id)


def _words(language: str, sort: str, batch: Sequence[News], now: datetime) -> tuple[str, str]:
    """Title and text in the channel's language; a drill says so first of all."""
    one = batch[0]
    with translation.override(language):
        mark = EXERCISE.say() if one.exercise else ""
        if sort == "storm":
            said = w("{source}：{n} 条新提醒", "{source}: {n} new alerts")
            title = said.fill(source=one.source_words, n=len(batch)).say()
            lines = [f"· {each.unit_words.say()} {each.said.say()}" for each in batch[:SHOWN_IN_STORM]]
            more = len(batch) - len(lines)
            lines += [w("……另有 {n} 条", "… and {n} more").fill(n=more).say()] if more > 0 else []
            link = f"{sending.base_address()}{reverse('alerts:list')}?source={one.source}"
        else:
            title = f"{w('【{s}】', '[{s}] ').fill(s=SEVERITIES[one.severity]).say()}{one.said.say()}"
            lines = [
                one.unit_words.say(),
                one.happened.say(),
                w("责任：{owner}", "Owner: {owner}").fill(owner=one.owner).say(),
            ]
            link = f"{sending.base_address()}{reverse('alerts:alert', args=[one.alert])}"
        lines += [moment(now), link]
        if mark:
            lines.insert(0, w("演练消息，非真实情况", "A drill, not a real event").say())
    return mark + title, "\n".join(lines)


def release(now: datetime) -> int:
    """What was held and may go now: one message by itself, several of a channel as one summary. Gives how many go."""
    ripe: dict[tuple[UUID, bool], list[Message]] = defaultdict(list)
    for message in Message.objects.select_for_update().filter(state="held", not_before__lte=now).order_by("queued_at"):
        ripe[message.channel, message.exercise].append(message)
    languages = {channel.id: channel.language for channel in queries.open_channels()} if ripe else {}
    for (channel, exercise), waiting in ripe.items():
        if len(waiting) == 1:
            Message.objects.filter(id=waiting[0].id).update(state="queued")
            hand_over(waiting[0].id)
            continue
        Message.objects.filter(id__in=[one.id for one in waiting]).update(state="folded")
        title, body = _summary(languages.get(channel, "zh-hans"), waiting, exercise)
        first = waiting[0]
        made = Message.objects.create(
            id=ids.mint(now), channel=channel, unit=first.unit, path=first.path, sort="summary", source="",
            severity=max((one.severity for one in waiting), key=RANK.__getitem__),
            count=sum(one.count for one in waiting), exercise=exercise, title=title, body=body, queued_at=now,
            not_before=now, state="queued",
        )  # fmt: skip
        hand_over(made.id)
    return len(ripe)


def _summary(language: str, waiting: Sequence[Message], exercise: bool) -> tuple[str, str]:
    with translation.override(language):
        said = w("汇总：{n} 条提醒", "Summary: {n} alerts").fill(n=sum(one.count for one in waiting)).say()
        lines = [f"· {moment(one.queued_at)} {one.title}" for one in waiting[:30]]
        more = len(waiting) - len(lines)
        lines += [w("……另有 {n} 条", "… and {n} more").fill(n=more).say()] if more > 0 else []
        lines.append(f"{sending.base_address()}{reverse('alerts:list')}")
        return (EXERCISE.say() if exercise else "") + said, "\n".join(lines)


def put_test(channel: Channel, now: datetime, login: str) -> UUID:
    """A message that says it is a test; goes at once, whatever the hour."""
    with translation.override(channel.language):
        title = w("联防测试消息", "Lianfang test message").say()
        said = w(
            "{login} 于 {at} 测试渠道“{name}”，无需处理",
            "{login} tested the channel “{name}” at {at}; nothing needs to be done",
        )
        body = said.fill(login=login, at=moment(now), name=channel.name).say()
    made = Message.objects.create(
        id=ids.mint(now), channel=channel.id, unit=channel.unit, path=channel.path, sort="test", source="",
        severity="notice", title=title, body=body, queued_at=now, not_before=now, state="queued",
    )  # fmt: skip
    hand_over(made.id)
    return made.id


def hand_over(message: UUID) -> None:
    """Gives a message to the worker, in this transaction: it is sent if and only if the message stands."""
    app.configure_task(DELIVER).defer(message=str(message))
