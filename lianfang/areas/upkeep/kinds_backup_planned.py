"""upkeep · kinds: the plan of backups; the newest that stands is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from lianfang.areas.upkeep.kinds import PLAN
from lianfang.kernel.declaring import declare_act
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import Words, w

Kept = Annotated[int, Field(ge=0, le=120)]


class BackupPlanned(Payload):
    """Where backups go, how often, and how many are kept. For whom they are locked is said at the machine, not here."""

    folder: Line = fact("文件夹", "folder", min_length=2, pattern=r"^/")
    every_hours: Annotated[int, Field(ge=1, le=168)] = fact("每隔几小时", "every so many hours", unit="h")
    keep_days: Kept = fact("保留几日的", "days kept")
    keep_weeks: Kept = fact("保留几周的", "weeks kept")
    keep_months: Kept = fact("保留几月的", "months kept")
    keep_log: bool = fact("留存日志（可恢复到某一秒）", "keep the log, to come back to a given second")
    open: bool = fact("启用", "in use")


def _said(data: Mapping[str, Any]) -> Words:
    words = w("备份计划：每 {n} 小时备份到 {folder}", "backups every {n} hours to {folder}")
    ended = w("备份计划停用", "backups are planned no more")
    return (words if data["open"] else ended).fill(n=data["every_hours"], folder=data["folder"])


BACKUP_PLANNED = declare_act(
    "upkeep.backup_planned",
    BackupPlanned,
    w("备份计划", "plan of backups"),
    _said,
    record=PLAN,
    table="upkeep.plan",
)
