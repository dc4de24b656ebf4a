"""kernel · jobs: closed days are sealed by the worker, whoever is looking."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianfang.kernel import clock, scope, seals


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="kernel.seal_closed_days")
def seal_closed_days(timestamp: int) -> None:
    """Seals every reporting day that has closed by the installation's own clock."""
    with scope.acting(scope.system_actor()):
        seals.seal_days_until(clock.current().now())
