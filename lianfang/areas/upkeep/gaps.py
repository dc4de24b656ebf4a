"""upkeep · gaps: no backup was proved for too long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.upkeep import queries, rules
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import Words, w

_OLD = w("{when}以来没有验证过的备份（{folder}）{why}", "no backup was proved since {when} ({folder}){why}")


def too_old(now: datetime, since: datetime) -> Iterator[Gap]:
    """The last proved backup is older than twice the time that the plan allows."""
    actor = acting_actor()
    planned = queries.plan(actor)
    if planned is None:
        return
    proved_at = queries.proved_at(actor)
    arose = rules.too_old_at(planned.every_hours, planned.planned_at, proved_at)
    if not since <= arose <= now:
        return
    last = queries.backups(actor, limit=1)
    failed = last[0] if last and last[0].outcome == "failed" else None
    why = Words(f"：{failed.zh}", f": {failed.en}") if failed else Words("。", ".")
    when = f"{(proved_at or planned.planned_at):%Y-%m-%d}"
    yield Gap(
        key=f"upkeep.too_old:{planned.unit}:{arose:%Y%m%dT%H%M}",
        unit=planned.unit,
        path=planned.path,
        since=arose,
        words=_OLD.fill(when=when, folder=planned.folder, why=why),
        severity=Severity.WARNING,
        role="admin",
        href=reverse("upkeep:backup"),
    )


GAPS = (GapSource("upkeep.too_old", w("备份太旧", "backup too old"), too_old),)
