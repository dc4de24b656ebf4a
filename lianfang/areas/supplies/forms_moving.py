"""supplies · forms moving: what leaves the store unused, what came from another store, what came back from use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from lianfang.areas.supplies.forms import OfItemForm, lot_field, unit_field
from lianfang.areas.supplies.kinds_handback import HANDBACK
from lianfang.areas.supplies.kinds_removal import DISPOSAL, LOSS, RETURN, WHY
from lianfang.areas.supplies.kinds_transfer import TRANSFER
from lianfang.areas.supplies.payloads import Item
from lianfang.areas.supplies.queries_transit import Sending
from lianfang.areas.supplies.rules import Lot, gone, wants_words
from lianfang.kernel.kinds import Kind
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.components.text import figure

_DISPOSED = w("报废：{why}", "Disposed of: {why}")
WAYS: dict[str, tuple[Kind, Words]] = {
    **{why: (DISPOSAL, _DISPOSED.fill(why=words)) for why, words in WHY.items()},
    "return": (RETURN, w("退回供应商", "Returned to the supplier")),
    "transfer": (TRANSFER, w("调拨给其他单位", "Sent to another unit's store")),
    "loss": (LOSS, w("丢失", "Lost")),
}


class RemoveForm(OfItemForm):
    """A lot, expired ones too, and on which of the ways that are no use it leaves the store."""

    def __init__(
        self,
        item: Item,
        lots: Sequence[Lot],
        on: date,
        *args: Any,
        used: Mapping[str, Decimal] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(item, *args, **kwargs)
        self.fields["lot"] = lot_field(item, lots, w("批号", "Lot"), on, packed=self.packed, used=used)
        first = next((lot for lot in lots if lot.lot == self.initial.get("lot")), lots[0] if lots else None)
        over = first is not None and gone(first, on)
        self.fields["way"] = asking.choice(
            "去向", "Where it went", {way: words for way, (_, words) in WAYS.items()}, few=True,
            initial="expired" if over else None,
        )  # fmt: skip
        self._quantity(w("数量", "Quantity"))
        if over and first is not None:
            self.fields["quantity"].initial = figure(first.on_hand)
        if item.durable:
            self.fields["from_use"] = asking.tick("从在用的里扣（不减库存）", "From those in use (stock unchanged)")
        self.fields["to_unit"] = unit_field(w("调入单位编号", "Code of the receiving unit"))
        self.fields["supplier"] = asking.line("供应商", "Supplier", required=False)
        _only_at(self.fields["to_unit"], "transfer")
        _only_at(self.fields["supplier"], "return")
        self.fields["note"] = asking.text("说明", "Note", required=False, rows=2)

    @property
    def kind(self) -> Kind:
        """The kind of record that the chosen way is."""
        return WAYS[self.cleaned_data["way"]][0]

    def clean(self) -> dict[str, Any]:
        """What a way needs besides: where it goes, how it was lost."""
        cleaned = super().clean()
        way, note = cleaned.get("way"), cleaned.get("note")
        if way == "transfer" and not cleaned.get("to_unit"):
            self.add_error("to_unit", w("请填调入单位的编号，如 STORE-2", "Give the code, such as STORE-2").say())
        if way == "loss" and not note:
            self.add_error(
                "note", w("请写明怎么丢失的，如 运输中遗失一箱", "Say how, such as: a carton lost on the way").say()
            )
        if way == "other" and not note:
            self.add_error("note", w("原因是“其他”时请写明，如 包装受潮", "Say what, such as: got damp").say())
        if cleaned.get("from_use") and way not in (*WHY, "loss"):
            self.add_error("from_use", w("在用的只能报废或丢失", "What is in use can be disposed of or lost").say())
        return cleaned

    def clean_to_unit(self) -> str:
        return str(self.cleaned_data["to_unit"]).strip().upper()

    def more(self) -> dict[str, Any]:
        """The fields of the chosen kind that were filled in."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if self.kind is DISPOSAL:
            said["why"] = said["way"]
        return {name: said[name] for name in self.kind.payload.model_fields if name in said and name not in _MOVED}


_MOVED = {"item", "lot", "quantity", "quantity_unit"}


class ComesForm(OfItemForm):
    """How much came of what another unit sent; it stands as it was sent, in its packs, and what differs is said."""

    words = w("实收数量", "Quantity that came")

    def __init__(self, sent: Sending, *args: Any, **kwargs: Any) -> None:
        super().__init__(sent.item.packed_as(sent.packed or ""), *args, **kwargs)
        self.sent = sent
        self._quantity(self.words)
        self.fields["quantity"].initial = sent.packed if sent.packed and not sent.times else figure(sent.left)
        self._asks()
        self.fields["note"] = asking.text(
            "差异说明（数量不同时必填）", "Why it differs (required if it does)", required=False, rows=2
        )

    def _asks(self) -> None:
        """What else this form asks."""

    def clean(self) -> dict[str, Any]:
        """A difference is not taken in without a word."""
        cleaned, more = super().clean(), bool(self.cleaned_data.get("more_to_come"))
        came = cleaned.get("quantity")
        if came is None or self.errors or cleaned.get("note"):
            return cleaned
        if wants_words(self.sent.left, came, more_to_come=more):
            says = w(
                "应收 {n}{unit}，实收不同：请写明原因，如 破损一盒",
                "{n} {unit} were to come: say why, such as: a box was broken",
            )
            self.add_error("note", says.fill(n=figure(self.sent.left), unit=self.item.unit_words).say())
        return cleaned

    def more(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("packed", "more_to_come", "note") if self.cleaned_data.get(name)
        }


class ArriveForm(ComesForm):
    """How much of a transfer came, and whether the rest is still on its way."""

    def _asks(self) -> None:
        self.fields["more_to_come"] = asking.tick("分批到货，其余还在路上", "The rest is still on its way")


class ConfirmForm(ComesForm):
    """How much the unit has of what it was handed."""

    words = w("实领数量", "Quantity that you have")


class HandBackForm(OfItemForm):
    """A durable item comes back from use: the lots of which some are in use."""

    kind = HANDBACK
    field_for = {**OfItemForm.field_for, "supplies_no_such_receiver": "from_unit"}

    def __init__(self, item: Item, lots: Sequence[Lot], *args: Any, used: Mapping[str, Decimal], **kwargs: Any) -> None:
        super().__init__(item, *args, **kwargs)
        self.fields["lot"] = lot_field(item, lots, w("批号", "Lot"), packed=self.packed, used=used)
        self._quantity(w("归还数量", "Quantity given back"))
        self.fields["from_unit"] = unit_field(w("归还单位编号", "Code of the unit that gives it back"))
        self.fields["note"] = asking.line("备注", "Note", required=False)
        self.folded_names = ("from_unit", "note")

    def clean_from_unit(self) -> str:
        return str(self.cleaned_data["from_unit"]).strip().upper()


def _only_at(field: forms.Field, way: str) -> None:
    """A page with a script asks it only where that way is chosen."""
    field.asked_by, field.asked_at = "way", way  # type: ignore[attr-defined]
