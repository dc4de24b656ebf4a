"""supplies · kinds: a lot was counted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F, Index, Q

from lianfang.areas.supplies.models import indexes_of_lots, quantity
from lianfang.areas.supplies.payloads import MOST, UNITS, OfItem, UnitCode, amount
from lianfang.areas.supplies.projections import LEVELS, balances
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Text, fact
from lianfang.kernel.words import Words, w


class Counted(OfItem):
    """A lot was counted; from this moment on the count is what there is."""

    counted: Decimal = fact("实点数", "counted", ge=0, le=MOST, decimal_places=3)
    quantity_unit: UnitCode = fact("计量单位", "unit of quantity", choices=UNITS)
    note: Text | None = fact("备注", "note", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    return w("盘点{what}", "counted {what}").fill(what=amount(data, "counted"))


STOCKTAKE = declare_kind(
    "supplies.stocktake",
    Counted,
    w("物资盘点", "stocktake"),
    _said,
    privacy=NO_PERSONAL_DATA,
    fulfils=("stocktake",),
    primary=("item", "lot", "counted", "quantity_unit"),
    unprojected=("quantity_unit",),
    # `book` is what the books said just before; NULL at a first count or a withdrawn one.
    columns={"counted": quantity(), "book": quantity(null=True)},
    indexes=(
        *indexes_of_lots("supplies_stocktake"),
        Index(
            fields=["path"],
            condition=Q(book__isnull=False) & ~Q(book=F("counted")),
            name="supplies_stocktake_differs",
        ),
    ),
    then=balances("supplies_stocktake"),
    also=LEVELS,
)
