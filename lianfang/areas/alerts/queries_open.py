"""alerts · queries of what is open: every alert that nobody has ended, for whoever asks what a unit has open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lianfang.areas.alerts.kinds import SEE
from lianfang.areas.alerts.models import Alert
from lianfang.kernel import reading
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.words import Words

_SORTS = {"supplies": Sort.SUPPLY, "governance": Sort.DIRECTIVE, "duties": Sort.DUTY, "reporting": Sort.REPORT,
          "watch": Sort.WATCH, "incidents": Sort.INCIDENT}  # fmt: skip


def open_alerts(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """The alerts of a unit and below it that are not ended, each as the gap that it is about."""
    low, high = prefix_range(path)
    rows = reading.objects(actor, Alert).exclude(state="resolved").filter(path__gte=low, path__lt=high)
    names = ("key", "source", "zh", "en", "href", "unit", "path", "exercise", "severity", "since_at")
    for key, source, zh, en, href, unit, at, exercise, severity, since in rows.order_by("since_at").values_list(*names):
        sort = _SORTS.get(source.partition(".")[0], Sort.ALERT)
        yield OpenMatter(
            key,
            sort,
            Words(zh, en),
            href,
            unit,
            at,
            SEE,
            late=severity != "notice",
            exercise=exercise,
            source=source,
            since=since,
        )


OPEN = OpenMatters(open_alerts)
