"""reporting · queries of live figures: the answers to kernel.figures, for pages that show them unfiled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from lianfang.areas.reporting.indicators import sql
from lianfang.areas.reporting.queries_measures import Columns, Question, branch, whole
from lianfang.areas.reporting.queries_rollup import FILED, WEIGHED, filed_weighed
from lianfang.kernel import clock, reading
from lianfang.kernel.figures import Live
from lianfang.kernel.indicators import Source, index_of, number
from lianfang.kernel.measures import Measure, MeasureState, state_of_bits
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.playbook import DAILY

_FILED_BY_UNIT = f"""
SELECT {FILED}, f.unit, f.code, ARRAY[f.value, f.value, f.checked, f.expected, f.bits]::numeric[]
FROM reporting_figure f
WHERE f.report_day = %(day)s AND f.form = %(form)s AND f.path >= %(low)s AND f.path < %(high)s
  AND f.code = ANY(%(codes)s::text[])
"""
_PARTS = 5  # columns of a code: value, checked, expected, unsettled, and the units that have not filed it
Filed = dict[tuple[str, str], tuple[tuple[Any, Any, Any], int]]


def live(actor: Actor, codes: Sequence[str], path: str, day: date, now: datetime, by_child: bool) -> dict[str, Live]:
    """The day's figures as the records give them now, by unit or by branch, in one statement for any tree."""
    ask = Question(DAILY, clock.reporting_day(day), now)
    low, high = prefix_range(path)
    parameters = ask.tree(low, high, path, path) | {"codes": list(codes)}
    asked = [(source, [code for code in ask.codes(source) if code in codes]) for source in ask.sources]
    asked = [(source, wanted) for source, wanted in asked if wanted]
    if not asked:
        return {}
    parts = [_live(ask, at, source, wanted, by_child) for at, (source, wanted) in enumerate(asked)]
    stated = sql("filed_sums_by_child") if by_child else _FILED_BY_UNIT
    if by_child and parameters["weighed"]:
        stated += f" UNION ALL {filed_weighed(by_child)}"
    parts.append(
        f"SELECT n.part, n.grp, n.code, NULL::timestamptz, n.numbers FROM ({stated}) n(part, grp, code, numbers)"
    )
    rows = reading.rows(actor, " UNION ALL ".join(f"({part})" for part in parts), **parameters)
    filed = _filed(ask, rows)
    measures: dict[str, dict[str, Measure]] = defaultdict(dict)
    unsettled: dict[str, dict[str, int]] = defaultdict(dict)
    for at, group, _, changed_at, numbers in rows:
        if at < 0:
            continue
        for position, code in enumerate(asked[at][1]):
            mine = numbers[_PARTS * position : _PARTS * (position + 1)]
            found = _measure(mine, changed_at, filed.get((group, code)))
            if found is not None:
                measures[group][code] = found
                unsettled[group][code] = int(mine[3] or 0)
    return {group: Live(found, unsettled[group]) for group, found in measures.items()}


def _live(ask: Question, at: int, source: Source, codes: Sequence[str], by_child: bool) -> str:
    columns = []
    for code in codes:
        of, indicator = Columns(source, code), ask.indicators[code]
        together = f"{'sum' if indicator.adds else 'min'}({of.value})"
        if indicator.digits is not None:
            weight = f"NULLIF(sum({of.covered}) FILTER (WHERE {of.value} IS NOT NULL), 0)"
            together = f"round(sum({of.value} * ({of.covered})) / {weight}, {indicator.digits})"
        columns += [
            together,
            f"sum({of.covered})",
            f"sum({of.expected})",
            f"sum({of.unsettled})",
            f"count(coalesce({of.value}, {of.expected})) FILTER (WHERE r.unit IS NULL)",
        ]
    group, numbers = branch("x") if by_child else "x.unit", ", ".join(columns)
    return (
        f"SELECT {at}, {group}, NULL::text, max(x.changed_at), ARRAY[{numbers}]::numeric[] "
        f"FROM ({source.sql}) x LEFT JOIN reporting_report r "
        "ON r.unit = x.unit AND r.report_day = %(day)s AND r.form = %(form)s AND r.number > 0 "
        "AND r.handling <> 'recalled' GROUP BY 2"
    )


def _filed(ask: Question, rows: list[tuple[Any, ...]]) -> Filed:
    found: Filed = {}
    weighed = {(group, code): numbers for part, group, code, _, numbers in rows if part == WEIGHED}
    for part, group, code, _, numbers in rows:
        indicator = ask.indicators.get(code)
        if part == FILED and indicator is not None:
            added, least, checked, expected, bits = numbers
            value = number(added if indicator.adds else least)
            if indicator.digits is not None and (group, code) in weighed:
                value = index_of(weighed[group, code][0], weighed[group, code][1], indicator.digits)
            found[group, code] = (value, whole(checked), whole(expected)), int(bits or 0)
    return found


def _measure(
    numbers: Sequence[Any], changed_at: datetime | None, filed: tuple[tuple[Any, Any, Any], int] | None
) -> Measure | None:
    """A figure with its state; None where it applies to nothing."""
    value, checked, expected = number(numbers[0]), whole(numbers[1]), whole(numbers[2])
    if value is None:
        return None if expected is None else Measure(None, checked, expected, changed_at, MeasureState.NOT_REPORTED)
    state = MeasureState.PARTIAL
    if filed is not None and not numbers[4] and filed[0] == (value, checked, expected):
        state = state_of_bits(filed[1])
    return Measure(value, checked, expected, changed_at, state)
