"""supplies · queries of what is open: counts that differ, and what is on its way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.supplies import queries, queries_transit
from lianfang.areas.supplies.kinds import SEE
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

_ON_ITS_WAY = w("{item} {n}{unit}已发出，待确认", "{n} {unit} of {item} were sent and are not confirmed")


def open_supplies(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """Differences that nobody approved and goods that nobody confirmed, of a unit and below it.

    What is short is told by its alerts.
    """
    for each in queries.differences_under(actor, path):
        yield OpenMatter(
            f"supplies.difference:{each.stocktake}", Sort.SUPPLY, each.words,
            reverse("supplies:explain", args=[each.stocktake]), each.unit, each.path, SEE,
        )  # fmt: skip
    transfers, issues = queries_transit.under_way(actor, path, now)
    for page, listed in (("supplies:arrive", transfers), ("supplies:confirm", issues)):
        for sent in listed:
            words = _ON_ITS_WAY.fill(item=sent.item.words, n=f"{sent.left.normalize():f}", unit=sent.item.unit_words)
            href = reverse(page, args=[sent.entry])
            yield OpenMatter(f"supplies.sent:{sent.entry}", Sort.SUPPLY, words, href, sent.unit, sent.path, SEE)


OPEN = OpenMatters(open_supplies)
