"""supplies · kinds: a quantity of a lot was sent to another unit's store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Index

from lianfang.areas.supplies.models import both_ends, indexes_of_lots, of_chain, of_lot
from lianfang.areas.supplies.payloads import Moved, amount
from lianfang.areas.supplies.projections import LEVELS, balances, roots
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Code, Text, fact
from lianfang.kernel.words import Words, w


class Sent(Moved):
    """A part of a lot is on its way to another unit's store; what arrives there that unit says (`arrival`)."""

    to_unit: Code = fact("调入单位", "receiving unit")
    expires_on: date | None = fact("有效期至", "expires on", default=None)
    note: Text | None = fact("备注", "note", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    return w("调出{what}，调入 {to}", "sent {what} to {to}").fill(what=amount(data, "quantity"), to=data["to_unit"])


TRANSFER = declare_kind(
    "supplies.transfer",
    Sent,
    w("物资调出", "transfer of supplies"),
    _said,
    privacy=NO_PERSONAL_DATA,
    primary=("item", "lot", "quantity", "quantity_unit", "to_unit"),
    unprojected=("quantity_unit",),
    columns={**of_lot(), **of_chain()},
    # The other end sees what is on its way to it.
    also_visible=both_ends("supplies_transfer"),
    indexes=(
        *indexes_of_lots("supplies_transfer"),
        Index(fields=["to_unit", "day"], name="supplies_transfer_to"),
        Index(fields=["root"], name="supplies_transfer_root"),
    ),
    then=(roots("supplies_transfer"), *balances("supplies_transfer")),
    also=LEVELS,
)
