"""alerts · jobs: the look around every quarter of a minute, and the sending of each message."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from lianfang.areas.alerts import actions, actions_outbox
from lianfang.kernel import clock, scope

TRIES = 10
# 3, 9, 27, … seconds between tries: ten of them reach over eight hours.
_RETRY = RetryStrategy(max_attempts=TRIES - 1, exponential_wait=3)


@app.periodic(cron="* * * * * */15")
@app.task(name="alerts.look_around", queueing_lock="alerts.look_around", priority=10)
def look_around(timestamp: int) -> None:
    """What is missing now, by the installation's own clock; goes before any message that waits to be sent."""
    with scope.acting(scope.system_actor()) as system:
        actions.look_around(system, now=clock.fresh().now())


@app.task(name=actions_outbox.DELIVER, pass_context=True, retry=_RETRY)
def deliver(context: JobContext, message: str) -> None:
    """Sends one message; what did not arrive is tried again, and told in the log when that was the last time."""
    last = context.job.attempts + 1 >= TRIES
    with scope.acting(scope.system_actor()):
        actions.deliver(message=UUID(message), last=last, at=clock.fresh())
