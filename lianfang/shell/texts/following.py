"""shell · texts · following: a figure that was told, held against what the reports that stand state by now.

Nothing that is out changes by itself. Where a report was amended, recalled or came late after a figure of it was told,
the difference is worked out each time somebody looks: it is stored nowhere, so it is never out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from lianfang.kernel.few import FEWER
from lianfang.kernel.filings import FILINGS, Asked
from lianfang.kernel.measures import STATE_WORDS, MeasureState
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import figure
from lianfang.shell.texts.blocks import Reference
from lianfang.shell.texts.figures import FIGURES, Figures, Reading
from lianfang.shell.texts.life import Step

# For how long what was told is held against the reports. Later amendments are found where all of it is asked for.
FOLLOWED = timedelta(days=400)
_SURE = (MeasureState.OK, MeasureState.ZERO_CONFIRMED)


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it was told: value and state in the words of print, and when."""

    code: str
    unit: str
    day: date
    value: str
    state: str
    at: datetime

    @property
    def reference(self) -> Reference:
        return Reference(self.code, self.unit, self.day)


T = TypeVar("T", bound=Told)


@dataclass(frozen=True, slots=True)
class Stands:
    """How a figure stands, to be compared and kept: `value` is empty where it cannot be told any more."""

    value: str
    state: MeasureState

    @property
    def words(self) -> Words:
        """`27`, `27, partial`, `not reported`."""
        state = STATE_WORDS[self.state]
        if not self.value:
            return state
        fewer = self.value == FEWER.zh
        zh, en = (FEWER.zh, FEWER.en) if fewer else (self.value, self.value)
        return Words(zh, en) if self.state in _SURE else w(f"{zh}（{state.zh}）", f"{en} ({state.en})")


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """A figure that was told and reads otherwise by now."""

    told: T
    reading: Reading

    @property
    def before(self) -> Stands:
        return Stands(self.told.value, MeasureState(self.told.state))

    @property
    def now(self) -> Stands:
        return stands(self.reading)

    @property
    def since(self) -> datetime | None:
        """When the newest of the reports behind it was filed; None where none stands."""
        return self.reading.as_of


def stands(reading: Reading) -> Stands:
    """How a figure stands now, in the words of print, which are Chinese."""
    if reading.measure is None or not reading.printable:
        return Stands("", reading.state)
    return Stands(FEWER.zh if reading.few else figure(reading.measure.value), reading.state)


def changes(actor: Actor, told: Sequence[T]) -> list[Change[T]]:
    """Those of some figures that read otherwise now than they were told, in their order.

    Only what was touched by an act on a report since is asked for, so that the answer takes four questions however
    many figures were told. A figure of a unit whose reports this reader does not see is left out.
    """
    figures = Figures(actor)
    seen = figures.units(each.unit for each in told)
    asked = {
        each: (Asked(each.day, seen[each.unit].path), each.at)
        for each in told
        if each.unit in seen and actor.may(FIGURES, seen[each.unit].path)
    }
    touched = FILINGS.asked.touched(actor, set(asked.values()))
    open_to_change = [each for each in told if asked.get(each) in touched]
    readings = figures.readings(each.reference for each in open_to_change)
    found = [Change(each, readings[each.reference]) for each in open_to_change]
    return [each for each in found if differs(each.before, each.now)]


def differs(before: Stands, now: Stands) -> bool:
    """Whether what was told does not hold any more: another value, none, or the same one no longer sure.

    That the same value has become sure is nothing to correct.
    """
    if before.value != now.value:
        return True
    return before.state != now.state and now.state not in _SURE


def settled_by(steps: Iterable[Step]) -> dict[str, Stands]:
    """What was answered of which figure, by its sign: how it stood when that was done; the last answer counts.

    The steps are those whose payload has `Settled`: a correction of a figure, or that nothing is to be corrected.
    """
    return {
        str(step.data["figure"]): Stands(str(step.data.get("value") or ""), MeasureState(str(step.data["state"])))
        for step in steps
        if step.data.get("figure") and step.data.get("state")
    }


def unsettled(found: Iterable[Change[T]], settled: Mapping[str, Stands]) -> list[Change[T]]:
    """The changes that nobody has answered: an answer counts while the figure stays as it was then."""
    return [each for each in found if settled.get(each.told.reference.said) != each.now]
