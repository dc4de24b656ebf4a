"""campaigns · jobs: while the demonstration runs, its people go on with their day."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="campaigns.tick")
def tick(timestamp: int) -> None:
    """Does what the script has for the time since the last tick. Without a replay there is nothing to do."""
    from lianfang.campaigns.team161 import load  # the script is read by the worker alone

    load.tick()
