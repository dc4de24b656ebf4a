"""supplies · payloads: the items that are kept, their packs, and what is said of each that moves or is counted.

Whatever was typed in packs (`2盒 + 5个`, `2盒×40`) is kept in the item's own unit, and beside it as it was said.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from lianfang.kernel.payloads import Line, Payload, fact, unacceptable
from lianfang.kernel.vocabulary import Coded, Term, Vocabulary
from lianfang.kernel.words import Words, w

UnitCode = Annotated[Line, Field(max_length=20)]
SourceRef = Annotated[Line, Field(max_length=80)]  # by which another system knows its line; a reference, never our id
MOST = 10_000_000
ITEMS = Vocabulary("items")
UNITS = Vocabulary("item_units")
_UNKNOWN_UNIT = w("（单位不详）", "(unit not known)")
# A number, the unit or pack behind it, and how many the pack holds where that is said: 2盒, 2 盒 × 40, 5个.
_PART = re.compile(
    r"\s*(?:[+,，、;；和]|and\b)?\s*(?P<N>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*"
    r"(?:(?P<UNIT>[^\W\d_]+?)\s*(?:[×*✕xX]\s*(?P<HOLDS>\d+(?:\.\d+)?)\s*(?P<OF>[^\W\d_]+?)?\s*)?)?"
    r"(?=$|[+,，、;；和\d]|\s+(?:and\b|\d))"
)
_DROPPED = str.maketrans("", "", " \t-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u2500")
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def lot_key(lot: str) -> str:
    """By what a lot is known: its number without width, case, spaces, dashes. `supplies_lot` says the same in SQL."""
    return unicodedata.normalize("NFKC", lot).translate(_DROPPED).translate(_CAPITALS) or lot


@dataclass(frozen=True, slots=True)
class Pack:
    """What an item comes packed in; it holds so many of the item's own unit."""

    words: Words
    holds: Decimal

    @property
    def code(self) -> str:
        return self.words.zh


@dataclass(frozen=True, slots=True)
class Counted:
    """So much in the item's own unit; `packed`: the same in packs, as it was said, or nothing."""

    quantity: Decimal
    packed: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `unit` is the code on the wire; `whole`: half of one does not exist; `expires`: lots have a date;
    `durable`: it is not used up; `confirmed`: the unit that is handed some says that it has it."""

    code: str
    words: Words
    unit: str
    unit_words: Words
    whole: bool = True
    expires: bool = True
    durable: bool = False
    confirmed: bool = False
    packs: tuple[Pack, ...] = ()

    def counted(self, text: str, unit: str = "") -> Counted:
        """What a text says, in this item's own unit: `5`, `300个`, `2盒 + 5个`; a bare number is of `unit`.

        Raises the payload's error with the units that are known, where it says anything else.
        """
        plain, at, total, said, packs = unicodedata.normalize("NFKC", text).strip(), 0, Decimal(0), [], False
        while at < len(plain):
            part = _PART.match(plain, at)
            if part is None or part.end() == at:
                raise self._unreadable(text)
            n = Decimal(part["N"].replace(",", ""))
            named = part["UNIT"] or unit
            pack = self._pack(named)
            if pack is None and not self._own(named):
                raise self._unreadable(named)
            if part["OF"] and not self._own(part["OF"]):
                raise self._unreadable(part["OF"])
            if pack is None and part["HOLDS"]:
                raise self._unreadable(text)
            if not part["UNIT"] and (at or part.end() < len(plain)):  # 1 200: two numbers, or one?
                raise self._unreadable(text)
            holds = Decimal(part["HOLDS"]) if part["HOLDS"] else pack.holds if pack else Decimal(1)
            total += n * holds
            said.append(f"{n:f} {pack.code} × {holds.normalize():f}" if pack else f"{n:f} {self.unit}")
            packs, at = packs or pack is not None, part.end()
        if not said:
            raise self._unreadable(text)
        return Counted(total, " + ".join(said) if packs else "")

    def packed_as(self, packed: str) -> Item:
        """The same item in packs that hold what these words say of theirs: `2 盒 × 40`."""
        said = {part["UNIT"]: Decimal(part["HOLDS"]) for part in _PART.finditer(packed) if part["HOLDS"]}
        return replace(self, packs=tuple(replace(each, holds=said.get(each.code, each.holds)) for each in self.packs))

    def _pack(self, called: str) -> Pack | None:
        return next((each for each in self.packs if _is_called(each.words, called)), None)

    def _own(self, called: str) -> bool:
        return not called or called == self.unit or _is_called(self.unit_words, called)

    def _unreadable(self, given: str) -> PydanticCustomError:
        return unacceptable(
            "unit_mismatch",
            w("{item}按{units}计，读不出“{given}”；如 {example}",
              "{item} are counted in {units}; “{given}” is none of these. Write for example {example}").fill(
                item=self.words, units=self.units_said(), given=given[:40], example=self._example()
            ),
        )  # fmt: skip

    def units_said(self) -> Words:
        """The units that are known, each pack with what it holds."""
        zh = [self.unit, *(f"{each.code}（{each.holds.normalize():f} {self.unit}）" for each in self.packs)]
        en = [
            f"{self.unit} ({self.unit_words.en})",
            *(f"{each.code} ({each.words.en} of {each.holds.normalize():f})" for each in self.packs),
        ]
        return Words("、".join(zh), ", ".join(en))

    def _example(self) -> str:
        return f"2{self.packs[0].code}+5{self.unit}" if self.packs else f"300{self.unit}"


def _is_called(words: Words, called: str) -> bool:
    """Whether a word is this unit's, in either language, one of it or several."""
    said, en = called.casefold(), words.en.casefold()
    return said in (words.zh.casefold(), en, en.removesuffix("s"), en.removesuffix("es"))


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
    traits = {name: name in term.traits for name in ("whole", "expires", "durable", "confirmed")}
    packs = tuple(Pack(words, holds) for words, holds in term.packs)
    return Item(term.code, term.words, unit.zh, unit, packs=packs, **traits)


