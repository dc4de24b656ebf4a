"""playbook · records: kinds of records as data: what is filled in, for what, by whom, and what a day adds up.

Each kind is a file of `records/`. It is a kind like any other: the area `records` makes its payload, its rows and its
daily sums from this (docs/how-to/write-a-playbook-record.md).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from lianfang.playbook.shapes import Frozen, Line, Name, Number, Said

FOLDER = "records/"
RecordCode = Annotated[str, StringConstraints(pattern=r"^records\.[a-z][a-z_]{0,39}$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Type = Literal[
    "whole", "decimal", "yes_no", "choice", "choices", "line", "text", "date", "moment", "code", "photo",
    "papers",
]  # fmt: skip
# A number of which no range was said.
LOWEST, HIGHEST = Decimal(0), Decimal(10_000_000)
PHOTO = "photo_sha256"  # the one name under which a photo proves an entry
PLAIN = ("place", "person", "unit")  # what a record can be about beside things with a life
_RANGED, _CHOSEN, _ASKED = ("whole", "decimal"), ("choice", "choices"), ("yes_no", "choice", "choices")


class FieldChoice(Frozen):
    """One value of a choice."""

    code: Name
    words: Said


class When(Frozen):
    """A field is asked only where an earlier one says one of these values; a yes/no takes true or false."""

    field: FieldName
    any_of: Annotated[tuple[StrictBool | Name, ...], Field(min_length=1)]


class RecordField(Frozen):
    """One thing that is filled in.

    `unit` is the sign behind a figure. `low` and `high` belong to numbers and are both allowed values; `places` are
    the decimals of a decimal number. `personal` words are kept under the person's key.
    A photo keeps the `position` where it was taken only where that is said.
    """

    code: FieldName
    words: Said
    type: Type
    unit: Line | None = None
    low: Number | None = None
    high: Number | None = None
    places: Annotated[StrictInt, Field(ge=1, le=6)] = 2
    choices: tuple[FieldChoice, ...] = ()
    required: StrictBool = False
    when: When | None = None
    personal: StrictBool = False
    position: StrictBool = False

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type not in _RANGED and (self.low is not None or self.high is not None):
            raise PydanticCustomError("record_range_of", "a range belongs to a number")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise PydanticCustomError("range_order", "low above high")
        if (self.type in _CHOSEN) != bool(self.choices):
            raise PydanticCustomError("record_choices", "choices belong to a choice")
        if (self.type == "photo") != (self.code == PHOTO):
            raise PydanticCustomError("record_photo", "the photo's name", {"given": PHOTO})
        if self.position and self.type != "photo":
            raise PydanticCustomError("record_position", "a position belongs to a photo")
        return self

    def holds(self, value: Decimal) -> bool:
        """Whether a number lies in the field's range."""
        low, high = self.range
        return low <= value <= high

    @property
    def range(self) -> tuple[Decimal, Decimal]:
        """The range of a number: what was said, and nothing below zero where nothing was."""
        low = LOWEST if self.low is None else self.low
        return low, max(HIGHEST, low) if self.high is None else self.high


class RecordTarget(Frozen):
    """What a record is about: a place of some kinds, a person, the unit, or a thing with a life of some kinds.

    Of such a thing `sort` is the code of a card's target (`incident`), and the record is a step in its life. `optional`
    where a place or person may be left out.
    """

    sort: Name
    kinds: tuple[Name, ...] = ()
    optional: StrictBool = False

    @model_validator(mode="after")
    def _fits_its_sort(self) -> Self:
        if self.kinds and self.sort in ("person", "unit"):
            raise PydanticCustomError("record_target_kinds", "kinds belong to places and things")
        if self.lives and not self.kinds:
            raise PydanticCustomError("record_target_no_kinds", "which kinds of things")
        if self.lives and self.optional:
            raise PydanticCustomError("record_target_always", "a thing is always named")
        return self

    @property
    def lives(self) -> bool:
        """Whether it is a thing with a life."""
        return self.sort not in PLAIN


class RecordPrivacy(Frozen):
    """What a record of a person is kept for, how long he stays linked with it, and whether it is sensitive."""

    purpose: Said
    retention_days: Annotated[StrictInt, Field(ge=1, le=36_500)] | None
    sensitive: StrictBool


class Counter(Frozen):
    """What a day of a unit adds up: the records themselves, a number in them, or the different values of something.

    `sum` names a number; `distinct` a field, `place`, `person` or the sort of the things; without either the records
    are counted. `where`: field → the value that it must have (a list of choices must hold it).
    """

    code: Name
    words: Said
    sum: FieldName | None = None
    distinct: FieldName | None = None
    where: dict[FieldName, StrictBool | Name] = {}

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.sum and self.distinct:
            raise PydanticCustomError("counter_two_ways", "one way of counting")
        return self


class RecordKind(Frozen):
    """A kind of record. `version` rises with every change of what is filled in; `source` is one of `sources.yaml`."""

    code: RecordCode
    words: Said
    version: Annotated[StrictInt, Field(ge=1)]
    source: Name | None = None
    target: RecordTarget
    fields: Annotated[tuple[RecordField, ...], Field(min_length=1, max_length=60)]
    sentence: Said
    record: Annotated[tuple[Name, ...], Field(min_length=1)]
    see: tuple[Name, ...] = ()
    privacy: RecordPrivacy | None = None
    counters: tuple[Counter, ...] = ()
    shown: tuple[FieldName, ...] = ()
    help: Said | None = None

    @property
    def noun(self) -> str:
        return self.code.split(".", 1)[1]
