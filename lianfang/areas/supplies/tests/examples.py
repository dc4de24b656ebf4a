"""supplies · examples: what payloads hold against themselves: packs that come to the quantity, and durable items."""

from __future__ import annotations

from typing import Any

_MOVED: dict[str, Any] = {
    "item": "mask", "lot": "L-1", "quantity": 105, "quantity_unit": "个", "packed": "2 盒 × 50 + 5 个",
}  # fmt: skip
_DURABLE: dict[str, Any] = {"item": "thermometer", "lot": "T-1", "quantity": 2, "quantity_unit": "个"}
_COUNTED: dict[str, Any] = {name: value for name, value in _MOVED.items() if name != "quantity"}
EXAMPLES: dict[str, dict[str, Any]] = {
    "supplies.receipt": {
        **_MOVED, "expires_on": "2021-01-01", "source": "采购", "maker": "甲厂", "standard": "YY 0469",
        "expired_why": "待退货",
    },
    "supplies.issue": {**_MOVED, "to_unit": "T161-PROP", "purpose": "日常防护"},
    "supplies.stocktake": {**_COUNTED, "counted": 105, "note": "已点"},
    "supplies.disposal": {**_DURABLE, "why": "damaged", "from_use": True, "note": "摔坏"},
    "supplies.return": {**_MOVED, "supplier": "甲厂", "note": "批次不符"},
    "supplies.loss": {**_DURABLE, "from_use": True, "note": "入户时遗失"},
    "supplies.transfer": {**_MOVED, "to_unit": "T161-PROP", "expires_on": "2021-01-01", "note": "支援"},
    "supplies.arrival": {
        **_MOVED, "transfer": "01737c00-0000-7000-8000-000000000001", "expires_on": "2021-01-01", "note": "少一盒",
        "more_to_come": True,
    },
    "supplies.confirmation": {**_DURABLE, "issue": "01737c00-0000-7000-8000-000000000001", "note": "少一个"},
    "supplies.handback": {**_DURABLE, "from_unit": "T161-PROP", "note": "完好"},
}  # fmt: skip
