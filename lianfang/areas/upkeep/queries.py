"""upkeep · queries: the plan in force, the backups behind it, and how old the last proved one is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from lianfang.areas.upkeep import rules
from lianfang.areas.upkeep.kinds_backup_done import BACKUP_DONE
from lianfang.areas.upkeep.kinds_backup_planned import BACKUP_PLANNED
from lianfang.kernel import reading
from lianfang.kernel.kinds import Kind
from lianfang.kernel.scope import Actor

SHOWN = 60
_TOP = Concat("unit", Value("/"))


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan in force."""

    entry: str
    unit: str
    path: str
    planned_at: datetime
    folder: str
    every_hours: int
    keep_days: int
    keep_weeks: int
    keep_months: int
    keep_log: bool


@dataclass(frozen=True, slots=True)
class Done:
    """One backup, or why there is none."""

    ended_at: datetime
    folder: str
    outcome: str
    backup: str | None
    sort: str | None
    size: int | None
    entries: int | None
    zh: str | None
    en: str | None


def plan(actor: Actor) -> Planned | None:
    """The newest plan, where it is in use."""
    row = _newest(actor, BACKUP_PLANNED).first()
    if row is None or not row.open:
        return None
    return Planned(
        str(row.entry), row.unit, row.path, row.recorded_at, row.folder, row.every_hours,
        row.keep_days, row.keep_weeks, row.keep_months, row.keep_log,
    )  # fmt: skip


def recipients() -> tuple[str, ...]:
    """The public keys for which backups are locked, as whoever runs the machine has laid them down."""
    try:
        said = json.loads((settings.DATA / rules.RECIPIENTS).read_text())
    except (OSError, ValueError):
        return ()
    return tuple(str(one) for one in said) if isinstance(said, list) else ()


def backups(actor: Actor, *, limit: int = SHOWN) -> list[Done]:
    """What became of the last ones, newest first."""
    names = ("recorded_at", "folder", "outcome", "backup", "sort", "size", "entries", "zh", "en")
    return [Done(*row) for row in _newest(actor, BACKUP_DONE).values_list(*names)[:limit]]


def proved_at(actor: Actor) -> datetime | None:
    """When a backup was last restored and verified."""
    row = _newest(actor, BACKUP_DONE, outcome="proved").first()
    return row.recorded_at if row else None


def due_at(actor: Actor, planned: Planned) -> datetime:
    """When the next is to be made."""
    last = backups(actor, limit=1)
    tried = last[0].ended_at if last else None
    return rules.due_at(planned.every_hours, planned.planned_at, tried, bool(last) and last[0].outcome == "failed")


def _newest(actor: Actor, kind: Kind, **narrowed: Any) -> QuerySet[Any]:
    """What stands of a kind, newest first. Only the top unit's counts: whose scope is less can lay no row there."""
    standing = reading.objects(actor, kind.model).filter(superseded_at=None, path=_TOP, **narrowed)
    return standing.order_by("-recorded_at", "-entry")
