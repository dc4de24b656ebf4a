"""supplies · kinds: whoever was handed some of a lot says that it has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Index

from lianfang.areas.supplies.models import indexes_of_lots, of_lot, senders
from lianfang.areas.supplies.payloads import Moved, amount
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Text, fact
from lianfang.kernel.words import Words, w


class Confirmed(Moved):
    """The unit that was handed some of a lot has it, as it counted it itself; no stock turns on it."""

    issue: UUID = fact("出库记录", "issue")
    note: Text | None = fact("差异说明", "why it differs", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    return w("确认领到{what}", "has {what} as issued").fill(what=amount(data, "quantity"))


CONFIRMATION = declare_kind(
    "supplies.confirmation",
    Confirmed,
    w("领用确认", "confirmation of an issue"),
    _said,
    privacy=NO_PERSONAL_DATA,
    record="supplies.confirm",
    primary=("item", "lot", "quantity", "quantity_unit"),
    unprojected=("quantity_unit",),
    of_entry=("recorded_by",),
    columns=of_lot(),
    # Whoever issued it sees that it was confirmed.
    also_visible=senders("supplies_confirmation", "supplies_issue", "issue"),
    indexes=(*indexes_of_lots("supplies_confirmation"), Index(fields=["issue"], name="supplies_confirmation_of")),
)
