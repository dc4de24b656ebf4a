"""playbook · shapes: what the files of a playbook are made of; frozen, nothing unknown, nothing guessed.

A rule has a code and one or more *versions*. A version says from when to when it held, which source states it
(a code of `sources.yaml`), how the statement came to us (`mark`) and whether anybody held it against the
original (`verified`). Marks: S the article of the reference campaign, F found in public material, M from
memory, H a default of this house. One rule may hold facts that are known in two ways: each then has its own mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StrictBool,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from lianfang.kernel.vocabulary import Term
from lianfang.kernel.words import Words, w

Mark = Literal["S", "F", "M", "H"]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Area = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Level = Name  # a cut-off of `cutoffs.yaml`
Indicator = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,2}$")]
Fact = Literal["contents", "dose", "hours", "minutes", "times", "who"]
# What of a rule may be known otherwise than the rule itself, as pages and documents call it.
FACTS: Mapping[Fact, Words] = {
    "contents": w("内容", "contents"),
    "dose": w("剂量", "dose"),
    "hours": w("时段与截止", "hours"),
    "minutes": w("时限", "minutes"),
    "times": w("次数", "how often"),
    "who": w("由谁", "by whom"),
}


class NoRuleOn(LookupError):
    """A rule exists, but no version of it holds on the day asked for."""

    def __init__(self, code: str, day: date) -> None:
        self.code, self.day = code, day
        super().__init__(f"no version of rule {code!r} holds on {day.isoformat()}")


class Frozen(BaseModel):
    """What all the models share: immutable, no unknown fields, no NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Saying(Frozen):
    zh: Line
    en: Line


