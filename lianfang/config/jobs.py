"""config · jobs: the house's own upkeep: jobs of dead workers tried again, old ones cleared, backups made."""

from __future__ import annotations

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from lianfang.areas.upkeep.actions import BACK_UP
from lianfang.config.backup import nightly
from lianfang.kernel import clock

STALLED_SECONDS = 60
KEPT_HOURS = 14 * 24


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="config.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """A worker that was killed leaves its job marked as running; give it to somebody else."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await app.job_manager.retry_job(job)


@app.periodic(cron=clock.nightly(4, 17))
@app.task(queueing_lock="config.clear_old", pass_context=True)
async def clear_old(context: JobContext, timestamp: int) -> None:
    """Forget jobs finished two weeks ago; what they recorded stands in the ledger."""
    await builtin_tasks.remove_old_jobs(context, max_hours=KEPT_HOURS, remove_failed=True, remove_cancelled=True)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="config.ask_for_backup")
def ask_for_backup(timestamp: int) -> None:
    """Asks for a backup where one is due by the plan."""
    nightly.ask_when_due()


@app.task(name=BACK_UP, queueing_lock=BACK_UP, lock=BACK_UP)
def back_up() -> None:
    """Makes one backup, proves it and records what became of it; takes as long as it takes."""
    nightly.make()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="config.keep_log", lock=BACK_UP)
def keep_log(timestamp: int) -> None:
    """Brings the kept log up to now, where the plan keeps it; never beside a backup."""
    nightly.keep_log()
