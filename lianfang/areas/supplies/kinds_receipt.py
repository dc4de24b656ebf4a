"""supplies · kinds: a quantity of a lot came into the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lianfang.areas.supplies.models import indexes_of_lots, of_lot
from lianfang.areas.supplies.payloads import Moved, amount
from lianfang.areas.supplies.projections import LEVELS, balances
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Line, Papers, fact
from lianfang.kernel.words import Words, w


class Received(Moved):
    """A lot, or a part of one, came into the store."""

    expires_on: date | None = fact("有效期至", "expires on", default=None)
    source: Line | None = fact("来源", "source", default=None)
    maker: Line | None = fact("生产厂家", "maker", default=None)
    standard: Line | None = fact("执行标准", "standard", default=None)
    expired_why: Line | None = fact("已过期仍收的原因", "why it is taken in although expired", default=None)
    papers: Papers | None = fact("发票、送货单", "invoice, delivery note", files="paper", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    said = w("入库{what}", "received {what}").fill(what=amount(data, "quantity"))
    if data.get("expires_on"):
        said = w("{said}，有效期至 {on}", "{said}, expires {on}").fill(said=said, on=data["expires_on"])
    return said


RECEIPT = declare_kind(
    "supplies.receipt",
    Received,
    w("物资入库", "receipt of supplies"),
    _said,
    privacy=NO_PERSONAL_DATA,
    primary=("item", "lot", "quantity", "quantity_unit", "expires_on"),
    unprojected=("quantity_unit", "maker", "standard", "expired_why", "papers"),
    columns=of_lot(),
    indexes=indexes_of_lots("supplies_receipt"),
    then=balances("supplies_receipt"),
    also=LEVELS,
)
