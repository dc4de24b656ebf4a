"""supplies · forms: what the keeper says at the store, with as little typing as there can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from pydantic_core import PydanticCustomError

from lianfang.areas.supplies.actions import Count
from lianfang.areas.supplies.kinds_receipt import Received
from lianfang.areas.supplies.payloads import CATALOGUE, Item, Pack, lot_key
from lianfang.areas.supplies.rules import Lot
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import figure, moment
from lianfang.shell.forms import ActForm
from lianfang.shell.kinds.fields import field_of
from lianfang.shell.kinds.form_schema import spec_at

AsPacked = Mapping[tuple[str, str], Item]  # by item and `lot_key`
_FIRST_OUT = w("批号（先到期先出）", "Lot (first to expire, first out)")


class OfItemForm(ActForm):
    """One item: the id of the entry is minted with the form, so that sending it twice records it once.

    `packed`: lots that came in packs of their own size are counted in these.
    """

    # Where what the store's acts are asked stands on their forms.
    field_for: Mapping[str, str] = {
        "supplies_lot_of_another_end": "expires_on",
        "supplies_lot_expired": "expires_on",
        "supplies_lot_is_over": "lot",
        "supplies_lot_packed_otherwise": "quantity",
        "supplies_source_line_known": "source_ref",
        "supplies_source_line_stands": "source_ref",
        "supplies_no_such_receiver": "to_unit",
        "supplies_came_otherwise": "note",
    }
    entry = forms.UUIDField(widget=forms.HiddenInput)
    folded_names: tuple[str, ...] = ()
    shut_names: tuple[str, ...] = ("entry",)

    def __init__(self, item: Item, *args: Any, packed: AsPacked | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.packed = item, packed or {}

    def _quantity(self, words: Words) -> None:
        """How much, in the item's own unit or in what it comes packed in."""
        self.fields["quantity"] = quantity_field(self.item, words)
        if self.item.packs:
            choices = [(self.item.unit, self.item.unit_words.say()), *(
                (each.code, self._pack_words(each).say()) for each in self.item.packs
            )]  # fmt: skip
            self.fields["quantity_unit"] = forms.ChoiceField(
                label=w("计量方式", "Counted in").say(), choices=choices, widget=forms.RadioSelect,
                initial=self.item.unit,
            )  # fmt: skip

    def _pack_words(self, pack: Pack) -> Words:
        """A pack with what it holds; where lots differ, with each number that it may be."""
        own = [each for key, item in self.packed.items() if key[0] == self.item.code for each in item.packs]
        sizes = sorted({pack.holds, *(each.holds for each in own if each.code == pack.code)})
        said = w("{pack}（{n} {unit}）", "{pack} of {n} {unit}")
        if len(sizes) > 1:
            said = w("{pack}（按批号，{n} {unit}）", "{pack} of {n} {unit}, by the lot")
        n = Words("或".join(map(figure, sizes)), " or ".join(map(figure, sizes)))
        return said.fill(pack=pack.words, n=n, unit=self.item.unit_words)

    def _optional(self, *names: str) -> None:
        for name in names:
            self.fields[name] = field_of(spec_at(Received, name))
        self.folded_names = names

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """What stands open on the page."""
        shut = {*self.folded_names, *self.shut_names}
        return [self[name] for name in self.fields if name not in shut]

    @property
    def folded(self) -> list[forms.BoundField]:
        """What may be left out, folded away."""
        return [self[name] for name in self.folded_names]

    @property
    def folded_has_errors(self) -> bool:
        return any(bound.errors for bound in self.folded)

    def clean(self) -> dict[str, Any]:
        """The quantity as the item is counted, and as it was said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("quantity"):
            item = self.packed.get((self.item.code, lot_key(str(cleaned.get("lot") or ""))), self.item)
            _read(self, "quantity", item, cleaned.get("quantity_unit") or "")
        return cleaned

    def more(self) -> dict[str, Any]:
        """Those of the folded fields that were filled in, and the quantity in packs where it was said so."""
        return {name: self.cleaned_data[name] for name in (*self.folded_names, "packed") if self.cleaned_data.get(name)}


class ReceiveForm(OfItemForm):
    """Lot, quantity, expiry; the rest folded. `answer` is what was said to a doubt about the lot."""

    shut_names = ("entry", "answer")
    answer = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("", ""), ("same", ""), ("another", "")]
    )

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(item, *args, **kwargs)
        self.fields["lot"] = field_of(spec_at(Received, "lot"))
        self._quantity(w("入库数量", "Quantity received"))
        if item.expires:
            self.fields["expires_on"] = field_of(spec_at(Received, "expires_on"))
        self._optional("source", "maker", "standard", "expired_why", "source_ref", "papers")
        if not item.expires:
            self.fields["expires_on"] = field_of(spec_at(Received, "expires_on"))
            self.folded_names = ("expires_on", *self.folded_names)

    def more(self) -> dict[str, Any]:
        return {name: value for name, value in super().more().items() if name != "expires_on"}

    def ask_why(self) -> None:
        """Unfolds why a lot is taken in although it is over, and does not go on without it."""
        self.folded_names = tuple(name for name in self.folded_names if name != "expired_why")


class IssueForm(OfItemForm):
    """A lot, the first to expire already chosen, and a quantity; to whom and what for folded."""

    shut_names = ("entry", "as_said")
    as_said = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, item: Item, lots: Sequence[Lot], *args: Any, **kwargs: Any) -> None:
        super().__init__(item, *args, **kwargs)
        self.fields["lot"] = lot_field(item, lots, packed=self.packed)
        self._quantity(w("出库数量", "Quantity issued"))
        self.fields["to_unit"] = unit_field(w("领用单位编号", "Code of the receiving unit"))
        self.fields["purpose"] = forms.CharField(label=w("用途", "Purpose").say(), required=False, max_length=200)
        self.folded_names = ("to_unit", "purpose")

    def clean_to_unit(self) -> str:
        return str(self.cleaned_data["to_unit"]).strip().upper()


_AS_BOOKED = w("账实相符", "as booked")
_BOTH_SAID = w(
    "已勾“账实相符”，又填了 {typed}：与账面不同的请取消勾选，相同的请清空数字",
    "ticked as booked, but {typed} was entered: untick if it differs, clear the figure if it agrees",
)


class SheetForm(ActForm):
    """A stocktake sheet: a box for each lot, and a tick where it is as booked; what was not counted stays empty.

    As booked is the figure that the sheet showed, whatever moved while somebody counted. The button `rest` says it of
    every lot of which nothing else is said.
    """

    def __init__(
        self, lots: Sequence[Lot], ids: Sequence[str], *args: Any, packed: AsPacked | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.packed = packed or {}
        self.lots = lots
        self.field_for = {f"{lot.item}.{lot.lot}": f"counted{number}" for number, lot in enumerate(lots)}
        for number, (lot, entry) in enumerate(zip(lots, ids, strict=True)):
            item = CATALOGUE[lot.item]
            field = quantity_field(item, Words(f"{item.words.zh} {lot.lot}", f"{item.words.en} {lot.lot}"))
            field.required = False
            field.widget.attrs["class"] = "form-control"
            self.fields[f"counted{number}"] = field
            # The lot goes with its box: lots may come and go between showing the sheet and sending it.
            self.fields[f"lot{number}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=f"{lot.item} {lot.lot}"
            )
            self.fields[f"entry{number}"] = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=entry)
            shown = f"{lot.on_hand.normalize():f}" if lot.on_hand >= 0 else ""
            self.fields[f"booked{number}"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=shown)
            self.fields[f"same{number}"] = forms.BooleanField(label=_AS_BOOKED.say(), required=False)
        self.fields["rest"] = forms.BooleanField(widget=forms.HiddenInput, required=False)
        self.fields["note"] = forms.CharField(label=w("备注", "Note").say(), required=False, max_length=400)

    @property
    def rows(self) -> list[tuple[Lot, Item, Any, Any, list[Any]]]:
        """Each lot with its item, its box, the tick that it is as booked, and the hidden fields that go with it."""
        return [
            (
                lot, CATALOGUE[lot.item], self[f"counted{n}"], self[f"same{n}"] if lot.on_hand >= 0 else None,
                [self[f"{name}{n}"] for name in ("lot", "entry", "booked")],
            )
            for n, lot in enumerate(self.lots)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each count as its item is counted, and as it was said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(len(self.lots)):
            code, _, lot = str(cleaned.get(f"lot{number}", "")).partition(" ")
            item = self.packed.get((code, lot_key(lot)), CATALOGUE.get(code))
            self._as_booked(cleaned, number)
            if cleaned.get(f"counted{number}") and item is not None:
                _read(self, f"counted{number}", item, "", packed=f"packed{number}")
        return cleaned

    def _as_booked(self, cleaned: dict[str, Any], number: int) -> None:
        """Puts the booked figure where a tick or the button says that it is the counted one."""
        ticked, typed = cleaned.get(f"same{number}"), cleaned.get(f"counted{number}")
        booked = cleaned.get(f"booked{number}") or ""
        if ticked and typed and typed != booked:
            self.add_error(f"counted{number}", _BOTH_SAID.fill(typed=typed).say())
        elif (ticked or cleaned.get("rest")) and not typed and booked:
            cleaned[f"counted{number}"] = booked

    def counts(self) -> list[tuple[Any, Count]]:
        """What was counted, each with the id of its entry."""
        found = []
        for number in range(len(self.lots)):
            counted, said = self.cleaned_data.get(f"counted{number}"), self.cleaned_data.get(f"lot{number}", "")
            item, _, lot = said.partition(" ")
            if isinstance(counted, Decimal) and item in CATALOGUE:
                packed = self.cleaned_data.get(f"packed{number}", "")
                found.append((self.cleaned_data[f"entry{number}"], Count(CATALOGUE[item], lot, counted, packed)))
        return found


class ExplainForm(ActForm):
    """Why a count did not agree, said by whoever approves that the books go by it."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = w("差异原因", "Reason for the difference").say()
        field.help_text = w("永久保留，上级可见", "Kept permanently; superior units can see it").say()
        field.error_messages["required"] = w("请写明原因", "Give the reason").say()


