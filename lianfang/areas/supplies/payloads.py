"""supplies · payloads: the items that are kept, and what is said when one is received, issued, counted, explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from lianfang.kernel.payloads import Code, Line, Payload, Text, fact, unacceptable
from lianfang.kernel.vocabulary import Coded, Term, Vocabulary
from lianfang.kernel.words import Words, w

UnitCode = Annotated[Line, Field(max_length=20)]
_MOST = 10_000_000
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


def _whole(item: object, number: Decimal) -> Decimal:
    """Half a mask does not exist; half a kilogram does."""
    known = CATALOGUE.get(str(item))
    if known is not None and known.whole and number != number.to_integral_value():
        raise unacceptable(
            "not_whole",
            w("{item}按{unit}计，须为整数", "{item} are counted in {unit}: a whole number").fill(
                item=known.words, unit=known.unit_words
            ),
        )
    return number


def _its_unit(item: object, unit: str) -> str:
    """An item is always counted in its own unit; anything else would be added up wrongly."""
    known = CATALOGUE.get(str(item))
    if known is not None and known.unit != unit:
        raise unacceptable(
            "unit_mismatch",
            w("{item}的计量单位是“{unit}”，不是“{given}”", "{item} are counted in {unit}, not in {given}").fill(
                item=known.words, unit=Words(known.unit, f"{known.unit} ({known.unit_words.en})"), given=unit
            ),
        )
    return unit


class _OfItem(Payload):
    """What receipt, issue and stocktake share: the item and its lot."""

    item: Coded = fact("物资", "item", choices=ITEMS)
    lot: Lot = fact("批号", "lot")


class _Moved(_OfItem):
    """A quantity above zero of one lot, in the item's own unit."""

    quantity: Decimal = fact("数量", "quantity", gt=0, le=_MOST, decimal_places=3)
    quantity_unit: UnitCode = fact("计量单位", "unit of quantity", choices=UNITS)

    @field_validator("quantity")
    @classmethod
    def _whole_quantity(cls, number: Decimal, info: ValidationInfo) -> Decimal:
        return _whole(info.data.get("item"), number)

    @field_validator("quantity_unit")
    @classmethod
    def _unit_of_item(cls, unit: str, info: ValidationInfo) -> str:
        return _its_unit(info.data.get("item"), unit)


class Received(_Moved):
    """A lot, or a part of one, came into the store."""

    expires_on: date | None = fact("有效期至", "expires on", default=None)
    source: Line | None = fact("来源", "source", default=None)
    maker: Line | None = fact("生产厂家", "maker", default=None)
    standard: Line | None = fact("执行标准", "standard", default=None)


class Issued(_Moved):
    """A part of a lot left the store."""

    to_unit: Code | None = fact("领用单位", "receiving unit", default=None)
    purpose: Line | None = fact("用途", "purpose", default=None)


class Counted(_OfItem):
    """A lot was counted; from this moment on the count is what there is."""

    counted: Decimal = fact("实点数", "counted", ge=0, le=_MOST, decimal_places=3)
    quantity_unit: UnitCode = fact("计量单位", "unit of quantity", choices=UNITS)
    note: Text | None = fact("备注", "note", default=None)

    @field_validator("counted")
    @classmethod
    def _whole_count(cls, number: Decimal, info: ValidationInfo) -> Decimal:
        return _whole(info.data.get("item"), number)

    @field_validator("quantity_unit")
    @classmethod
    def _unit_of_item(cls, unit: str, info: ValidationInfo) -> str:
        return _its_unit(info.data.get("item"), unit)


class DifferenceExplained(Payload):
    """Why a count did not agree with the books, approved by somebody who does not keep the store (domain B10)."""

    stocktake: UUID = fact("盘点记录", "stocktake")
    reason: Text = fact("差异原因", "reason of the difference", min_length=2)
