"""supplies · kinds: the four kinds of record, each in a file of its own, and the verbs that they ask for."""

from __future__ import annotations

from lianfang.areas.supplies.kinds_difference_explained import DIFFERENCE_EXPLAINED
from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE

RECORD, SEE, APPROVE = RECEIPT.record, RECEIPT.see, DIFFERENCE_EXPLAINED.record
KINDS = (RECEIPT, ISSUE, STOCKTAKE, DIFFERENCE_EXPLAINED)
