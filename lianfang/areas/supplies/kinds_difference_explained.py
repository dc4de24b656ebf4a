"""supplies · kinds: why a count did not agree with the books."""

from __future__ import annotations

from uuid import UUID

from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door
from lianfang.kernel.payloads import Payload, Text, fact
from lianfang.kernel.words import w


class DifferenceExplained(Payload):
    """Why a count did not agree with the books, approved by somebody who does not keep the store (domain B10)."""

    stocktake: UUID = fact("盘点记录", "stocktake")
    reason: Text = fact("差异原因", "reason of the difference", min_length=2)


DIFFERENCE_EXPLAINED = declare_kind(
    "supplies.difference_explained",
    DifferenceExplained,
    w("盘点差异说明", "difference explained"),
    w("说明盘点差异：{reason}", "explained a stocktake difference: {reason}"),
    privacy=NO_PERSONAL_DATA,
    record="supplies.approve",
    door=Door.ACTION,
    primary=("reason",),
    table="supplies.explanation",
    of_entry=("recorded_by",),
    indexes={"supplies_explains": ("stocktake",)},
)
