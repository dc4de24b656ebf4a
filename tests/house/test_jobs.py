"""tests · house: what the worker does by the clock of the wall is done at that hour where the people are."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

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


def test_a_machine_that_was_off_at_night_does_the_work_of_the_night_when_it_is_on_again() -> None:
    """At eight, at noon and just before the next turn alike; what was due before the night stays as it is."""
    for hours in (4.5, 9, 23.9):
        started = datetime(2020, 8, 10, 19, 41, tzinfo=UTC) + timedelta(hours=hours)
        deferrer = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
        turns = [each.task.name for each, _ in deferrer.get_previous_tasks(at=started.timestamp())]
        assert turns.count("lianfang.kernel.jobs.end_links") == 1, started
        assert turns.count("lianfang.config.jobs.clear_old") == 1, started


def test_jobs_ask_the_clock_again() -> None:
    """A worker that knows the clock as it stood two seconds ago would act by another clock than the others."""
    asking = {
        inspect.getsourcefile(inspect.unwrap(task.func))
        for task in app.tasks.values()
        if task.name.startswith("lianfang.") and "clock.current()" in inspect.getsource(inspect.getmodule(task.func))  # type: ignore[arg-type]
    }
    assert asking == set()
