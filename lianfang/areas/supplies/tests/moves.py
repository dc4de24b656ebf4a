"""supplies · tests: a keeper, an officer, and short words for what moves."""

from __future__ import annotations

from typing import Any

from lianfang.areas.supplies.kinds import APPROVE, RECORD, SEE
from lianfang.areas.supplies.payloads import CATALOGUE
from lianfang.kernel.entries import Draft
from tests.support import entries

KEEPER = entries.actor_with({RECORD, SEE}, login="keeper")
OFFICER = entries.actor_with({RECORD, SEE, APPROVE}, login="officer")


def _of(kind: str, item: str, lot: str, number: Any, field: str = "quantity", **more: Any) -> Draft:
    keep = {key: more.pop(key) for key in ("unit", "at", "place", "exercise", "id") if key in more}
    data = {"item": item, "lot": lot, field: number, "quantity_unit": CATALOGUE[item].unit, **more}
    return entries.draft(kind, data, **keep)


def receipt(number: Any = 100, item: str = "mask", lot: str = "L1", **more: Any) -> Draft:
    return _of("supplies.receipt", item, lot, number, **more)


def issue(number: Any = 10, item: str = "mask", lot: str = "L1", **more: Any) -> Draft:
    return _of("supplies.issue", item, lot, number, **more)


def count(number: Any = 90, item: str = "mask", lot: str = "L1", **more: Any) -> Draft:
    return _of("supplies.stocktake", item, lot, number, field="counted", **more)


def disposal(number: Any = 10, item: str = "mask", lot: str = "L1", why: str = "expired", **more: Any) -> Draft:
    return _of("supplies.disposal", item, lot, number, why=why, **more)


def sent_back(number: Any = 10, item: str = "mask", lot: str = "L1", **more: Any) -> Draft:
    return _of("supplies.return", item, lot, number, **more)


def loss(number: Any = 10, item: str = "mask", lot: str = "L1", note: str = "清点时找不到", **more: Any) -> Draft:
    return _of("supplies.loss", item, lot, number, note=note, **more)


def transfer(number: Any = 10, item: str = "mask", lot: str = "L1", to: str = "T161-PROP", **more: Any) -> Draft:
    return _of("supplies.transfer", item, lot, number, to_unit=to, **more)


def handback(number: Any = 1, item: str = "thermometer", lot: str = "L1", **more: Any) -> Draft:
    return _of("supplies.handback", item, lot, number, **more)


def approval(of: Draft, reason: str = "漏记一笔", **more: Any) -> Draft:
    more = {"unit": of.unit, "at": of.occurred_at, **more}
    return entries.draft("supplies.difference_explained", {"stocktake": str(of.id), "reason": reason}, **more)


def arrival(number: Any = 10, item: str = "mask", lot: str = "L1", *, of: Draft, **more: Any) -> Draft:
    return _of("supplies.arrival", item, lot, number, transfer=str(of.id), **more)


def confirmation(number: Any = 2, item: str = "thermometer", lot: str = "L1", *, of: Draft, **more: Any) -> Draft:
    return _of("supplies.confirmation", item, lot, number, issue=str(of.id), **more)
