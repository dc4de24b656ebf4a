"""supplies · queries of coverage: the items and lots that W1, W2 and W3 are counted against, one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lianfang.areas.supplies.indicators import sql
from lianfang.areas.supplies.kinds import SEE
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE
from lianfang.areas.supplies.payloads import CATALOGUE
from lianfang.kernel.clock import Day
from lianfang.kernel.coverage import Coverage, Part, Sort, part
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

_LOT = w("{item}，批号 {lot}", "{item}, lot {lot}")
_NO_LOT = w("{item}（无批号）", "{item}, no lot number")
_KNOWN = "c.days IS NOT NULL OR c.usable <= 0"


def _items(checked: str, kind: str) -> Callable[[str], str]:
    columns = part(Sort.OTHER, key="c.item", subject="c.item", kind=kind, checked=checked)
    return lambda code: sql("covered_items.sql").replace("{part}", columns)


def _lots(code: str) -> str:
    columns = part(
        Sort.OTHER, key="concat_ws(' ', s.item, s.lot)", subject="s.item", kind=RECEIPT.code,
        checked="s.expires_on IS NOT NULL",
    )  # fmt: skip
    return sql("dated_lots.sql").replace("{part}", columns)


def _names(_: Actor, parts: Sequence[Part], day: Day) -> Mapping[str, Words]:
    """The items in the words of the catalogue, with the number of the lot where it is one."""
    return {each.key: _called(each) for each in parts}


def _called(of: Part) -> Words:
    item = CATALOGUE.get(of.subject)
    words = item.words if item else Words(of.subject, of.subject)
    if of.key == of.subject:
        return words
    lot = of.key.removeprefix(f"{of.subject} ").strip()
    return (_LOT if lot else _NO_LOT).fill(item=words, lot=lot)


COVERAGES = (
    Coverage(
        ("W1",), _items("c.counted", STOCKTAKE.code), SEE,
        w("{n} 个品种 7 日内未盘点", "{n} items were not counted within 7 days"), _names,
    ),
    Coverage(
        ("W2",), _items(_KNOWN, ""), SEE,
        w("{n} 个品种近 7 日无领用，算不出可用天数", "{n} items without use in 7 days, so their cover is not known"),
        _names,
    ),
    Coverage(("W3",), _lots, SEE, w("{n} 批未记有效期", "{n} lots without a date of expiry"), _names),
)  # fmt: skip
