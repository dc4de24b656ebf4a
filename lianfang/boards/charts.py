"""boards · charts: the city's published course beside the unit's own measures, on the same days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from lianfang.areas.reporting.queries_below import FiledDay
from lianfang.areas.tracing.queries import CurveDay
from lianfang.kernel.measures import Measure
from lianfang.kernel.words import Words, w
from lianfang.playbook import FormField, Headline, current
from lianfang.shell.components.chart import ChartKind, ChartSpec, Series

DAYS = 56  # the reference campaign is 50 days long

Own = Mapping[tuple[date, str], FiledDay]


def days_to(last: date) -> tuple[date, date]:
    """The days that are asked for, first and last."""
    return last - timedelta(days=DAYS - 1), last


def codes() -> tuple[str, ...]:
    """The indicators that are drawn."""
    return tuple(code for code, (_, headline) in current().headlines.items() if headline.drawn)


def begun(curve: Sequence[CurveDay], own: Own, first: date, last: date) -> list[date]:
    """The days from the first on which anything is known; none where nothing is."""
    known = [each.day for each in curve if each.published] + [day for day, _ in own]
    if not known:
        return []
    start = max(first, min(known))
    return [start + timedelta(days=n) for n in range((last - start).days + 1)]


def official(area: str, curve: Sequence[CurveDay], days: Sequence[date], now: date) -> ChartSpec:
    """New cases and recoveries as published; a day without figures is a gap."""
    by_day = {each.day: each for each in curve}
    new = tuple(by_day[day].new_confirmed if day in by_day else None for day in days)
    cured = tuple(by_day[day].new_cured if day in by_day else None for day in days)
    return ChartSpec(
        w("{area}官方疫情", "{area}, as published").fill(area=current().meta.areas.get(area, Words(area, area))),
        _labels(days),
        (
            Series(w("新增确诊", "new confirmed"), new, ChartKind.BAR),
            Series(w("新增治愈", "new cured"), cured, tone="accent"),
        ),
        w("例", "cases"),
        note=w("未发布的日子留空", "days without figures stay empty"),
        now=_label(now),
        size="high",
    )


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
        now=_label(now),
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
        now=_label(now),
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
    return tuple(map(_label, days))


def _label(day: date) -> str:
    return f"{day.month}-{day.day}"
