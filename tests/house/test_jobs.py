"""tests · house: what the worker does by the clock of the wall is done at that hour where the people are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate.contrib.django import app

from lianfang.kernel import clock

AN_HOUR = timedelta(hours=1)


def _times(cron: Any, start: datetime) -> list[datetime]:
    """When the worker would begin it next, two times, by its own calculation; on the clock of the wall."""
    first = cron.get_next(ret_type=float, start_time=start.timestamp())
    return [clock.local(datetime.fromtimestamp(at, UTC)) for at in (first, cron.get_next(ret_type=float))]


def test_jobs_of_the_night_begin_at_night() -> None:
    found: dict[str, set[str]] = {}
    for task in app.periodic_registry.periodic_tasks.values():
        for month in range(1, 13):
            first, second = _times(task.croniter, datetime(2020, month, 10, 12, tzinfo=UTC))
            if second - first > AN_HOUR:
                found.setdefault(task.task.name.removeprefix("lianfang."), set()).add(first.strftime("%H:%M"))
    assert found == {"kernel.jobs.end_links": {"03:41"}, "config.jobs.clear_old": {"04:17"}}
