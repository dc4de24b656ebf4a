"""upkeep · payloads: the plan of backups, and what became of one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import w

SORTS = {"whole": w("完整", "whole"), "increment": w("增量", "increment")}
OUTCOMES = {
    "proved": w("已试恢复核验", "restored and verified"),
    "made": w("已写入，未核验", "written, not proved"),
    "failed": w("没有做成", "failed"),
}
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


class BackupDone(Payload):
    """What became of one backup. `failure` says in both languages why there is none."""

    folder: Line = fact("文件夹", "folder")
    outcome: Literal["proved", "made", "failed"] = fact("结果", "outcome", choices=OUTCOMES)
    backup: Line | None = fact("编号", "id", default=None)
    sort: Literal["whole", "increment"] | None = fact("种类", "sort", choices=SORTS, default=None)
    size: Annotated[int, Field(ge=0)] | None = fact("大小", "size", unit="bytes", default=None)
    entries: Annotated[int, Field(ge=0)] | None = fact("记录数", "entries", default=None)
    sha256: Line | None = fact("摘要", "digest", default=None)
    zh: Line | None = fact("原因（中文）", "why, in Chinese", default=None)
    en: Line | None = fact("原因（英文）", "why, in English", default=None)
