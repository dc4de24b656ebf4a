"""witnesses · gaps: a keeper that witnesses do not reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.urls import reverse

from lianfang.areas.witnesses import queries
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.words import w

_SAID = w("封印凭证未送达“{name}”：{why}", "A witness did not reach “{name}”: {why}")


def undelivered(now: datetime, since: datetime) -> Iterator[Gap]:
    """Each keeper in use whose last delivery failed, from the first failure on; the next that arrives mends it."""
    for holder, failing in queries.failing():
        if since <= failing.since <= now:
            key = f"witnesses.undelivered:{holder.id}:{failing.since.astimezone(UTC):%Y%m%dT%H%M%S}"
            words = _SAID.fill(name=holder.name, why=failing.why)
            href = reverse("witnesses:holder", args=[holder.id])
            yield Gap(
                key, holder.unit, holder.path, failing.since, words, Severity.WARNING, "admin", href, failing.count
            )


GAPS = (GapSource("witnesses.undelivered", w("凭证未送达", "a witness was not delivered"), undelivered),)
