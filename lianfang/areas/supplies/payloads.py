"""supplies · payloads: the items that are kept, and what is said of each that is received, issued or counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from lianfang.kernel.payloads import Line, Payload, fact, unacceptable
from lianfang.kernel.vocabulary import Coded, Term, Vocabulary
from lianfang.kernel.words import Words, w

UnitCode = Annotated[Line, Field(max_length=20)]
MOST = 10_000_000
ITEMS = Vocabulary("items")
UNITS = Vocabulary("item_units")
_UNKNOWN_UNIT = w("（单位不详）", "(unit not known)")


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `unit` is the code on the wire; `whole`: half of one does not exist; `expires`: lots have a date;
    `durable`: it is not used up."""

    code: str
    words: Words
    unit: str
    unit_words: Words
    whole: bool = True
    expires: bool = True
    durable: bool = False


class Catalogue(Mapping[str, Item]):
    """The items that are declared; one that is declared no more is still answered for what was recorded of it."""

    def __getitem__(self, code: str) -> Item:
        term = ITEMS.terms().get(code)
        return Item(code, Words(code, code), "", _UNKNOWN_UNIT, False) if term is None else _item(term)

    def get(self, code: str, default: Item | None = None) -> Item | None:  # type: ignore[override]
        """The item where it is declared."""
        term = ITEMS.terms().get(code)
        return default if term is None else _item(term)

    def __contains__(self, code: object) -> bool:
        return code in ITEMS

    def __iter__(self) -> Iterator[str]:
        return iter(ITEMS)

    def __len__(self) -> int:
        return len(ITEMS)


def _item(term: Term) -> Item:
    unit = term.unit or _UNKNOWN_UNIT
    traits = {name: name in term.traits for name in ("whole", "expires", "durable")}
    return Item(term.code, term.words, unit.zh, unit, **traits)


CATALOGUE = Catalogue()


def _said(text: str) -> str:
    if not text:
        raise unacceptable("empty", w("请填写", "say it"))
    return text


Lot = Annotated[Line, AfterValidator(_said)]


class OfItem(Payload):
    """What receipt, issue and stocktake share: the item and its lot, and how its numbers are said."""

    item: Coded = fact("物资", "item", choices=ITEMS)
    lot: Lot = fact("批号", "lot")

    @field_validator("quantity", "counted", check_fields=False)
    @classmethod
    def _whole(cls, number: Decimal, info: ValidationInfo) -> Decimal:
        """Half a mask does not exist; half a kilogram does."""
        known = CATALOGUE.get(str(info.data.get("item")))
        if known is not None and known.whole and number != number.to_integral_value():
            raise unacceptable(
                "not_whole",
                w("{item}按{unit}计，须为整数", "{item} are counted in {unit}: a whole number").fill(
                    item=known.words, unit=known.unit_words
                ),
            )
        return number

    @field_validator("quantity_unit", check_fields=False)
    @classmethod
    def _its_unit(cls, unit: str, info: ValidationInfo) -> str:
        """An item is always counted in its own unit; anything else would be added up wrongly."""
        known = CATALOGUE.get(str(info.data.get("item")))
        if known is not None and known.unit != unit:
            raise unacceptable(
                "unit_mismatch",
                w("{item}的计量单位是“{unit}”，不是“{given}”", "{item} are counted in {unit}, not in {given}").fill(
                    item=known.words, unit=Words(known.unit, f"{known.unit} ({known.unit_words.en})"), given=unit
                ),
            )
        return unit


class Moved(OfItem):
    """A quantity above zero of one lot, in the item's own unit."""

    quantity: Decimal = fact("数量", "quantity", gt=0, le=MOST, decimal_places=3)
    quantity_unit: UnitCode = fact("计量单位", "unit of quantity", choices=UNITS)


def amount(data: Mapping[str, Any], field: str) -> Words:
    """So much of an item, of which lot: `field` is the name of the number."""
    item = CATALOGUE[data["item"]]
    return w("{item}{n}{unit}（批号 {lot}）", "{n} {unit} of {item} (lot {lot})").fill(
        item=item.words, n=data[field], unit=item.unit_words, lot=data["lot"]
    )
