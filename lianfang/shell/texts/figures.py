"""shell · texts · figures: a figure in print, with its proof: indicator, state, as of when, from confirmed reports.

How a figure that a text refers to reads is one answer for print, for the page of a text and for what was printed
before: what the reports that stand state, few people of a group as *fewer than 5*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import translation

from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.few import FEWER, Group, given_away, is_few
from lianfang.kernel.filings import FILINGS, Asked, Confirmed
from lianfang.kernel.indicators import Indicator
from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.problems import Problem, Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.shell.components.marks import measure_words
from lianfang.shell.components.text import figure, moment, pick
from lianfang.shell.texts import problems
from lianfang.shell.texts.blocks import Block, Reference, references_in
from lianfang.shell.texts.payloads import FigureTold

PRINTED_IN = "zh-hans"  # the language of what is printed, whoever publishes it
FIGURES = "texts.figures"  # to refer to what confirmed reports state, in a text for everybody


def unprintable(measure: Measure | None) -> Problem | None:
    """What keeps a figure out of print: nobody states it, or a zero of it is not confirmed (D, access of 数字报)."""
    if measure is None or measure.state is MeasureState.NOT_APPLICABLE:
        return problems.FIGURE_UNKNOWN
    unverified = measure.state in (MeasureState.NOT_REPORTED, MeasureState.ZERO_UNVERIFIED)
    partial_zero = measure.value == 0 and measure.state is MeasureState.PARTIAL
    return problems.FIGURE_UNPRINTABLE if measure.value is None or unverified or partial_zero else None


def check_printable(paragraph: int, reference: Reference, measure: Measure | None, state: Words) -> None:
    """A figure goes to print with its proof or not at all. Raises `text_figure_unknown`, `text_figure_unprintable`."""
    if (found := unprintable(measure)) is not None:
        raise Refused(found, paragraph=paragraph, said=reference.said, state=state)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a figure reads now. Without a measure nobody states it, or it is out of this reader's sight."""

    reference: Reference
    indicator: Indicator | None = None
    unit: Unit | None = None
    measure: Measure | None = None

    @property
    def few(self) -> bool:
        """Whether it counts so few people that it is not shown."""
        return self.indicator is not None and self.measure is not None and is_few(self.indicator, self.measure)

    @property
    def printable(self) -> bool:
        return unprintable(self.measure) is None

    @property
    def state(self) -> MeasureState:
        return self.measure.state if self.measure else MeasureState.NOT_APPLICABLE

    @property
    def value(self) -> str:
        """What a text says for it; empty where it cannot be printed."""
        if self.measure is None or not self.printable:
            return ""
        return FEWER.say() if self.few else figure(self.measure.value)

    @property
    def says(self) -> str:
        """The value with its state and coverage, as far as everybody may know it."""
        if self.measure is None:
            return STATE_WORDS[self.state].say()
        if not self.few:
            return measure_words(self.measure)
        state = [] if self.state is MeasureState.OK else [STATE_WORDS[self.state].say()]
        return pick("，", ", ").join([FEWER.say(), *state])

    @property
    def as_of(self) -> datetime | None:
        """When the newest of the reports behind it was filed."""
        return self.measure.as_of if self.measure else None


