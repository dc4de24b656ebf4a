"""upkeep · kinds: the plan as a stream of its own, and one entry for each backup."""

from __future__ import annotations

from lianfang.areas.upkeep import payloads
from lianfang.areas.upkeep.projections import DONE, PLANNED
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence
from lianfang.kernel.words import w

SEE, PLAN = "upkeep.see", "upkeep.plan"

KINDS = (
    Kind(
        code="upkeep.backup_planned",
        words=w("备份计划", "plan of backups"),
        payload=payloads.BackupPlanned,
        sentence=lambda d: (
            w("备份计划：每 {n} 小时备份到 {folder}", "backups every {n} hours to {folder}")
            if d["open"]
            else w("备份计划停用", "backups are planned no more")
        ).fill(n=d["every_hours"], folder=d["folder"]),
        privacy=NO_PERSONAL_DATA,
        record=PLAN,
        see=SEE,
        place=Presence.FORBIDDEN,
        door=Door.ACTION,
        projection=PLANNED,
    ),
    Kind(
        code="upkeep.backup_done",
        words=w("备份", "backup"),
        payload=payloads.BackupDone,
        sentence=lambda d: w("备份{outcome}：{folder}", "backup {outcome}: {folder}").fill(
            outcome=payloads.OUTCOMES[d["outcome"]], folder=d["folder"]
        ),
        privacy=NO_PERSONAL_DATA,
        record=PLAN,
        see=SEE,
        place=Presence.FORBIDDEN,
        door=Door.ACTION,
        projection=DONE,
    ),
)
