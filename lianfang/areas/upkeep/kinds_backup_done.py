"""upkeep · kinds: what became of a backup."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db.models import BigIntegerField
from pydantic import Field

from lianfang.areas.upkeep.kinds import PLAN
from lianfang.kernel.declaring import declare_act
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import w

SORTS = {"whole": w("完整", "whole"), "increment": w("增量", "increment")}
OUTCOMES = {
    "proved": w("已试恢复核验", "restored and verified"),
    "made": w("已写入，未核验", "written, not proved"),
    "failed": w("备份失败", "failed"),
}


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


BACKUP_DONE = declare_act(
    "upkeep.backup_done",
    BackupDone,
    w("备份", "backup"),
    w("备份{outcome}：{folder}", "backup {outcome}: {folder}"),
    record=PLAN,
    table="upkeep.backup",
    unprojected=("sha256",),
    columns={name: (BigIntegerField(null=True), name) for name in ("size", "entries")},
)