class Figures:
    """What indicators were in the confirmed reports of a tree: all that a text refers to in two questions."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._units: dict[str, Unit] = {}
        self._asked: set[str] = set()
        self._confirmed: dict[Asked, Confirmed] = {}
        self._readings: dict[Reference, Reading] = {}

    def readings(self, references: Iterable[Reference]) -> dict[Reference, Reading]:
        """How each reads now; what is new is asked for together."""
        wanted = list(dict.fromkeys(references))
        new = [each for each in wanted if each not in self._readings]
        known = self.units(each.unit for each in new)
        seen = {each: known[each.unit] for each in new if each.unit in known}
        asked = {each: Asked(each.day, unit.path) for each, unit in seen.items()}
        unknown = set(asked.values()) - self._confirmed.keys()
        if unknown:
            self._confirmed |= FILINGS.asked.confirmed(self._actor, sorted(unknown, key=lambda a: (a.day, a.path)))
        registered = REGISTRY.indicators()
        for each in new:
            stated = self._confirmed[asked[each]].figures.get(each.code) if each in asked else None
            self._readings[each] = Reading(each, registered.get(each.code), seen.get(each), stated)
        return {each: self._readings[each] for each in wanted}

    def units(self, codes: Iterable[str]) -> dict[str, Unit]:
        """The units that figures are of, as far as this reader sees them."""
        wanted = set(codes)
        if wanted - self._asked:
            self._units |= units.units(self._actor, sorted(wanted - self._asked))
            self._asked |= wanted
        return {code: self._units[code] for code in wanted & self._units.keys()}

    def confirmed(self, day: date, path: str) -> Confirmed:
        """All that the reports of a tree state of a day."""
        asked = Asked(day, path)
        if asked not in self._confirmed:
            self._confirmed |= FILINGS.asked.confirmed(self._actor, [asked])
        return self._confirmed[asked]

    def check(self, referred: Sequence[tuple[int, Reference]]) -> None:
        """Every figure of a text, or of texts that go out together, may be told, and none tells another.

        Raises `text_figure_unknown`, `text_figure_unprintable`, `text_figure_apart`.
        """
        readings = self.readings(reference for _, reference in referred)
        for paragraph, reference in referred:
            self.proof(paragraph, reference)
        told = _given_away(readings.values())
        for paragraph, reference in referred:
            if reference in told:
                raise Refused(problems.FIGURE_APART, paragraph=paragraph, said=reference.said)

    def proof(self, paragraph: int, reference: Reference) -> dict[str, Any]:
        """The figure in print, and what it rests on. Raises `text_figure_unknown`, `…_unprintable`."""
        found = self.readings([reference])[reference]
        if found.indicator is None or found.unit is None:
            raise Refused(problems.FIGURE_UNKNOWN, paragraph=paragraph, said=reference.said)
        check_printable(paragraph, reference, found.measure, STATE_WORDS[found.state])
        return {
            "code": reference.code,
            "indicator": found.indicator.words.zh,
            "unit": reference.unit,
            "unit_name": found.unit.words.zh,
            "day": reference.day.isoformat(),
            "value": found.value,
            "state": str(found.state),
            "says": found.says,
            "as_of": moment(found.as_of, "year") if found.as_of else "",
        }

    def proofs(self, blocks: Sequence[Block]) -> dict[Reference, dict[str, Any]]:
        """The figures of a text in their order, each with the number of its note. Raises as `check`."""
        referred = references_in(blocks)
        self.check(referred)
        first = dict[Reference, int]()
        for paragraph, reference in referred:
            first.setdefault(reference, paragraph)
        return {
            reference: {"note": note, **self.proof(paragraph, reference)}
            for note, (reference, paragraph) in enumerate(first.items(), start=1)
        }


class Proving(Protocol):
    """Whatever gives a figure with what it rests on: as it is now (`Figures`), or as it was told (`Kept`)."""

    def proof(self, paragraph: int, reference: Reference) -> dict[str, Any]: ...


class Kept:
    """The figures of a text as they were when it was signed off, for whatever shows it; asked as `Figures` are."""

    def __init__(self, figures: Iterable[FigureTold]) -> None:
        self._told = {Reference(each.code, each.unit, each.day): each for each in figures}

    @property
    def values(self) -> dict[str, str]:
        """What the text says for each, by its sign."""
        return {reference.said: each.value for reference, each in self._told.items()}

    def proof(self, paragraph: int, reference: Reference) -> dict[str, Any]:
        """The figure as it was told. Raises `text_figure_unknown` where it was not signed off with the text."""
        if reference not in self._told:
            raise Refused(problems.FIGURE_UNKNOWN, paragraph=paragraph, said=reference.said)
        return self._told[reference].model_dump(mode="json")


def told(actor: Actor, blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The figures of a text in the language of print, as `FigureTold` takes them. Raises as `check`."""
    with translation.override(PRINTED_IN):
        proofs = Figures(actor).proofs(blocks)
    return [
        {name: said for name, said in proof.items() if name != "note" and said} | {"day": reference.day}
        for reference, proof in proofs.items()
    ]


def _given_away(readings: Iterable[Reading]) -> set[Reference]:
    """Those of few people that a total among the others narrows down."""
    alike = defaultdict[tuple[str, date], list[Reading]](list)
    for each in readings:
        if each.indicator and each.indicator.persons and each.unit and each.measure and each.measure.value is not None:
            alike[each.reference.code, each.reference.day].append(each)
    found = set[Reference]()
    for together in alike.values():
        groups = {
            Group(each.unit.path, each.measure.value, each.few): each.reference
            for each in together
            if each.unit and each.measure and each.measure.value is not None
        }
        found |= {groups[group] for group in given_away(list(groups))}
    return found


def proof_words(figure: Mapping[str, Any]) -> str:
    """What a figure in print rests on, in a line."""
    as_of = f"，截至 {figure['as_of']}" if figure["as_of"] else ""
    return f"{figure['unit_name']}{figure['indicator']}：{figure['says']}（{figure['day']} 日报{as_of}）"
