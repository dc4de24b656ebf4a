"""publicity · jobs: what a tip said is destroyed at its time."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from lianfang.areas.publicity import actions_tip
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording

log = logging.getLogger(__name__)


@app.periodic(cron="37 * * * *")
@app.task(name="publicity.forget_tips", queueing_lock="publicity.forget_tips")
def forget_tips(timestamp: int) -> None:
    """Destroys the words of each tip whose time is over, by the installation's own clock."""
    with scope.acting(scope.system_actor()) as system:
        how = Recording(at=clock.fresh(), origin=Origin.AUTOMATIC)
        done = actions_tip.forget_due(system, how=how)
    if done:
        log.info("the words of %s tips were destroyed at their time", done)
