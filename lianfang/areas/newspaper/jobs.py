"""newspaper · jobs: what was signed off goes out at its time."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from lianfang.areas.newspaper import actions_issue, queries
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="newspaper.publish_due", queueing_lock="newspaper.publish_due")
def publish_due(timestamp: int) -> None:
    """Publishes each signed issue whose time has come, by the installation's own clock.

    One that is stopped, by a figure that has changed since or a text that names somebody, keeps waiting, and its page
    says why.
    """
    with scope.acting(scope.system_actor()) as system:
        how = Recording(at=clock.fresh(), origin=Origin.AUTOMATIC)
        for issue in queries.due(system, how.now):
            try:
                actions_issue.publish_issue(system, issue=issue.stream, how=how)
            except Refused as refused:
                log.warning("issue %s waits: %s", issue.slug, refused.says.en)
