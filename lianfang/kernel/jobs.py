"""kernel · jobs: the worker seals closed days and notes the open one every minute, and keeps retention every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianfang.kernel import clock, open_day, retention, scope, seals


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.seal_closed_days")
def seal_closed_days(timestamp: int) -> None:
    """Seals every reporting day that has closed by the installation's own clock.

    The clock is asked once something is seen to be sealed: whoever sets it does so before anything is recorded by it,
    and a day that was sealed by the clock before would never be opened again.
    """
    with scope.acting(scope.system_actor()):
        if seals.something_recorded():
            seals.seal_days_until(clock.fresh().now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.note_open_day")
def note_open_day(timestamp: int) -> None:
    """Writes how far the open day has come to a file beside the database."""
    with scope.acting(scope.system_actor()):
        open_day.note(clock.fresh().now())


@app.periodic(cron=clock.nightly(3, 41))
@app.task(queueing_lock="kernel.end_links")
def end_links(timestamp: int) -> None:
    """Ends the link to persons of records whose time is over, by the installation's own clock, and records that."""
    with scope.acting(scope.system_actor("retention")) as actor:
        retention.end_links(actor, at=clock.fresh())
