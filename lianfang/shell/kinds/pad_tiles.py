"""shell · kind pad tiles: what a tap can say of a field, from its own declaration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lianfang.kernel.kinds import Kind, Presence
from lianfang.kernel.words import w
from lianfang.shell.kinds.fields import NONE_OF_THEM, as_data, field_of
from lianfang.shell.kinds.form_schema import FieldType, Spec, declared_of
from lianfang.shell.kinds.pad_way import Tile, Tiles

MOST = 24  # so many figures all stand on the pad; of a longer range the first `FIRST`, and others are typed
FIRST = 12
_TENTH = Decimal("0.1")
_BY_TAP = frozenset(
    {FieldType.YES_NO, FieldType.CHOICE, FieldType.CHOICES, FieldType.WHOLE, FieldType.NUMBER}
)  # fmt: skip


def tappable(kind: Kind) -> bool:
    """Whether records of the kind can be made on a list: of a person or a place, with nothing that must be written."""
    if kind.goes_on or Presence.REQUIRED not in (kind.person, kind.place):
        return False
    asked = [spec for spec in declared_of(kind.payload) if asks(spec)]
    return bool(asked) and all(spec.shape in _BY_TAP for spec in asked)


def asks(spec: Spec) -> bool:
    """Whether a field is asked of each: what must be said, if only where another field says so."""
    return spec.required or (spec.when is not None and spec.when.required)


def tiles_of(spec: Spec) -> Tiles:
    """The choices of a field."""
    if spec.shape is FieldType.YES_NO:
        return Tiles((Tile("no", w("否", "No")), Tile("yes", w("是", "Yes"))))
    if spec.shape in (FieldType.CHOICE, FieldType.CHOICES):
        listed = tuple(Tile(value, words) for value, words in (spec.choices or {}).items())
        none = (Tile(NONE_OF_THEM, w("以上都没有", "None of these")),)
        several = spec.shape is FieldType.CHOICES and not spec.least
        return Tiles((*none, *listed) if several else listed)  # of most people there is nothing to say
    low, high = spec.low, spec.high
    if spec.shape is FieldType.WHOLE and low is not None:
        last = low + FIRST - 1 if high is None or high - low >= MOST else high
        return Tiles(tuple(Tile(str(n), str(n)) for n in range(low, last + 1)), typed=last != high)
    return Tiles(typed=True)


def tenths(low: Decimal, high: Decimal, *, near: bool = False) -> tuple[Tile, ...]:
    """Figures of one decimal from `low` up to and without `high`."""
    return tuple(
        Tile(f"{low + n * _TENTH:.1f}", f"{low + n * _TENTH:.1f}", near) for n in range(int((high - low) / _TENTH))
    )


def said_of(spec: Spec, text: str) -> Any:
    """What a tile or a typed text says of a field, as the payload takes it. Raises Django's `ValidationError`."""
    field = field_of(spec)
    return as_data(spec, field.clean([text] if spec.shape is FieldType.CHOICES else text))
