"""supplies · kinds: why a count did not agree with the books, and that they go by it from then on."""

from __future__ import annotations

from uuid import UUID

from lianfang.areas.supplies.projections import LEVELS, balances_of_explained
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door
from lianfang.kernel.payloads import Payload, Text, fact
from lianfang.kernel.words import w


class DifferenceExplained(Payload):
    """Why a count did not agree with the books; somebody other than the counter approves that they go by it (B10)."""

    stocktake: UUID = fact("盘点记录", "stocktake")
    reason: Text = fact("差异原因", "reason for the difference", min_length=2)


DIFFERENCE_EXPLAINED = declare_kind(
    "supplies.difference_explained",
    DifferenceExplained,
    w("盘点差异批准", "difference approved"),
    w("批准盘点差异入账：{reason}", "approved a stocktake difference: {reason}"),
    privacy=NO_PERSONAL_DATA,
    record="supplies.approve",
    door=Door.ACTION,
    primary=("reason",),
    table="supplies.explanation",
    of_entry=("recorded_by",),
    indexes={"supplies_explains": ("stocktake",)},
    then=balances_of_explained(),
    also=LEVELS,
)
