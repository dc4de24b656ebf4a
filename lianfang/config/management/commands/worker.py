"""config · worker: runs jobs and timed work until told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

from lianfang.config import logs
from lianfang.config.supervisor import pulse


class Command(BaseCommand):
    """`lianfang manage worker`: one process, a few jobs at a time, through the application's login."""

    help = "运行后台任务 · run jobs and timed work"
    # Checked by the tests and by `run`; a worker that is started again should be back at once.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """How many jobs at a time, and how long a running one may finish after the stop."""
        parser.add_argument("--concurrency", type=int, default=4)
        parser.add_argument("--grace-seconds", type=float, default=10)

    def handle(self, *args: Any, **options: Any) -> None:
        """Returns after SIGTERM or SIGINT; a job cut short is tried again by the next worker."""
        logs.configure(settings.LOG_FOLDER, "worker")
        asyncio.run(_work(options["concurrency"], options["grace_seconds"]))


async def _work(concurrency: int, grace_seconds: float) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as ready:  # type: ignore[attr-defined]
        async with ready.open_async():
            pulse.at_end_of(pulse.inherited(pulse.LIFELINE), lambda: os.kill(os.getpid(), signal.SIGTERM))
            beating = asyncio.create_task(pulse.beating(pulse.inherited(pulse.PULSE)))
            await ready.run_worker_async(
                concurrency=concurrency,
                wait=True,
                fetch_job_polling_interval=5,
                shutdown_graceful_timeout=grace_seconds,
                delete_jobs="never",
            )
            beating.cancel()
