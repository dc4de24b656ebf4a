"""supplies · kinds: a lot was counted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import BooleanField, F, Index, Q

from lianfang.areas.supplies.models import indexes_of_lots, of_chain, of_lot, quantity
from lianfang.areas.supplies.payloads import MOST, UNITS, OfItem, SourceRef, UnitCode, amount
from lianfang.areas.supplies.projections import LEVELS, balances, roots
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Line, Text, fact
from lianfang.kernel.words import Words, w


class StockCounted(OfItem):
    """A lot was counted. A count that differs from the books waits for somebody else to approve it (B10)."""

    number: ClassVar[str] = "counted"

    counted: Decimal = fact("实点数", "counted", ge=0, le=MOST, decimal_places=3, as_typed=True)
    quantity_unit: UnitCode = fact("计量单位", "unit of quantity", choices=UNITS)
    packed: Line | None = fact("按包装", "in packs", default=None)
    note: Text | None = fact("备注", "note", default=None)
    source_ref: SourceRef | None = fact("来源行号", "line id of the source", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    return w("盘点{what}", "counted {what}").fill(what=amount(data, "counted"))


STOCKTAKE = declare_kind(
    "supplies.stocktake",
    StockCounted,
    w("物资盘点", "stocktake"),
    _said,
    privacy=NO_PERSONAL_DATA,
    fulfils=("stocktake",),
    primary=("item", "lot", "counted", "quantity_unit"),
    unprojected=("quantity_unit",),
    of_entry=("recorded_by",),
    # `book` is what the books said just before, NULL at a first count or a withdrawn one; `in_books`: since then they
    # have gone by this count.
    columns={**of_lot("counted"), **of_chain(), "book": quantity(null=True), "in_books": BooleanField(null=True)},
    indexes=(
        *indexes_of_lots("supplies_stocktake"),
        Index(fields=["root"], name="supplies_stocktake_root"),
        Index(
            fields=["unit"],
            condition=Q(book__isnull=False) & ~Q(book=F("counted")),
            name="supplies_stocktake_differs",
        ),
    ),
    then=(roots("supplies_stocktake"), *balances("supplies_stocktake")),
    also=LEVELS,
)