CATALOGUE = Catalogue()


def _said(text: str) -> str:
    if not text:
        raise unacceptable("empty", w("请填写", "fill this in"))
    return text


Lot = Annotated[Line, AfterValidator(_said)]


class OfItem(Payload):
    """What all that is said of a lot shares: the item and its lot, and how its number is said."""

    number: ClassVar[str] = "quantity"

    item: Coded = fact("物资", "item", choices=ITEMS)
    lot: Lot = fact("批号", "lot")

    @classmethod
    def model_validate(cls, obj: Any, **more: Any) -> Self:
        """As of any payload; what is said in packs is read into the item's own unit first."""
        try:
            return super().model_validate(obj, **more)
        except ValidationError:
            read = cls._in_own_unit(obj)
            if read is None:
                raise
            return super().model_validate(read, **more)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **more: Any) -> Self:
        """As `model_validate`, of JSON."""
        try:
            return super().model_validate_json(json_data, **more)
        except ValidationError:
            read = cls._in_own_unit(_loaded(json_data))
            if read is None:
                raise
            return super().model_validate_json(json.dumps(read, ensure_ascii=False, default=str), **more)

    @classmethod
    def _in_own_unit(cls, said: Any) -> dict[str, Any] | None:
        """The same said in the item's own unit; None where it is not said in packs, or cannot be read."""
        item = CATALOGUE.get(str(said.get("item"))) if isinstance(said, Mapping) else None
        if item is None:
            return None
        given, unit = said.get(cls.number), str(said.get("quantity_unit") or "")
        text = said.get("packed") if given in (None, "") else given
        if isinstance(text, bool) or not isinstance(text, str | int | float | Decimal):
            return None
        try:
            read = item.counted(str(text), unit)
        except (PydanticCustomError, InvalidOperation):
            return None
        packed = {"packed": read.packed} if read.packed else {}
        return {**said, cls.number: str(read.quantity), "quantity_unit": item.unit, **packed}

    @field_validator("quantity", "counted", mode="wrap", check_fields=False)
    @classmethod
    def _readable(cls, said: Any, hold: Any, info: ValidationInfo) -> Any:
        """A number, or nothing that could be read; then with the units that are known."""
        if isinstance(said, bool) or not isinstance(said, int | float | str | Decimal):
            return hold(said)
        try:
            return hold(Decimal(str(said)))
        except InvalidOperation:
            known = CATALOGUE.get(str(info.data.get("item")))
            raise (
                known._unreadable(str(said))
                if known
                else unacceptable("decimal_parsing", w("须为数字", "must be a number"))
            ) from None

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
        """What is kept is in the item's own unit; anything else would be added up wrongly."""
        known = CATALOGUE.get(str(info.data.get("item")))
        if known is not None and known.unit != unit:
            raise known._unreadable(unit)
        return unit

    @model_validator(mode="after")
    def _as_packed(self) -> Self:
        """What is said in packs comes to the quantity; each pack says what it holds, whatever the playbook says now."""
        packed, number = getattr(self, "packed", None), getattr(self, self.number)
        known = CATALOGUE.get(self.item)
        if packed and known is not None and known.counted(packed).quantity != number:
            raise unacceptable(
                "packed_otherwise",
                w("按包装是“{packed}”，与数量 {n} 不符", "in packs it is “{packed}”, which is not {n}").fill(
                    packed=packed, n=number
                ),
            )
        return self


def _loaded(data: str | bytes | bytearray) -> Any:
    try:
        return json.loads(data, parse_float=Decimal)
    except ValueError:
        return None


class Moved(OfItem):
    """A quantity above zero of one lot, in the item's own unit; `packed` says it in packs, where it was said so."""

    quantity: Decimal = fact("数量", "quantity", gt=0, le=MOST, decimal_places=3, as_typed=True)
    quantity_unit: UnitCode = fact("计量单位", "unit of quantity", choices=UNITS)
    packed: Line | None = fact("按包装", "in packs", default=None)
    source_ref: SourceRef | None = fact("来源行号", "line id of the source", default=None)


def amount(data: Mapping[str, Any], field: str) -> Words:
    """So much of an item, of which lot: `field` is the name of the number."""
    item = CATALOGUE[data["item"]]
    said = w("{item}{n}{unit}（批号 {lot}）", "{n} {unit} of {item} (lot {lot})").fill(
        item=item.words, n=data[field], unit=item.unit_words, lot=data["lot"]
    )
    if data.get("packed"):
        return w("{said}，即 {packed}", "{said}, that is {packed}").fill(said=said, packed=data["packed"])
    return said
