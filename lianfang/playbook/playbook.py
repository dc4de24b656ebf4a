"""playbook · playbook: a whole playbook that holds, and the questions it answers by date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from lianfang.kernel.vocabulary import Term
from lianfang.kernel.words import Words
from lianfang.playbook.calendar import WorkingCalendar
from lianfang.playbook.duties import DoubtRule, DutyRule, ModeRule
from lianfang.playbook.figures import FigureRule
from lianfang.playbook.forms import DAILY, Form, FormField, Headline
from lianfang.playbook.places import PlaceKind
from lianfang.playbook.plans import PlanTemplate
from lianfang.playbook.procedures import Procedure
from lianfang.playbook.records import RecordKind
from lianfang.playbook.roles import RoleHere
from lianfang.playbook.shapes import (
    Calendar,
    CutoffRule,
    DayCloseRule,
    DoseRule,
    Frozen,
    Level,
    Meta,
    Period,
    Rule,
    Source,
    ThresholdRule,
    UnitKind,
    VerdictRule,
)
from lianfang.playbook.wordlists import STAY_FORMERLY, AgentRule, CaseRule, Item, StayQuestion, Symptom

T = TypeVar("T")
P = TypeVar("P", bound=BaseModel)


class UnknownRule(LookupError):
    """The playbook has nothing under that code."""


@dataclass(frozen=True, slots=True)
class Window:
    """The reporting window of one day: `opens_at` is inside, `closes_at` is not. Both aware."""

    day: date
    opens_at: datetime
    closes_at: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.opens_at <= moment < self.closes_at


class Playbook(Frozen):
    """Everything that `load` read. Codes are unique within their kind and every reference holds.

    A part that the playbook leaves out is an empty tuple. What one area alone reads stands here beside the fields, by
    the shape in the area's `sections.py`: ask for it with `part`.
    """

    model_config = ConfigDict(extra="allow")

    meta: Meta
    sources: tuple[Source, ...]
    unit_kinds: tuple[UnitKind, ...]
    calendar: Calendar
    thresholds: tuple[ThresholdRule, ...]
    day_closes: DayCloseRule
    cutoffs: tuple[CutoffRule, ...]
    verdicts: tuple[VerdictRule, ...]
    forms: tuple[Form, ...]
    roles: tuple[RoleHere, ...] = ()
    doses: tuple[DoseRule, ...] = ()
    place_kinds: tuple[PlaceKind, ...] = ()
    agents: tuple[AgentRule, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    stays: tuple[StayQuestion, ...] = ()
    case_classes: tuple[CaseRule, ...] = ()
    items: tuple[Item, ...] = ()
    records: tuple[RecordKind, ...] = ()
    indicators: tuple[FigureRule, ...] = ()
    duties: tuple[DutyRule, ...] = ()
    modes: tuple[ModeRule, ...] = ()
    doubts: tuple[DoubtRule, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    plans: tuple[PlanTemplate, ...] = ()

    def part(self, shape: type[P]) -> P:
        """What a file says that one area alone reads, in its shape; empty where the playbook leaves it out."""
        found: dict[str, Any] = {name: getattr(self, name, ()) for name in shape.model_fields}
        return shape.model_construct(**found)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.meta.timezone)

    @cached_property
    def working_calendar(self) -> WorkingCalendar:
        return WorkingCalendar(self.calendar.base, {o.date: o.working for o in self.calendar.overrides})

    @cached_property
    def rules(self) -> dict[str, Rule[Any]]:
        """Every dated rule: thresholds by their own code, the others as `cutoff.<level>`, `dose.<object>`,
        `agent.<code>`, `verdict.<code>` and `day_closes`."""
        found: dict[str, Rule[Any]] = {rule.code: rule for rule in self.thresholds}
        found["day_closes"] = self.day_closes
        found |= {f"cutoff.{rule.code}": rule for rule in self.cutoffs}
        found |= {f"dose.{rule.code}": rule for rule in self.doses}
        found |= {f"agent.{rule.code}": rule for rule in self.agents}
        found |= {f"verdict.{rule.code}": rule for rule in self.verdicts}
        return found

    @cached_property
    def case_figures(self) -> dict[str, CaseRule]:
        """The classes of cases by the indicator that counts each; those that no figure counts are left out."""
        return {rule.figure: rule for rule in self.case_classes if rule.figure}

    @cached_property
    def terms(self) -> dict[str, dict[str, Term]]:
        """The vocabularies that the playbook declares, each in the order of its file."""
        lists: dict[str, tuple[Any, ...]] = {
            "place_kinds": self.place_kinds,
            "objects": tuple(each for each in self.doses if each.offered),
            "agents": self.agents,
            "symptoms": self.symptoms,
            "case_classes": self.case_classes,
            "items": self.items,
        }
        lists |= {
            name: part
            for name, part in (self.__pydantic_extra__ or {}).items()
            if isinstance(part, tuple) and part and hasattr(part[0], "term")
        }
        found = {name: {each.code: each.term() for each in listed} for name, listed in lists.items()}
        if self.stay is not None:
            found["questions"] = {"stay": Term("stay", self.stay.words)}
            if self.stay.level is not None:
                found["questions"]["stay_level"] = Term("stay_level", self.stay.level)
            found["stay_levels"] = {each.code: each.term() for each in self.stay.levels}
        counted_in = (words for each in self.items for words in (each.unit, *(pack.unit for pack in each.packs)))
        units: dict[str, Words] = {}
        for words in counted_in:
            units.setdefault(words.zh, words)
        found["item_units"] = {code: Term(code, words) for code, words in units.items()}
        for rule in self.duties:  # which window it was, where a record says it by its number
            for version in reversed(rule.versions):
                windows = found.setdefault(f"windows:{version.kind}", {})
                for number, window in enumerate(version.windows, 1):
                    windows.setdefault(str(number), Term(str(number), window.words))
        return found

    @property
    def stay(self) -> StayQuestion | None:
        """What people are asked of where they were; None where this outbreak does not ask it."""
        if self.stays:
            return self.stays[0]
        return STAY_FORMERLY if self.states("H8") else None

    @cached_property
    def may_not(self) -> dict[str, frozenset[str]]:
        """Role → the verbs that this outbreak takes from it."""
        return {each.code: frozenset(each.may_not) for each in self.roles if each.may_not}

    @cached_property
    def role_words(self) -> dict[str, Words]:
        """What a role is called in this outbreak, where it has a name of its own."""
        return {each.code: each.words for each in self.roles if each.words is not None}

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over the content: two playbooks that say the same have the same digest.

        What a file leaves out is not in it, so that it stays when a later program can be told more.
        """
        parts = self.model_dump(mode="json", exclude_defaults=True).items()
        said = {name: part for name, part in parts if part != []}
        plain = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Playbook:
        """Another playbook: what was worked out of this one is not carried over."""
        made = super().model_copy(update=update, deep=deep)
        for name, value in vars(Playbook).items():
            if isinstance(value, cached_property):
                made.__dict__.pop(name, None)
        return made

    def ended_by(self, day: date) -> bool:
        """Whether the playbook's own last day lies before a day: nothing is due and nothing judged by then."""
        return self.meta.valid_to is not None and day > self.meta.valid_to

    def parts(self) -> dict[str, Any]:
        """Everything that the files said, by the names of the fields; the parts that areas declare too."""
        return {name: getattr(self, name) for name in type(self).model_fields} | (self.__pydantic_extra__ or {})

    def in_its_period(self) -> Playbook:
        """The same playbook with no rule that holds past its own last day; what its files said keeps its digest.

        The hour at which a day closes and the forms stay: what was recorded is still shown by its day.
        """
        if self.meta.valid_to is None:
            return self
        parts = self.parts()
        for name, part in parts.items():
            if isinstance(part, tuple) and name != "forms":
                parts[name] = tuple(each for one in part if (each := _until(one, self.meta.valid_to)) is not None)
        ended = type(self).model_construct(**parts)
        ended.__dict__["digest"] = self.digest
        return ended

    def rule(self, code: str) -> Rule[Any]:
        """The rule under `code`; ask it `.on(day)`. Raises `UnknownRule`."""
        return _found(self.rules.get(code), "rule", code)

    def number(self, code: str, on: date) -> Decimal:
        """The value of a threshold on a day. Raises `UnknownRule` or `NoRuleOn`."""
        rule = self.rule(code)
        if not isinstance(rule, ThresholdRule):
            raise UnknownRule(f"rule {code!r} is not a number")
        return rule.on(on).value

    def source(self, code: str) -> Source:
        return _found(next((s for s in self.sources if s.code == code), None), "source", code)

    def form(self, code: str) -> Form:
        return _found(next((f for f in self.forms if f.code == code), None), "form", code)

    @cached_property
    def headlines(self) -> dict[str, tuple[FormField, Headline]]:
        """The lines of the daily form that stand at the head of pages, by indicator, in its order."""
        daily = next((form for form in self.forms if form.code == DAILY), None)
        lines = daily.fields if daily else ()
        return {line.indicator: (line, line.headline) for line in lines if line.headline is not None}

    def states(self, indicator: str) -> bool:
        """Whether a line of a form states the indicator: whether this outbreak asks for it at all."""
        return any(line.indicator == indicator for form in self.forms for line in form.fields)

    def unit_kind(self, code: str) -> UnitKind:
        return _found(next((k for k in self.unit_kinds if k.code == code), None), "unit kind", code)

    def fields_for(self, form: str, unit_kind: str) -> tuple[FormField, ...]:
        """The lines of a form that units of this kind fill in themselves."""
        return tuple(line for line in self.form(form).fields if unit_kind in line.filled_by)

    def coverage_percent(self, form: str, indicator: str, on: date, unit_kind: str | None = None) -> Decimal:
        """The coverage below which a zero of this indicator is unverified: the unit kind's own threshold where
        it has one, otherwise the indicator's."""
        line = next((line for line in self.form(form).fields if line.indicator == indicator), None)
        found = _found(line, "indicator", indicator)
        return self.number(found.coverage_by_kind.get(unit_kind or "", found.coverage), on)

    def window(self, day: date) -> Window:
        """The reporting window of `day`; it opens when the window of the day before closed."""
        return Window(day, self._closes_at(day - timedelta(days=1)), self._closes_at(day))

    def report_day(self, moment: datetime) -> date:
        """The day whose window holds `moment` (aware): after the day closes, the next day has begun."""
        day = moment.astimezone(self.zone).date()
        return day if moment < self._closes_at(day) else day + timedelta(days=1)

    def reviewed_by(self, kind: str, day: date) -> datetime | None:
        """By when a unit of the kind has reviewed the reports of `day` from directly below it; None where none says."""
        level = next((each.reviews for each in self.unit_kinds if each.code == kind), None)
        return self.due_at(level, day) if level else None

    def due_at(self, level: Level, day: date) -> datetime:
        """By when a level has filed the report of `day` (aware)."""
        cutoff = self.rule(f"cutoff.{level}").on(day)
        return datetime.combine(day, cutoff.due, self.zone)

    def _closes_at(self, day: date) -> datetime:
        # The day before the first day has no rule yet; its close is the first day's.
        dated = max(day, self.meta.valid_from)
        return datetime.combine(day, self.day_closes.on(dated).at, self.zone)


def _until(one: Any, last_day: date) -> Any:
    """A rule or a dated part that ends with the playbook; None where it would begin after it."""
    if isinstance(one, Rule):
        versions = [each for version in one.versions if (each := _until(version, last_day)) is not None]
        return one.model_copy(update={"versions": tuple(versions)})
    if not isinstance(one, Period):
        return one
    if one.valid_from > last_day:
        return None
    ends = last_day if one.valid_to is None else min(one.valid_to, last_day)
    return one.model_copy(update={"valid_to": ends})


def _found(item: T | None, what: str, code: str) -> T:
    if item is None:
        raise UnknownRule(f"the playbook has no {what} {code!r}")
    return item
