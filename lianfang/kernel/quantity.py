"""kernel · quantity: a figure from the world keeps the word that came with it (近2000 is never 2000)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from lianfang.kernel.words import Words, w


class Qualifier(StrEnum):
    """How exactly a figure was stated (domain notes, trap 1)."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    AT_LEAST = "at_least"


_SAID = {
    Qualifier.EXACT: w("{n}{unit}", "{n} {unit}"),
    Qualifier.ABOUT: w("近{n}{unit}", "about {n} {unit}"),
    Qualifier.OVER: w("{n}余{unit}", "over {n} {unit}"),
    Qualifier.AT_LEAST: w("{n}{unit}等", "at least {n} {unit}"),
}
_BARE = {
    Qualifier.EXACT: w("{n}", "{n}"),
    Qualifier.ABOUT: w("近{n}", "about {n}"),
    Qualifier.OVER: w("{n}余", "over {n}"),
    Qualifier.AT_LEAST: w("{n}等", "at least {n}"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated figure: `value` in `unit` (a word in each language), with its qualifier."""

    value: Decimal
    qualifier: Qualifier = Qualifier.EXACT
    unit: Words | None = None

    def words(self) -> Words:
        said = _SAID[self.qualifier] if self.unit else _BARE[self.qualifier]
        return said.fill(n=f"{self.value:,}", unit=self.unit)

    def __add__(self, other: Quantity) -> Quantity:
        """A sum is exact only where every part is; otherwise it is *about*. Units must agree."""
        if self.unit != other.unit:
            raise ValueError("quantities of different units are not added")
        exact = self.qualifier == other.qualifier == Qualifier.EXACT
        return Quantity(self.value + other.value, Qualifier.EXACT if exact else Qualifier.ABOUT, self.unit)
