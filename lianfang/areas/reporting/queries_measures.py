"""reporting · queries measures: what every unit of a tree states for a day, judged leaf by leaf and rolled up.

A unit's own figure is its *filed* value once it has filed, else the live value of the records, which is then
partial or not reported. Roll-ups add the own figures of all units below with the algebra of `kernel.measures`
(C0): in Python leaf by leaf (`own_measures`), or in the database for a whole tree at once (`rollup.rolled_up`);
both give the same. A due unit that has not filed makes every roll-up above it partial. Late entries never change
what was filed; they show as `live` beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from lianfang.areas.reporting import problems
from lianfang.areas.reporting.indicators import filing_kinds, sql
from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.indicators import Figures, Indicator, Source, number
from lianfang.kernel.measures import NOT_APPLICABLE, Measure, MeasureState, Number, judged, state_of_bits
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.playbook import DAILY, NoRuleOn, Playbook, current


@dataclass(frozen=True, slots=True)
class Own:
    """What one unit states for itself. `live` is what the records give now, judged as if filed with them.

    `filed_at` is the moment of its first version; `changed_at` that of the newest fact behind its figures.
    """

    unit: str
    path: str
    kind: str
    number: int
    figures: Figures
    live: Figures
    filed_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def filed(self) -> bool:
        return self.number > 0

    @property
    def pending(self) -> tuple[str, ...]:
        """The codes whose records have come to differ from what was filed: the pending amendment."""
        if not self.filed:
            return ()
        return tuple(code for code in self.figures if said(self.figures[code]) != said(self.live[code]))


_NEVER = Decimal("Infinity")


def said(m: Measure) -> tuple[Any, ...]:
    """A measure without its moment: what is compared between filed and live."""
    return (m.value, m.checked, m.expected, m.state)


@dataclass(frozen=True)
class Question:
    """A form on a day: its lines, the sources that answer them, and the SQL parameters they share."""

    form: str
    day: Day
    now: datetime
    indicators: dict[str, Indicator] = field(init=False)
    sources: tuple[Source, ...] = field(init=False)
    stated: dict[str, frozenset[str]] = field(init=False)
    playbook: Playbook = field(init=False)

    def __post_init__(self) -> None:
        playbook, registered = current(), REGISTRY.indicators()
        lines = playbook.form(self.form).fields
        for line in lines:
            if line.indicator not in registered:
                raise Refused(problems.UNKNOWN_INDICATOR, form=self.form, code=line.indicator)
        codes = {line.indicator: registered[line.indicator] for line in lines}
        kinds = filing_kinds(self.form)
        stated = {
            kind: frozenset(line.indicator for line in lines if kind in line.filled_by) for kind in kinds
        }  # fmt: skip
        answering = tuple(source for source in REGISTRY.sources() if codes.keys() & set(source.codes))
        for name, value in (
            ("playbook", playbook), ("indicators", codes), ("stated", stated), ("sources", answering),
        ):  # fmt: skip
            object.__setattr__(self, name, value)

    def parameters(self, low: str, high: str) -> dict[str, Any]:
        """The parameters of every statement here, for a range of paths."""
        return {
            "day": self.day.date, "from_at": self.day.from_at, "to_at": self.day.to_at, "low": low, "high": high,
            "form": self.form, "kinds": list(self.stated),
        }  # fmt: skip

    def tree(self, low: str, high: str, node: str, own: str) -> dict[str, Any]:
        """Those of a statement that adds up what was filed below `node`; `own` is its path where it counts itself."""
        weighed = [code for code, indicator in self.indicators.items() if indicator.digits is not None]
        return {
            **self.parameters(low, high), "node": node, "own": own, "inside": len(node) + 1, "weighed": weighed,
        }  # fmt: skip

    def codes(self, source: Source) -> list[str]:
        """The source's codes that the form asks for, in its order."""
        return [code for code in source.codes if code in self.indicators]

    def threshold(self, code: str, kind: str) -> Decimal:
        """The coverage (0…1) from which a unit of this kind has checked enough on that day.

        On a day without a rule no coverage is enough: nothing is judged.
        """
        try:
            return self.playbook.coverage_percent(self.form, code, self.day.date, kind) / 100
        except NoRuleOn:
            return _NEVER


class Columns:
    """What a code is called in the row `x` of its source."""

    def __init__(self, source: Source, code: str) -> None:
        self.value, self.checked, self.expected = (
            f"x.{code.lower()}_{name}" for name in ("value", "checked", "expected")
        )
        self.unsettled = f"x.{code.lower()}_unsettled" if code in source.unsettled else "0"
        self.covered = f"CASE WHEN {self.checked} > {self.expected} THEN {self.expected} ELSE {self.checked} END"


def branch(of: str) -> str:
    """The subtree directly below a node in which a row lies."""
    return f"split_part(substr({of}.path, %(inside)s), '/', 1)"


