"""supplies · catalogue: the items that are kept, as the playbook declares them: words, counting unit, traits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lianfang.kernel.vocabulary import Term, Vocabulary
from lianfang.kernel.words import Words, w

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