def quantity_field(item: Item, words: Words) -> forms.CharField:
    """A number in the item's own unit, or what was typed in packs; a phone shows its digits where these will do."""
    keys = "text" if item.packs else "numeric" if item.whole else "decimal"
    attrs = {"inputmode": keys, "autocomplete": "off"}
    field = forms.CharField(label=words.say(), max_length=60, widget=forms.TextInput(attrs=attrs))
    if item.packs:
        example = f"2{item.packs[0].code}+5{item.unit}"
        field.help_text = w("也可写 {example}", "{example} will do, too").fill(example=example).say()
    else:
        field.unit = item.unit_words  # type: ignore[attr-defined]
    return field


def unit_field(words: Words, *, required: bool = False) -> forms.CharField:
    """The code of a unit, which may stand outside of what the keeper sees."""
    return forms.CharField(label=words.say(), required=required, max_length=40)


def _read(form: ActForm, name: str, item: Item, unit: str, *, packed: str = "packed") -> None:
    """Puts the quantity that was typed in the place of its words."""
    try:
        counted = item.counted(str(form.cleaned_data[name]), unit)
    except PydanticCustomError as wrong:
        said = wrong.context or {}
        form.add_error(name, Words(str(said.get("zh")), str(said.get("en"))).say())
    else:
        form.cleaned_data |= {name: counted.quantity, packed: counted.packed}


