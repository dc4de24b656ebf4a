"""shell · texts · figures: a figure in print, with its proof: indicator, state, as of when, from confirmed reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.indicators import added
from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.shell.components.marks import measure_words
from lianfang.shell.components.text import figure, moment
from lianfang.shell.texts import problems
from lianfang.shell.texts.blocks import Reference


def check_printable(paragraph: int, reference: Reference, measure: Measure | None, state: Words) -> None:
    """A figure goes to print with its proof or not at all: an unverified zero cannot be printed (D, access of 数字报).

    Raises `text_figure_unknown`, `text_figure_unprintable`.
    """
    if measure is None or measure.state is MeasureState.NOT_APPLICABLE:
        raise Refused(problems.FIGURE_UNKNOWN, paragraph=paragraph, said=reference.said)
    if measure.value is None or measure.state in (MeasureState.NOT_REPORTED, MeasureState.ZERO_UNVERIFIED):
        raise Refused(problems.FIGURE_UNPRINTABLE, paragraph=paragraph, said=reference.said, state=state)


class Figures:
    """What indicators were in the confirmed reports of a tree, each asked once."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self._actor, self._now = actor, now
        self._stated: dict[tuple[str, Any], dict[str, list[Measure]]] = {}

    def proof(self, paragraph: int, reference: Reference) -> dict[str, Any]:
        """The figure in print, and what it rests on. Raises `text_figure_unknown`, `…_unprintable`."""
        indicator = REGISTRY.indicators().get(reference.code)
        unit = units.units(self._actor, [reference.unit]).get(reference.unit)
        if indicator is None or unit is None:
            raise Refused(problems.FIGURE_UNKNOWN, paragraph=paragraph, said=reference.said)
        key = (unit.path, reference.day)
        if key not in self._stated:
            day = clock.reporting_day(reference.day)
            stated = FILINGS.asked.figures(self._actor, day, unit.path, self._now)
            self._stated[key] = {}
            for figures in stated.values():
                for code, stated_one in figures.items():
                    self._stated[key].setdefault(code, []).append(stated_one)
        found = self._stated[key].get(reference.code)
        measure: Measure | None = added(indicator, found) if found else None
        state = STATE_WORDS[measure.state] if measure else STATE_WORDS[Measure(None).state]
        check_printable(paragraph, reference, measure, state)
        assert measure is not None  # one without a value was refused
        assert measure.value is not None
        return {
            "code": reference.code,
            "indicator": indicator.words.zh,
            "unit": reference.unit,
            "unit_name": unit.words.zh,
            "day": reference.day.isoformat(),
            "value": figure(measure.value),
            "state": str(measure.state),
            "says": measure_words(measure),
            "as_of": moment(measure.as_of, "year") if measure.as_of else "",
        }
