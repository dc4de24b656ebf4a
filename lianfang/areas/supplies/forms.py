"""supplies · forms: what the keeper says at the store, with as little typing as there can be."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from lianfang.areas.supplies.actions import Count
from lianfang.areas.supplies.kinds_receipt import Received
from lianfang.areas.supplies.payloads import CATALOGUE, MOST, Item
from lianfang.areas.supplies.rules import Lot
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import figure, moment
from lianfang.shell.forms import ActForm
from lianfang.shell.kinds.fields import NumberField, field_of
from lianfang.shell.kinds.form_schema import spec_at

OTHER_LOT = ""


class _OfItem(ActForm):
    """One item: the id of the entry is minted with the form, so that sending it twice records it once."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    folded_names: tuple[str, ...] = ()

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item

    def _quantity(self, name: str, words: Words) -> None:
        inputmode = "numeric" if self.item.whole else "decimal"
        attrs = {"inputmode": inputmode, "step": "1" if self.item.whole else "any", "min": "0", "autocomplete": "off"}
        field = NumberField(label=words.say(), max_value=MOST, widget=forms.NumberInput(attrs=attrs))
        field.unit = self.item.unit_words
        self.fields[name] = field

    def _optional(self, *names: str) -> None:
        for name in names:
            self.fields[name] = field_of(spec_at(Received, name))
        self.folded_names = names

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """What stands open on the page."""
        return [self[name] for name in self.fields if name not in self.folded_names and name != "entry"]

    @property
    def folded(self) -> list[forms.BoundField]:
        """What may be left out, folded away."""
        return [self[name] for name in self.folded_names]

    def more(self) -> dict[str, str]:
        """Those of the folded fields that were filled in."""
        return {name: self.cleaned_data[name] for name in self.folded_names if self.cleaned_data.get(name)}


class ReceiveForm(_OfItem):
    """Lot, quantity, expiry; the rest folded."""

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(item, *args, **kwargs)
        self.fields["lot"] = field_of(spec_at(Received, "lot"))
        self._quantity("quantity", w("入库数量", "Quantity received"))
        if item.expires:
            self.fields["expires_on"] = field_of(spec_at(Received, "expires_on"))
        self._optional("source", "maker", "standard")


class IssueForm(_OfItem):
    """A lot, the first to expire already chosen, and a quantity; to whom and what for folded."""

    as_said = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, item: Item, lots: Sequence[Lot], *args: Any, **kwargs: Any) -> None:
        super().__init__(item, *args, **kwargs)
        self.fields["lot"] = lot_field(item, lots)
        self._quantity("quantity", w("出库数量", "Quantity issued"))
        self.fields["to_unit"] = forms.CharField(
            label=w("领用单位编号", "Code of the receiving unit").say(), required=False, max_length=40
        )
        self.fields["purpose"] = forms.CharField(label=w("用途", "Purpose").say(), required=False, max_length=200)
        self.folded_names = ("to_unit", "purpose")

    @property
    def open_fields(self) -> list[forms.BoundField]:
        return [each for each in super().open_fields if each.name != "as_said"]

    def clean_to_unit(self) -> str:
        return str(self.cleaned_data["to_unit"]).strip().upper()


class SheetForm(ActForm):
    """A stocktake sheet: one empty box for each lot; what was not counted stays empty."""

    def __init__(self, lots: Sequence[Lot], ids: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lots = lots
        self.field_for = {f"{lot.item}.{lot.lot}": f"counted{number}" for number, lot in enumerate(lots)}
        for number, (lot, entry) in enumerate(zip(lots, ids, strict=True)):
            item = CATALOGUE[lot.item]
            attrs = {
                "class": "form-control",
                "inputmode": "numeric" if item.whole else "decimal",
                "min": "0",
                "step": "any",
                "autocomplete": "off",
            }
            field = NumberField(
                label=f"{item.words.say()} {lot.lot}", required=False, min_value=Decimal(0), max_value=MOST,
                widget=forms.NumberInput(attrs=attrs),
            )  # fmt: skip
            self.fields[f"counted{number}"] = field
            # The lot goes with its box: lots may come and go between showing the sheet and sending it.
            self.fields[f"lot{number}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=f"{lot.item} {lot.lot}"
            )
            self.fields[f"entry{number}"] = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=entry)
        self.fields["note"] = forms.CharField(label=w("备注", "Note").say(), required=False, max_length=400)

    @property
    def rows(self) -> list[tuple[Lot, Item, Any, Any, Any]]:
        """Each lot with its item, its box and the two hidden fields that go with it."""
        return [
            (lot, CATALOGUE[lot.item], self[f"counted{n}"], self[f"lot{n}"], self[f"entry{n}"])
            for n, lot in enumerate(self.lots)
        ]

    def counts(self) -> list[tuple[Any, Count]]:
        """What was counted, each with the id of its entry."""
        found = []
        for number in range(len(self.lots)):
            counted, said = self.cleaned_data.get(f"counted{number}"), self.cleaned_data.get(f"lot{number}", "")
            item, _, lot = said.partition(" ")
            if counted is not None and item in CATALOGUE:
                found.append((self.cleaned_data[f"entry{number}"], Count(CATALOGUE[item], lot, counted)))
        return found


class ExplainForm(ActForm):
    """Why a count did not agree."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = w("差异原因", "Reason of the difference").say()
        field.help_text = w("永久保留，上级可见", "Kept permanently, and seen above").say()
        field.error_messages["required"] = w("请写明原因", "Give the reason").say()


def lot_field(item: Item, lots: Sequence[Lot]) -> forms.Field:
    """The lots in the order in which they should go out, the first chosen; free text where there are none."""
    if not lots:
        field: forms.Field = field_of(spec_at(Received, "lot"))
        return field
    choices = [(lot.lot, lot_words(item, lot).say()) for lot in lots]
    field = forms.ChoiceField(
        label=w("批号（先到期先出）", "Lot (first to expire, first out)").say(),
        choices=choices,
        initial=choices[0][0],
        widget=forms.RadioSelect,
    )
    field.error_messages["invalid_choice"] = w("这一批已经没有了，请重选", "That lot is gone: choose again").say()
    return field


def lot_words(item: Item, lot: Lot) -> Words:
    """A lot with what is left of it and until when."""
    said = w("{lot} · 结存 {n}{unit}", "{lot} · {n} {unit} left").fill(
        lot=lot.lot, n=figure(lot.on_hand), unit=item.unit_words
    )
    if lot.expires_on is None:
        return said
    return w("{said} · {on}到期", "{said} · expires {on}").fill(said=said, on=moment(lot.expires_on, "year"))
