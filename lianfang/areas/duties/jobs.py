"""duties · jobs: the slots of today and tomorrow exist, whoever is looking."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianfang.areas.duties import actions
from lianfang.kernel import clock


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="duties.ensure_days")
def ensure_days(timestamp: int) -> None:
    """Derives what is missing by the installation's own clock."""
    actions.ensure_days(clock.fresh().now())
