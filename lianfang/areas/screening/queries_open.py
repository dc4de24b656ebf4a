"""screening · queries of what is open: high readings that no second reading has followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from django.urls import reverse

from lianfang.areas.screening import queries
from lianfang.areas.screening.kinds import SEE_PERSONS
from lianfang.kernel import clock
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

_SAID = w("{celsius} ℃，待复测", "{celsius} °C, awaits a second reading")


def open_readings(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """Who at a unit or below it awaits a second reading, of this reporting day and the one before; without names."""
    today, within = clock.day_of(now).date, cache(queries.remeasure_within)
    for each in queries.high_readings_under(actor, path, [today - timedelta(days=1), today]):
        if not each.fever:
            due = each.at + within(clock.day_of(each.at).date)
            yield OpenMatter(
                f"screening.awaits:{each.entry}", Sort.PEOPLE, _SAID.fill(celsius=each.celsius),
                reverse("screening:remeasure", args=[each.entry]), each.unit, each.path, SEE_PERSONS, due, due < now,
                unit_apart=True,
            )  # fmt: skip


OPEN = OpenMatters(open_readings)
