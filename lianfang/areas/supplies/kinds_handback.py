"""supplies · kinds: a durable thing that was in use came back to the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import model_validator

from lianfang.areas.supplies.models import indexes_of_lots, of_lot
from lianfang.areas.supplies.payloads import CATALOGUE, Moved, amount
from lianfang.areas.supplies.projections import LEVELS, balances
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Code, Text, fact, unacceptable
from lianfang.kernel.words import Words, w


class HandedBack(Moved):
    """Some of a durable item came back from use."""

    from_unit: Code | None = fact("归还单位", "unit that gave it back", default=None)
    note: Text | None = fact("备注", "note", default=None)

    @model_validator(mode="after")
    def _durable(self) -> Self:
        known = CATALOGUE.get(self.item)
        if known is not None and not known.durable:
            raise unacceptable(
                "not_durable",
                w(
                    "{item}不是耐用品：没用完退库的，请更正原出库的数量",
                    "{item} are used up: where less was used, correct the quantity of the issue",
                ).fill(item=known.words),
            )
        return self


def _said(data: Mapping[str, Any]) -> Words:
    return w("归还{what}", "gave back {what}").fill(what=amount(data, "quantity"))


HANDBACK = declare_kind(
    "supplies.handback",
    HandedBack,
    w("耐用品归还", "durables given back"),
    _said,
    privacy=NO_PERSONAL_DATA,
    primary=("item", "lot", "quantity", "quantity_unit", "from_unit"),
    unprojected=("quantity_unit",),
    columns=of_lot(),
    indexes=indexes_of_lots("supplies_handback"),
    then=balances("supplies_handback"),
    also=LEVELS,
)
