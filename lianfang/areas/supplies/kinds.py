"""supplies · kinds: the kinds of record, each in a file of its own, and the verbs that they ask for."""

from __future__ import annotations

from lianfang.areas.supplies.kinds_arrival import ARRIVAL
from lianfang.areas.supplies.kinds_confirmation import CONFIRMATION
from lianfang.areas.supplies.kinds_difference_explained import DIFFERENCE_EXPLAINED
from lianfang.areas.supplies.kinds_handback import HANDBACK
from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.kinds_removal import DISPOSAL, LOSS, RETURN
from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE
from lianfang.areas.supplies.kinds_transfer import TRANSFER

RECORD, SEE = RECEIPT.record, RECEIPT.see
APPROVE, CONFIRM = DIFFERENCE_EXPLAINED.record, CONFIRMATION.record
KINDS = (
    RECEIPT, ISSUE, STOCKTAKE, DIFFERENCE_EXPLAINED, DISPOSAL, RETURN, LOSS, TRANSFER, ARRIVAL, HANDBACK,
    CONFIRMATION,
)  # fmt: skip