def lot_field(
    item: Item,
    lots: Sequence[Lot],
    words: Words = _FIRST_OUT,
    on: date | None = None,
    *,
    packed: AsPacked | None = None,
    used: Mapping[str, Decimal] | None = None,
) -> forms.Field:
    """The lots in the order in which they should go out, the first chosen; free text where there are none.

    `on` says of a lot that its last day has passed, `packed` what its packs hold, `used` how many are in use.
    """
    if not lots:
        field: forms.Field = field_of(spec_at(Received, "lot"))
        return field
    own = packed or {}
    choices = [
        (lot.lot, lot_words(own.get((item.code, lot_key(lot.lot)), item), lot, on, item, used).say()) for lot in lots
    ]
    field = forms.ChoiceField(
        label=words.say(),
        choices=choices,
        initial=choices[0][0],
        widget=forms.RadioSelect,
    )
    field.error_messages["invalid_choice"] = w("这一批已经没有了，请重选", "That lot is gone: choose again").say()
    return field


def lot_words(
    item: Item,
    lot: Lot,
    on: date | None = None,
    usual: Item | None = None,
    used: Mapping[str, Decimal] | None = None,
) -> Words:
    """A lot with what is left of it, what its packs hold where that is not `usual`, and until when."""
    said = w("{lot} · 结存 {n}{unit}", "{lot} · {n} {unit} left").fill(
        lot=lot.lot, n=figure(lot.on_hand), unit=item.unit_words
    )
    if used is not None:
        said = w("{said} · 在用 {n}{unit}", "{said} · {n} {unit} in use").fill(
            said=said, n=figure(used.get(lot_key(lot.lot), Decimal(0))), unit=item.unit_words
        )
    for pack in [each for each in item.packs if usual is not None and each not in usual.packs]:
        said = w("{said} · 每{pack} {n}{unit}", "{said} · {pack} of {n} {unit}").fill(
            said=said, pack=pack.words, n=figure(pack.holds), unit=item.unit_words
        )
    if lot.expires_on is None:
        return said
    ends = w("{said} · {on}到期", "{said} · expires {on}")
    if on is not None and lot.expires_on < on:
        ends = w("{said} · {on}已过期", "{said} · expired {on}")
    return ends.fill(said=said, on=moment(lot.expires_on, "year"))
