"""reporting · queries rollup: the figures of a whole tree in one statement, however many units stand in it.

What was filed is kept added up by node (`reporting_sum`); only units that have not filed are asked for their live
figures. An unfiled figure is partial where something was recorded and not reported where nothing was, so counting
both is enough for the state, and the answer equals the leaf-by-leaf algebra of `measures.own_measures`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from lianfang.areas.reporting.indicators import sql
from lianfang.areas.reporting.queries_measures import Columns, Question, branch
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.indicators import Figures, Indicator, Source, index_of, number
from lianfang.kernel.kept import kept
from lianfang.kernel.measures import Measure, state_of_bits
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.playbook import DAILY

_DUE, FILED, WEIGHED = -1, -2, -3  # where other parts have the position of their source
_UNREPORTED, _UNFILED = 1, 2
_PARTS = 5  # columns of a live figure: how many know it, value, checked, expected, and what an index is weighed by


def rolled_up(
    actor: Actor,
    day: Day,
    prefix: str,
    *,
    now: datetime,
    form: str = DAILY,
    by_child: bool = False,
    below: bool = False,
    between: tuple[str, str] | None = None,
) -> dict[str, Figures]:
    """The roll-up of the subtree under a path, by code: `{"": figures}`; with `below` without its first unit.

    With `by_child` the first unit's own figures stand under "", and each subtree directly below it under the code
    of its first unit; their sum is the roll-up. `between` narrows that to the children whose paths lie in a range.
    Every line of the form is answered; where no unit states it, it is not applicable. `now` is the moment of the
    answer.
    """
    ask = Question(form, day, now)

    key = ("rollup", prefix, day.date, form, by_child, below, between)
    found, as_of = kept(
        actor,
        prefix,
        key,
        now,
        lambda: _reckoned(actor, ask, prefix, by_child, below, between),
        units=lambda each: each.units,
    )
    stamped = {group: _stamped(figures, as_of) for group, figures in found.groups.items()}
    return defaultdict(lambda: _nothing(ask, as_of), stamped)


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """The figures of each group, and how many units were asked for theirs live."""

    groups: dict[str, Figures]
    units: int


def _reckoned(
    actor: Actor, ask: Question, prefix: str, by_child: bool, below: bool, between: tuple[str, str] | None
) -> _Reckoned:
    low, high = between or (prefix + "\x01" if below else prefix, prefix_range(prefix)[1])
    parameters = ask.tree(low, high, prefix, "" if below or between else prefix)
    rows = reading.rows(actor, _statement(ask, by_child, weighed=bool(parameters["weighed"])), **parameters)
    tallies: dict[str, dict[str, _Tally]] = defaultdict(lambda: {code: _Tally() for code in ask.indicators})
    for part, group, key, numbers in rows:
        if part == _DUE:
            for code in ask.stated[key]:
                tallies[group][code].due += int(numbers[0])
        elif part == FILED:
            if key in ask.indicators:
                tallies[group][key].take_filed(ask.indicators[key], numbers)
        elif part == WEIGHED:
            tallies[group][key].weigh(*numbers)
        else:
            for at, code in enumerate(ask.codes(ask.sources[part])):
                tallies[group][code].take_live(ask.indicators[code], numbers[_PARTS * at : _PARTS * (at + 1)])
    figures = {
        group: {code: tally.measure(ask.now, ask.indicators[code]) for code, tally in lines.items()}
        for group, lines in tallies.items()
    }
    return _Reckoned(figures, sum(int(row[3][0]) for row in rows if row[0] == _DUE))


def _nothing(ask: Question, as_of: datetime) -> Figures:
    """What a subtree without due units states."""
    return {code: _Tally().measure(as_of, indicator) for code, indicator in ask.indicators.items()}


def _stamped(figures: Figures, as_of: datetime) -> Figures:
    return {code: replace(m, as_of=as_of) for code, m in figures.items()}


class _Tally:
    """One line of a roll-up while it is gathered."""

    __slots__ = ("bits", "checked", "due", "expected", "known", "value", "weight")

    def __init__(self) -> None:
        self.value: Decimal | None = None  # of an index: Σ(value × checked), over `weight`
        self.weight: Decimal | None = None
        self.checked: Decimal | None = None
        self.expected: Decimal | None = None
        self.bits, self.due, self.known = 0, 0, 0

    def take_filed(self, indicator: Indicator, numbers: list[Decimal | None]) -> None:
        added, least, checked, expected, bits = numbers
        value = None if indicator.digits is not None else added if indicator.adds else least
        self._take(indicator, value, checked, expected)
        self.bits |= int(bits or 0)

    def weigh(self, weighed: Decimal | None, weight: Decimal | None) -> None:
        """An index of some units: Σ(value × checked), and Σ checked of those that have a value."""
        self.value, self.weight = _sum(self.value, weighed), _sum(self.weight, weight)

    def take_live(self, indicator: Indicator, numbers: list[Decimal | None]) -> None:
        known, value, checked, expected, weight = numbers
        self._take(indicator, None if indicator.digits is not None else value, checked, expected)
        if indicator.digits is not None:
            self.weigh(value, weight)
        self.known += int(known or 0)

    def _take(self, indicator: Indicator, value: Any, checked: Any, expected: Any) -> None:
        together = _sum if indicator.adds else _least
        self.value = together(self.value, value)
        self.checked, self.expected = _sum(self.checked, checked), _sum(self.expected, expected)

    def measure(self, now: datetime, indicator: Indicator) -> Measure:
        digits = indicator.digits
        value = number(self.value) if digits is None else index_of(self.value, self.weight, digits)
        bits = self.bits | (_UNFILED if self.known else 0) | (_UNREPORTED if self.known < self.due else 0)
        return Measure(
            value,
            None if self.checked is None else int(self.checked),
            None if self.expected is None else int(self.expected),
            now,
            state_of_bits(bits),
        )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return (other if one is None else one) if one is None or other is None else one + other


def _least(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return (other if one is None else one) if one is None or other is None else min(one, other)


def _statement(ask: Question, by_child: bool, weighed: bool) -> str:
    """One statement: the units that have not filed, their live figures by source, and what was filed."""
    group = branch("d") if by_child else "''"
    masks = _masks(ask)
    kinds = ", ".join(f"('{kind}', {sum(masks[code] for code in codes)})" for kind, codes in ask.stated.items())
    open_units = (
        f"WITH open AS MATERIALIZED (SELECT d.unit, d.kind, k.mask, {group} AS grp FROM ({sql('due')}) d "
        f"JOIN (VALUES {kinds}) k(kind, mask) ON k.kind = d.kind "
        "LEFT JOIN reporting_report r ON r.unit = d.unit AND r.report_day = %(day)s AND r.form = %(form)s "
        "AND r.number > 0 AND r.handling <> 'recalled' WHERE r.unit IS NULL) "
    )
    counted = f"SELECT {_DUE}, grp, kind, ARRAY[count(*)]::numeric[] FROM open GROUP BY grp, kind"
    filed = sql("filed_sums_by_child" if by_child else "filed_sums")
    indices = [filed_weighed(by_child)] if weighed else []
    live = [_live(ask, position, source, masks) for position, source in enumerate(ask.sources)]
    return open_units + " UNION ALL ".join(f"({part})" for part in (counted, filed, *indices, *live))


def filed_weighed(by_child: bool) -> str:
    """The part that gives what was filed of indices, of all together or of each child."""
    return sql("filed_weighed").replace("{group}", branch("reporting_figure") if by_child else "''")


def _masks(ask: Question) -> Mapping[str, int]:
    """A bit for each code of the form, so that one number says which lines a kind of unit states."""
    return {code: 1 << at for at, code in enumerate(ask.indicators)}


def _live(ask: Question, position: int, source: Source, masks: Mapping[str, int]) -> str:
    columns, wanted = [], 0
    for code in ask.codes(source):
        of, mask = Columns(source, code), masks[code]
        wanted |= mask
        only = f"FILTER (WHERE o.mask & {mask} <> 0)"
        together = "sum" if ask.indicators[code].adds else "min"
        weight = f" * ({of.covered})" if ask.indicators[code].digits is not None else ""
        columns += [
            f"count({of.value}) {only}",
            f"{together}({of.value}{weight}) {only}",
            f"sum({of.covered}) {only}",
            f"sum({of.expected}) {only}",
            f"sum({of.covered}) FILTER (WHERE o.mask & {mask} <> 0 AND {of.value} IS NOT NULL)" if weight else "0",
        ]
    # Materialised, or the planner may run the whole source once for every unit of the tree.
    return (
        f"WITH x AS MATERIALIZED ({source.sql}) "
        f"SELECT {position}, o.grp, NULL, ARRAY[{', '.join(columns)}]::numeric[] FROM x "
        f"JOIN open o ON o.unit = x.unit WHERE o.mask & {wanted} <> 0 GROUP BY o.grp"
    )
