"""publicity · queries of what is lacking: at which places and in which groups a text of the day is not out."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from lianfang.areas.publicity import queries_posting
from lianfang.areas.publicity.payloads import CHANNELS
from lianfang.areas.publicity.queries_posting import Slot
from lianfang.kernel.clock import Day
from lianfang.kernel.scope import Actor
from lianfang.kernel.shortfalls import NAMED, Shortfall
from lianfang.kernel.words import w

_NOT_OUT = w("《{title}》{channel}：{n} 处未发布", "“{title}”, {channel}: not out at {n}")


def lacking(actor: Actor, path: str, day: Day, now: datetime) -> list[Shortfall]:
    """Each posting of which something should be out by now and is not, with the places and groups by name."""
    at = min(now, day.to_at)
    late: dict[UUID, list[Slot]] = defaultdict(list)
    for each in queries_posting.slots(actor, at, path=path):
        if each.of_day(day) and not each.is_out and each.from_at <= at:
            late[each.posting].append(each)
    return [
        Shortfall(
            _NOT_OUT.fill(title=slots[0].title or "", channel=CHANNELS.words_of(slots[0].channel), n=len(slots)),
            tuple(each.where for each in slots[:NAMED]),
            len(slots),
            reverse("publicity:posting", args=[posting]),
        )
        for posting, slots in late.items()
    ]
