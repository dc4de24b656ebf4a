"""supplies · kinds: what may be recorded here, said in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.areas.supplies.payloads import CATALOGUE, Counted, DifferenceExplained, Issued, Received
from lianfang.areas.supplies.projections import EXPLANATION, ISSUE, RECEIPT, STOCKTAKE
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind
from lianfang.kernel.words import Words, w

RECORD = "supplies.record"
SEE = "supplies.see"
APPROVE = "supplies.approve"


def _amount(data: Mapping[str, Any], field: str) -> Words:
    item = CATALOGUE[data["item"]]
    return w("{item}{n}{unit}（批号 {lot}）", "{n} {unit} of {item} (lot {lot})").fill(
        item=item.words, n=data[field], unit=item.unit_words, lot=data["lot"]
    )


def _received(data: Mapping[str, Any]) -> Words:
    said = w("入库{what}", "received {what}").fill(what=_amount(data, "quantity"))
    if data.get("expires_on"):
        said = w("{said}，有效期至 {on}", "{said}, expires {on}").fill(said=said, on=data["expires_on"])
    return said


def _issued(data: Mapping[str, Any]) -> Words:
    said = w("出库{what}", "issued {what}").fill(what=_amount(data, "quantity"))
    if data.get("to_unit"):
        said = w("{said}，领用 {to}", "{said} to {to}").fill(said=said, to=data["to_unit"])
    return said


def _counted(data: Mapping[str, Any]) -> Words:
    return w("盘点{what}", "counted {what}").fill(what=_amount(data, "counted"))


def _explained(data: Mapping[str, Any]) -> Words:
    return w("说明盘点差异：{reason}", "explained a stocktake difference: {reason}").fill(reason=data["reason"])


RECEIPT_KIND = Kind(
    code="supplies.receipt",
    words=w("物资入库", "receipt of supplies"),
    payload=Received,
    sentence=_received,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    projection=RECEIPT,
    primary=("item", "lot", "quantity", "quantity_unit", "expires_on"),
)
ISSUE_KIND = Kind(
    code="supplies.issue",
    words=w("物资出库", "issue of supplies"),
    payload=Issued,
    sentence=_issued,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    projection=ISSUE,
    primary=("item", "lot", "quantity", "quantity_unit", "to_unit"),
)
STOCKTAKE_KIND = Kind(
    code="supplies.stocktake",
    words=w("物资盘点", "stocktake"),
    payload=Counted,
    sentence=_counted,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    projection=STOCKTAKE,
    fulfils=("stocktake",),
    primary=("item", "lot", "counted", "quantity_unit"),
)
EXPLAINED_KIND = Kind(
    code="supplies.difference_explained",
    words=w("盘点差异说明", "difference explained"),
    payload=DifferenceExplained,
    sentence=_explained,
    privacy=NO_PERSONAL_DATA,
    record=APPROVE,
    see=SEE,
    door=Door.ACTION,
    projection=EXPLANATION,
    primary=("reason",),
)
KINDS = (RECEIPT_KIND, ISSUE_KIND, STOCKTAKE_KIND, EXPLAINED_KIND)
