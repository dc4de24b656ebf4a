"""files · jobs: the worker takes away what waited in vain, and persons' files whose time is over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lianfang.ground.files import actions
from lianfang.kernel import clock, scope


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="files.sweep")
def sweep(timestamp: int) -> None:
    """What no entry named within a day, what is under a destroyed key, and what is tied to its person no longer."""
    with scope.acting(scope.system_actor()):
        actions.sweep(now=clock.fresh().now())
