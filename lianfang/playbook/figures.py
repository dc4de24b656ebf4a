"""playbook · figures: indicators as data, over the daily sums of the kinds that a playbook declares."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from lianfang.playbook.shapes import Frozen, Indicator, Name, Number, Said

FILE = "indicators.yaml"
# A counter of a kind of record: `records.standing_water.containers`.
CounterName = Annotated[str, StringConstraints(pattern=r"^records\.[a-z][a-z_]{0,39}\.[a-z][a-z0-9_]{0,39}$")]


class Index(Frozen):
    """`of` over `over`, times `times`; where `over` is nothing or 0 there is no value. `digits` behind the point."""

    of: CounterName
    over: CounterName
    times: Annotated[Number, Field(gt=0, le=1_000_000)] = Field(default=100, validate_default=True)
    digits: Annotated[StrictInt, Field(ge=0, le=4)] = 1


class Value(Frozen):
    """The figure: what a counter adds up, or an index of two."""

    counter: CounterName | None = None
    index: Index | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.counter is None) == (self.index is None):
            raise PydanticCustomError("figure_one_of", "one of them", {"given": "counter, index"})
        return self


class Expected(Frozen):
    """How many there are to check: the unit's places of some kinds, its people, or what a counter says."""

    places: tuple[Name, ...] = ()
    people: StrictBool = False
    counter: CounterName | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum((bool(self.places), self.people, self.counter is not None)) != 1:
            raise PydanticCustomError("figure_one_of", "one of them", {"given": "places, people, counter"})
        return self


class AlertLine(Frozen):
    """From the value of the threshold `reaches` on, an alert tells `role` of the unit that was looked at."""

    reaches: Name
    role: Name
    severity: Literal["notice", "warning", "urgent"] = "warning"


class FigureRule(Frozen):
    """One indicator. `checked` says how many were looked at, `expected` how many there are to look at.

    Of an index `checked` is what it is divided by, so that the figure of many units is that of all of them together.
    `cumulates` says whether a form may add its days up: what was done on a day may be, how things stood may not.
    `persons` says whether it counts people, of whom few are not told to everybody; unsaid, what is checked against the
    people of a unit does.
    `alert` names the line at which somebody is told.
    """

    code: Indicator
    words: Said
    unit: Said
    coverage: Said
    value: Value
    checked: CounterName | None = None
    expected: Expected | None = None
    cumulates: StrictBool = False
    persons: StrictBool | None = None
    alert: AlertLine | None = None

    @model_validator(mode="after")
    def _an_index_is_weighed(self) -> Self:
        if self.value.index is not None and self.checked not in (None, self.value.index.over):
            raise PydanticCustomError("index_checked", "weighed by what it is divided by")
        if self.value.index is None and (self.checked is None) != (self.expected is None):
            raise PydanticCustomError("figure_coverage", "checked and expected go together")
        if self.value.index is not None and self.cumulates:
            raise PydanticCustomError("index_cumulates", "an index is of one day")
        return self

    @property
    def of_persons(self) -> bool:
        """Whether it counts people."""
        if self.persons is not None:
            return self.persons
        return self.expected is not None and self.expected.people


class FiguresPart(Frozen):
    """`indicators.yaml`."""

    indicators: Annotated[tuple[FigureRule, ...], Field(min_length=1)]
