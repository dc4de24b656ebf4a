"""supplies · kinds: what another unit's store sent has come in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Index

from lianfang.areas.supplies.models import indexes_of_lots, of_lot, senders
from lianfang.areas.supplies.payloads import Moved, amount
from lianfang.areas.supplies.projections import LEVELS, balances
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Text, fact
from lianfang.kernel.words import Words, w


class Arrived(Moved):
    """What came of a transfer, as counted by whoever received it; a difference to what was sent stays visible."""

    transfer: UUID = fact("调出记录", "transfer")
    expires_on: date | None = fact("有效期至", "expires on", default=None)
    more_to_come: bool = fact("其余还在路上", "the rest is still on its way", default=False)
    note: Text | None = fact("差异说明", "why it differs", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    return w("调入{what}", "took in {what} from another store").fill(what=amount(data, "quantity"))


ARRIVAL = declare_kind(
    "supplies.arrival",
    Arrived,
    w("物资调入", "arrival of a transfer"),
    _said,
    privacy=NO_PERSONAL_DATA,
    primary=("item", "lot", "quantity", "quantity_unit"),
    unprojected=("quantity_unit",),
    # Entries from before there were partial arrivals do not say it.
    columns={**of_lot(), "more_to_come": (BooleanField(), "coalesce((e.data->>'more_to_come')::boolean, false)")},
    # Whoever sent it sees what arrived.
    also_visible=senders("supplies_arrival", "supplies_transfer", "transfer"),
    indexes=(*indexes_of_lots("supplies_arrival"), Index(fields=["transfer"], name="supplies_arrival_of")),
    then=balances("supplies_arrival"),
    also=LEVELS,
)