class _AsWords:
    """Lets a model hold the kernel's `Words` while faults still point at `zh` or `en`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda saying: Words(saying.zh, saying.en),
            handler(_Saying),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda said: {"zh": said.zh, "en": said.en}),
        )


Said = Annotated[Words, _AsWords]


def _no_text(value: Any) -> Any:
    """A number in quotes or a yes/no is a slip of the pen, not a number."""
    if isinstance(value, str | bool):
        raise PydanticCustomError("decimal_type", "a number is due")
    return value


def _quoted_time(value: Any) -> Any:
    """Only `"HH:MM"` is a time of day here; a bare number of seconds is not."""
    if not (isinstance(value, str | time)):
        raise PydanticCustomError("time_type", "a quoted time of day is due")
    return value


def _plain_date(value: Any) -> Any:
    """Numbers are not dates, whatever epoch somebody may have had in mind."""
    if not isinstance(value, str | date):
        raise PydanticCustomError("date_type", "a date is due")
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise PydanticCustomError("timezone", "no such zone", {"given": name}) from error
    return name


Number = Annotated[Decimal, BeforeValidator(_no_text)]
Day = Annotated[date, BeforeValidator(_plain_date)]
TimeOfDay = Annotated[time, BeforeValidator(_quoted_time)]
Zone = Annotated[str, AfterValidator(_zone)]


class Period(Frozen):
    """From one day to another, both inclusive; `valid_to: null` says on purpose that no end is known."""

    valid_from: Day
    valid_to: Day | None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("period", "ends before it begins")
        return self

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Known(Frozen):
    """How a statement is known. `quote` is what the source says, word for word: a statement marked S has one."""

    source: Name
    mark: Mark
    verified: StrictBool
    quote: Line | None = None

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.verified and self.mark in ("M", "H"):
            raise PydanticCustomError("cannot_be_verified", "no original", {"mark": self.mark})
        return self


class Noted(Known):
    """The same, with a word on it."""

    note: Line | None = None


class Version(Period, Noted):
    """Provenance and validity of one statement. `apart` names the facts in it that are known otherwise than the rest:
    the article may say how often, and the house at which hours."""

    apart: dict[Fact, Noted] = {}


V = TypeVar("V", bound=Version)


class Rule(Frozen, Generic[V]):
    """A rule under one code; which version counts is decided by the date of the event, never by today."""

    code: Name
    words: Said
    versions: Annotated[tuple[V, ...], Field(min_length=1)]

    def on(self, day: date) -> V:
        """The version that held on `day`; raises `NoRuleOn` where none did."""
        for version in self.versions:
            if version.holds(day):
                return version
        raise NoRuleOn(self.code, day)


class Source(Frozen):
    """A document that a rule stands on. `number` is its official number where one is known.

    `clauses` are those of its sentences that rules quote, word for word: what is quoted must stand in one of them.
    """

    code: Name
    title: Said
    number: Line | None = None
    issued_on: Day | None = None
    note: Line | None = None
    clauses: tuple[Line, ...] = ()


class Meta(Period):
    """The playbook itself: its name, version, validity and clock, and the documents in force behind it."""

    code: Slug
    words: Said
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    timezone: Zone
    summary: Said | None = None
    governed_by: tuple[Name, ...]
    areas: dict[Area, Said] = {}  # what the areas are called whose official figures are followed (GB/T 2260)


class UnitKind(Frozen):
    """A kind of unit: where it stands in the tree, which forms it files and by which cut-off.

    `reviews` is the cut-off by which it has reviewed what was filed directly below it, where there is one. `posts` are
    the roles that people hold at a unit of this kind, `leads` those of them that answer for all below it too; left out,
    nobody knows.
    """

    code: Name
    words: Said
    parents: tuple[Name, ...]
    level: Level | None
    files: tuple[Name, ...]
    reviews: Level | None = None
    posts: tuple[Name, ...] = ()
    leads: tuple[Name, ...] = ()


class Override(Known):
    """A day whose kind is known better than the table of holidays knows it."""

    date: Day
    working: StrictBool
    words: Said


class Calendar(Frozen):
    base: Literal["chinesecalendar", "weekdays"]
    overrides: tuple[Override, ...]


class Threshold(Version):
    """One number. Its unit stands in the rule."""

    value: Number


class ThresholdRule(Rule[Threshold]):
    """`windows_of` names the duties that have so many windows a day together: the check counts them."""

    unit: Said
    windows_of: tuple[Name, ...] = ()


class DayClose(Version):
    """The time of day at which the reporting day ends: window D runs from this time on D-1 to this time on D."""

    at: TimeOfDay


class DayCloseRule(Rule[DayClose]):
    pass


class Cutoff(Version):
    due: TimeOfDay


class CutoffRule(Rule[Cutoff]):
    """By when a level has filed, on day D itself. Which levels there are, the playbook says."""


class Verdict(Version):
    """What a verdict on a report means, and who may pronounce it."""

    says: Said
    decided_by: Literal["software", "person"]


class VerdictRule(Rule[Verdict]):
    @model_validator(mode="after")
    def _intent(self) -> Self:
        if self.code in ("false_report", "concealed") and any(v.decided_by != "person" for v in self.versions):
            raise PydanticCustomError("intent_is_human", "only a person", {"code": self.code})
        return self


class Range(Frozen):
    """From `low` to `high`, both inclusive; `high: null` means at least `low`."""

    low: Annotated[Number, Field(ge=0)]
    high: Annotated[Number, Field(ge=0)] | None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high is not None and self.high < self.low:
            raise PydanticCustomError("range_order", "low above high")
        return self

    def holds(self, value: Decimal | int) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)


class Dose(Version):
    """How one kind of object is disinfected. mg/L of available chlorine, minutes of contact; None where the
    source gives no figure. `amounts` are those of other agents, each in the agent's own unit. `instead` says what may
    be used in place of chlorine, and `instead_agents` which agents that is."""

    chlorine_mg_per_l: Range | None
    contact_minutes: Range | None
    frequency: Said
    instead: tuple[Line, ...] = ()
    instead_agents: tuple[Code, ...] = ()
    amounts: dict[Code, Range] = {}


class DoseRule(Rule[Dose]):
    """The dose for an object. `short` is its name in a sentence; `offered: false` is never recorded as a round;
    `not_at` are the kinds of places where there is no such thing."""

    short: Said | None = None
    offered: StrictBool = True
    not_at: tuple[Name, ...] = ()

    def term(self) -> Term:
        return Term(self.code, self.short or self.words, refers={"not_at": self.not_at} if self.not_at else {})


class DosesPart(Frozen):
    """`doses.yaml`; left out where nothing is disinfected."""

    doses: tuple[DoseRule, ...]
