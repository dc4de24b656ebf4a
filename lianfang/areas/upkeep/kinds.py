"""upkeep · kinds: the plan as a stream of its own, and one entry for each backup."""

from __future__ import annotations

from lianfang.areas.upkeep import payloads
from lianfang.areas.upkeep.projections import DONE, PLANNED
from lianfang.kernel.kinds import act_kind
from lianfang.kernel.words import w

SEE, PLAN = "upkeep.see", "upkeep.plan"

KINDS = (
    act_kind(
        "upkeep.backup_planned", w("备份计划", "plan of backups"), payloads.BackupPlanned,
        lambda d: (
            w("备份计划：每 {n} 小时备份到 {folder}", "backups every {n} hours to {folder}")
            if d["open"]
            else w("备份计划停用", "backups are planned no more")
        ).fill(n=d["every_hours"], folder=d["folder"]), PLAN, PLANNED, see=SEE,
    ),
    act_kind(
        "upkeep.backup_done", w("备份", "backup"), payloads.BackupDone,
        lambda d: w("备份{outcome}：{folder}", "backup {outcome}: {folder}").fill(
            outcome=payloads.OUTCOMES[d["outcome"]], folder=d["folder"]
        ), PLAN, DONE, see=SEE,
    ),
)  # fmt: skip
