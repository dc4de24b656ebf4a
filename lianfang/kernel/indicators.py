"""kernel · indicators: what a figure means, and the one SQL that gives it for every unit of a tree at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from lianfang.kernel.measures import Measure, Number, total
from lianfang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the daily form (domain notes, part C).

    `coverage` says what checked and expected count; `evidence` is SQL that gives `entry` (uuid) of every entry
    behind the value, with the parameters `day`, `from_at`, `to_at`, `low`, `high` (a range of paths).
    What depends on the playbook in force is given as a function; `evidence_sql` is the statement as it is now.
    `cumulates` says whether its days may be added up: what happened on a day may (passages, rounds, new cases), how
    things stood on a day may not (who had a fever, the stock), for whoever stands so for two days would count twice.
    `persons` says that it counts people, or what each of them did: few of a group are somebody whom one can recognise,
    and a text for everybody does not show them (`kernel.few`). Every indicator answers for it; there is no default.
    `members` says that it expects the people of the registers, and leaves out whom these do not count.
    `cases` marks the official figures, whose zero needs the day's channel check.
    `adds` is false where a sum over units would say nothing (days of cover): a roll-up then takes the minimum.
    `digits` marks an index, divided by what `checked` counts: a roll-up is Σ(value × checked) / Σ checked, to so many
    digits.
    """

    code: str
    words: Words
    unit: Words
    coverage: Words
    evidence: str | Callable[[], str]
    _: KW_ONLY
    cumulates: bool
    persons: bool
    members: bool = False
    cases: bool = False
    adds: bool = True
    digits: int | None = None

    @property
    def column(self) -> str:
        return self.code.lower()

    @property
    def evidence_sql(self) -> str:
        """The statement as it is now."""
        return self.evidence if isinstance(self.evidence, str) else self.evidence()


# What a unit or a tree states, by the code of the indicator.
Figures = dict[str, Measure]


class Source:
    """SQL that answers several indicators for all units whose path is in a range, for one reporting day.

    Parameters: `day` (date), `from_at`, `to_at` (the window), `low`, `high` (`path >= low AND path < high`).
    Columns: `unit`, `path`, `changed_at` (timestamptz of the newest fact, or NULL), and for each code
    `<code>_value`, `<code>_checked`, `<code>_expected` in lower case. A value that nobody recorded is NULL,
    never 0; a unit to which nothing applies has no row. A code of `unsettled` has one column more,
    `<code>_unsettled`: what may still become part of its value and keeps its zero from being confirmed.

    SQL that depends on the playbook in force is given as a function, which is called whenever the figure is asked for.
    """

    __slots__ = ("_sql", "codes", "unsettled")

    def __init__(self, codes: tuple[str, ...], sql: str | Callable[[], str], unsettled: tuple[str, ...] = ()) -> None:
        self.codes, self._sql, self.unsettled = codes, sql, unsettled

    @property
    def sql(self) -> str:
        """The statement as it is now."""
        return self._sql if isinstance(self._sql, str) else self._sql()


def added(indicator: Indicator, measures: Iterable[Measure]) -> Measure:
    """The roll-up of one indicator: a sum; of an index what all its parts give together; or the minimum where a sum
    over units would say nothing."""
    listed = list(measures)
    summed = total(listed)
    if indicator.digits is not None:
        parts = [(Decimal(m.value), m.checked) for m in listed if m.value is not None and m.checked]
        weight = sum(checked for _, checked in parts)
        value = index_of(sum((value * checked for value, checked in parts), Decimal(0)), weight, indicator.digits)
        return replace(summed, value=value)
    if indicator.adds:
        return summed
    known = [m.value for m in listed if m.value is not None]
    return Measure(min(known, default=None), summed.checked, summed.expected, summed.as_of, summed.state)


def index_of(weighed: Decimal | None, weight: Decimal | int | None, digits: int) -> Number | None:
    """An index of several units, from their figures weighed by what each was divided by; None over nothing.

    Half way it is rounded up, as the database rounds the same figure while nothing is filed.
    """
    if weighed is None or not weight:
        return None
    return number((weighed / weight).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def number(value: Decimal | int | None) -> Number | None:
    """A number from the database: whole where it is whole."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else value.normalize()
