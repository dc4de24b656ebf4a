"""witnesses · jobs: every hour a witness for each keeper, and its delivery, tried again where it fails."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from lianfang.areas.witnesses import actions
from lianfang.kernel import clock, scope

TRIES = 6
# 4, 16, 64, 256, 1024 seconds between tries: they are over before the next hour brings a newer witness.
_RETRY = RetryStrategy(max_attempts=TRIES - 1, exponential_wait=4)


@app.periodic(cron="3 * * * *")
@app.task(name="witnesses.hourly", queueing_lock="witnesses.hourly")
def hourly(timestamp: int) -> None:
    """A witness for each keeper in use, once an hour of the machine's clock."""
    with scope.acting(scope.system_actor()):
        actions.put_all(now=clock.fresh().now())


@app.task(name=actions.DELIVER, pass_context=True, retry=_RETRY)
def deliver(context: JobContext, delivery: str) -> None:
    """Delivers one witness; what did not arrive is tried again."""
    last = context.job.attempts + 1 >= TRIES
    with scope.acting(scope.system_actor()):
        actions.deliver(delivery=UUID(delivery), last=last, at=clock.fresh())
