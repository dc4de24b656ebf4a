"""upkeep · actions: the plan is set or ended, a backup is asked for now, and what became of one is recorded."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lianfang.areas.upkeep import queries
from lianfang.areas.upkeep.kinds import PLAN
from lianfang.areas.upkeep.kinds_backup_done import BACKUP_DONE, BackupDone
from lianfang.areas.upkeep.kinds_backup_planned import BACKUP_PLANNED, BackupPlanned
from lianfang.areas.upkeep.problems import NO_KEY, NO_PLAN, NOT_THE_TOP
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.kinds import Kind, Origin
from lianfang.kernel.payloads import Payload
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor

# The house's own job (config/jobs.py), known here by its name alone.
BACK_UP = "config.back_up"


def set_plan(actor: Actor, *, unit: Unit, said: dict[str, Any], at: clock.Clock | None = None) -> None:
    """Sets the plan, or another in its place. It is the whole installation's: `upkeep_not_the_top` below the top."""
    if unit.parent is not None:
        raise Refused(NOT_THE_TOP)
    if not queries.recipients():
        raise Refused(NO_KEY)
    payload = BackupPlanned.model_validate({**said, "open": True})
    _say(actor, BACKUP_PLANNED, unit.code, payload, Origin.CONSOLE, at)


def end_plan(actor: Actor, *, at: clock.Clock | None = None) -> None:
    """No more backups by themselves. Raises `upkeep_no_plan`."""
    known = _known(actor)
    payload = BackupPlanned(
        folder=known.folder, every_hours=known.every_hours, keep_days=known.keep_days,
        keep_weeks=known.keep_weeks, keep_months=known.keep_months, keep_log=known.keep_log, open=False,
    )  # fmt: skip
    _say(actor, BACKUP_PLANNED, known.unit, payload, Origin.CONSOLE, at)


def back_up_now(actor: Actor) -> None:
    """Asks the worker for one; who asks twice gets one. Raises `upkeep_no_plan`."""
    actor.must(PLAN, _known(actor).path)
    try:
        with transaction.atomic():
            app.configure_task(BACK_UP, queueing_lock=BACK_UP, lock=BACK_UP).defer()
    except AlreadyEnqueued:
        return


def say_done(actor: Actor, *, unit: str, said: BackupDone, at: clock.Clock | None = None) -> None:
    """What became of a backup."""
    _say(actor, BACKUP_DONE, unit, said, Origin.AUTOMATIC, at)


def _known(actor: Actor) -> queries.Planned:
    known = queries.plan(actor)
    if known is None:
        raise Refused(NO_PLAN)
    return known


def _say(actor: Actor, kind: Kind, unit: str, said: Payload, origin: Origin, at: clock.Clock | None) -> None:
    record_act(actor, kind, unit, said, Recording(at, origin))
