"""supplies · kinds: what left the store and was not used: disposed of, returned to its supplier, or lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, Self

from pydantic import model_validator

from lianfang.areas.supplies.models import indexes_of_lots, of_lot
from lianfang.areas.supplies.payloads import CATALOGUE, Moved, amount
from lianfang.areas.supplies.projections import LEVELS, balances
from lianfang.kernel.declaring import declare_kind, declare_table
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Line, Text, fact, unacceptable
from lianfang.kernel.words import Words, w

WHY = {
    "expired": w("过期", "expired"),
    "damaged": w("损坏", "damaged"),
    "contaminated": w("污染", "contaminated"),
    "recalled": w("召回", "recalled"),
    "other": w("其他", "other"),
}
_FROM_USE = ("从在用的里扣", "from those in use")


def _only_durable(said: Disposed | Lost) -> None:
    known = CATALOGUE.get(said.item)
    if said.from_use and known is not None and not known.durable:
        raise unacceptable(
            "not_durable",
            w("{item}不是耐用品，发出即为使用", "{item} are used up when they are issued: none are in use").fill(
                item=known.words
            ),
        )


class Disposed(Moved):
    """A part of a lot was disposed of and not used."""

    why: Literal["expired", "damaged", "contaminated", "recalled", "other"] = fact("报废原因", "why", choices=WHY)
    from_use: bool = fact(*_FROM_USE, default=False)
    note: Text | None = fact("说明", "note", default=None)

    @model_validator(mode="after")
    def _holds(self) -> Self:
        _only_durable(self)
        if self.why == "other" and not self.note:
            raise unacceptable(
                "note_missing", w("原因是“其他”时须写说明", "where the reason is other, say it in a note")
            )
        return self


class Returned(Moved):
    """A part of a lot went back to whoever supplied it."""

    supplier: Line | None = fact("供应商", "supplier", default=None)
    note: Text | None = fact("说明", "note", default=None)


class Lost(Moved):
    """A part of a lot is gone, and nobody used it."""

    from_use: bool = fact(*_FROM_USE, default=False)
    note: Text = fact("经过", "how it was lost", min_length=2)

    @model_validator(mode="after")
    def _holds(self) -> Self:
        _only_durable(self)
        return self


_TABLE = declare_table(
    "supplies.removal",
    Disposed,
    Returned,
    Lost,
    unprojected=("quantity_unit",),
    columns=of_lot(),
    indexes=indexes_of_lots("supplies_removal"),
    then=balances("supplies_removal"),
    also=LEVELS,
)


def _said(words: Words) -> Callable[[Mapping[str, Any]], Words]:
    def sentence(data: Mapping[str, Any]) -> Words:
        why = WHY[data["why"]] if data.get("why") in WHY else ""
        return words.fill(what=amount(data, "quantity"), why=why)

    return sentence


DISPOSAL = declare_kind(
    "supplies.disposal", Disposed, w("物资报废", "disposal of supplies"),
    _said(w("报废{what}（{why}）", "disposed of {what} ({why})")),
    privacy=NO_PERSONAL_DATA, table=_TABLE, primary=("item", "lot", "quantity", "quantity_unit", "why"),
)  # fmt: skip
RETURN = declare_kind(
    "supplies.return", Returned, w("退回供应商", "return to the supplier"),
    _said(w("退回供应商：{what}", "returned {what} to the supplier")),
    privacy=NO_PERSONAL_DATA, table=_TABLE, primary=("item", "lot", "quantity", "quantity_unit", "supplier"),
)  # fmt: skip
LOSS = declare_kind(
    "supplies.loss", Lost, w("物资丢失", "loss of supplies"), _said(w("丢失{what}", "lost {what}")),
    privacy=NO_PERSONAL_DATA, table=_TABLE, primary=("item", "lot", "quantity", "quantity_unit", "note"),
)  # fmt: skip