def own_measures(
    actor: Actor, day: Day, prefix: str, *, now: datetime, form: str = DAILY, alone: bool = False
) -> dict[str, Own]:
    """What each due unit of the subtree states for the day, by code of the unit; with `alone` only the first.

    One evaluation of every source; meant for hundreds of units. `now` is the moment of the answer.
    """
    ask = Question(form, day, now)
    low, high = (prefix, prefix + "\x01") if alone else prefix_range(prefix)
    parameters = ask.parameters(low, high)
    with reading.cursor(actor) as cursor:
        cursor.execute(_OWN.replace("{due}", sql("due")), parameters)
        due = cursor.fetchall()
        wanted = frozenset().union(*(ask.stated[row[2]] for row in due))
        live = _live(cursor, ask, wanted, parameters) if wanted else {}
        filed = _filed(cursor, parameters) if any(row[3] for row in due) else {}
    return {
        unit: _own(ask, (unit, path, kind, number), filed_at, live.get(unit, {}), filed.get(unit, {}))
        for unit, path, kind, number, filed_at in due
    }


_OWN = """
SELECT d.unit, d.path, d.kind, CASE WHEN r.handling <> 'recalled' THEN r.number ELSE 0 END, r.first_filed_at
FROM ({due}) d
LEFT JOIN reporting_report r ON r.unit = d.unit AND r.report_day = %(day)s AND r.form = %(form)s
ORDER BY d.path
"""


@dataclass(frozen=True, slots=True)
class _Live:
    """One code's columns of a source's row."""

    value: Number | None
    checked: int | None
    expected: int | None
    unsettled: int
    changed_at: datetime | None


def _live(
    cursor: Any, ask: Question, wanted: frozenset[str], parameters: Mapping[str, Any]
) -> dict[str, dict[str, _Live]]:
    """The rows of every source that answers a wanted code, for every unit in the range, in one statement."""
    parts = []
    for position, source in enumerate(ask.sources):
        if wanted.isdisjoint(source.codes):
            continue
        each = (Columns(source, code) for code in ask.codes(source))
        columns = [one for of in each for one in (of.value, of.checked, of.expected, of.unsettled)]
        parts.append(
            f"SELECT {position}, x.unit, x.changed_at, ARRAY[{', '.join(columns)}]::numeric[] FROM ({source.sql}) x"
        )
    if not parts:
        return {}
    cursor.execute(" UNION ALL ".join(f"({part})" for part in parts), parameters)
    found: dict[str, dict[str, _Live]] = {}
    for position, unit, changed_at, numbers in cursor.fetchall():
        for at, code in enumerate(ask.codes(ask.sources[position])):
            value, checked, expected, unsettled = numbers[4 * at : 4 * at + 4]
            found.setdefault(unit, {})[code] = _Live(
                number(value), whole(checked), whole(expected), int(unsettled or 0), changed_at
            )
    return found


def _filed(cursor: Any, parameters: Mapping[str, Any]) -> dict[str, Figures]:
    cursor.execute(sql("filed_figures"), parameters)
    found: dict[str, Figures] = {}
    for unit, code, value, checked, expected, bits, as_of in cursor.fetchall():
        found.setdefault(unit, {})[code] = Measure(number(value), checked, expected, as_of, state_of_bits(bits))
    return found


def _own(
    ask: Question,
    who: tuple[str, str, str, int],
    filed_at: datetime | None,
    rows: Mapping[str, _Live],
    filed: Figures,
) -> Own:
    unit, path, kind, filed_number = who
    live = {code: _judged(ask, code, kind, rows.get(code), filed=True) for code in sorted(ask.stated[kind])}
    if filed_number:
        figures = {code: filed.get(code, NOT_APPLICABLE) for code in live}
    else:
        figures = {code: _judged(ask, code, kind, rows.get(code), filed=False) for code in live}
    changed = max((row.changed_at for row in rows.values() if row.changed_at is not None), default=None)
    return Own(unit, path, kind, filed_number, figures, live, filed_at, changed)


def _judged(ask: Question, code: str, kind: str, row: _Live | None, *, filed: bool) -> Measure:
    """One leaf by rule C0. A line for which the records have no row is the unit's to call not applicable.

    The zero of an official figure is never covered by itself: without the day's channel check it is unverified.
    """
    if row is None:
        return Measure(None, as_of=ask.now, state=MeasureState.NOT_APPLICABLE if filed else MeasureState.NOT_REPORTED)
    checked = row.checked
    if checked is not None and row.expected is not None:
        checked = min(checked, row.expected)
    unchecked_channel = ask.indicators[code].cases and not row.expected
    return judged(
        row.value,
        checked,
        row.expected,
        threshold=ask.threshold(code, kind),
        filed=filed,
        as_of=ask.now,
        unsettled=row.unsettled or int(unchecked_channel),
    )


def whole(value: Decimal | int | None) -> int | None:
    """A count from the database."""
    return None if value is None else int(value)
