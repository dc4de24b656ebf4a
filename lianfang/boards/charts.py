"""boards · charts: what a unit and all below it filed, day by day, on the days of the areas' own charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from lianfang.kernel.filings import FiledDay
from lianfang.kernel.measures import Measure
from lianfang.kernel.words import w
from lianfang.playbook import FormField, Headline, current
from lianfang.shell.components.chart import ChartSpec, Series, day_label

DAYS = 56  # the reference campaign is 50 days long

Own = Mapping[tuple[date, str], FiledDay]


def days_to(last: date) -> tuple[date, date]:
    """The days that are asked for, first and last."""
    return last - timedelta(days=DAYS - 1), last


def codes() -> tuple[str, ...]:
    """The indicators that are drawn."""
    return tuple(code for code, (_, headline) in current().headlines.items() if headline.drawn)


def begun(known: Sequence[date], first: date, last: date) -> list[date]:
    """The days from the first on which anything is known; none where nothing is."""
    if not known:
        return []
    start = max(first, min(known))
    return [start + timedelta(days=n) for n in range((last - start).days + 1)]


def drawn(own: Own, today: Mapping[str, Measure], days: Sequence[date], now: date) -> list[ChartSpec]:
    """The lines of the form that are drawn: how much of what was due was checked, together; each value by itself.

    The day shown is as it stands now, the others as filed."""
    lines = current().headlines.values()
    shares = [(line, head) for line, head in lines if head.drawn == "coverage"]
    found = [_coverage(own, today, days, now, shares)] if shares else []
    return found + [_values(own, today, days, now, *each) for each in lines if each[1].drawn == "value"]


def _coverage(
    own: Own, today: Mapping[str, Measure], days: Sequence[date], now: date, lines: Sequence[tuple[FormField, Headline]]
) -> ChartSpec:
    return ChartSpec(
        w("本单位覆盖率", "Our coverage"),
        _labels(days),
        tuple(
            Series(head.words, tuple(_percent(*_checked(own, today, day, now, line.indicator)) for day in days))
            for line, head in lines
        ),
        "%",
        note=w("按已报单位计", "of the units that filed"),
        now=day_label(now),
        size="low",
    )


def _values(
    own: Own, today: Mapping[str, Measure], days: Sequence[date], now: date, line: FormField, head: Headline
) -> ChartSpec:
    """A day on which nobody filed is a gap, never a zero."""
    code, values = line.indicator, []
    for day in days:
        known = today.get(code) if day == now else None
        value = known.value if known else getattr(own.get((day, code)), "value", None)
        values.append(None if value is None else float(value))
    return ChartSpec(
        w("本单位：{figure}", "Our units: {figure}").fill(figure=head.words),
        _labels(days),
        (Series(head.words, tuple(values)),),
        line.unit,
        note=w("断开处为未报", "gaps were not reported"),
        now=day_label(now),
        size="low",
    )


def _checked(own: Own, today: Mapping[str, Measure], day: date, now: date, code: str) -> tuple[int | None, int | None]:
    if day == now and code in today:
        return today[code].checked, today[code].expected
    filed = own.get((day, code))
    return (filed.checked, filed.expected) if filed else (None, None)


def _percent(checked: int | None, expected: int | None) -> float | None:
    """Rounded down, so that almost all is never shown as all."""
    if checked is None or not expected:
        return None
    share = min(Decimal(checked) / Decimal(expected), Decimal(1)) * 100
    return float(share.quantize(Decimal("0.1"), ROUND_DOWN))


def _labels(days: Sequence[date]) -> tuple[str, ...]:
    return tuple(map(day_label, days))
