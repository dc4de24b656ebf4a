"""records · gaps: a figure of the playbook's own that reached its line, until it is found below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from lianfang.areas.records.indicators import latest_sql
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, reading
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import w
from lianfang.playbook import NoRuleOn, current
from lianfang.playbook.figures import AlertLine, FigureRule
from lianfang.shell.kinds.wording import day_words

CODE = "records.line_reached"
_SAYS = w(
    "{unit} {day}{figure} {value}（{of}），达到控制线 {line}",
    "{unit}: {figure} of {day} is {value} ({of}), at or above the line of {line}",
)
_LOOKED_BACK = timedelta(days=31)  # what nobody has looked at for longer is no finding any more


def _standing(now: datetime, since: datetime) -> Iterator[Gap]:
    """Every unit whose newest value stands at its line or above, however long ago that was found: it is a state."""
    pages = REGISTRY.behind()  # of a figure that came after this process began it has no page yet
    for rule in current().indicators:
        if rule.alert is not None and rule.code in pages:
            yield from _reached(rule, rule.alert, pages[rule.code], now)


def _reached(rule: FigureRule, alert: AlertLine, page: str, now: datetime) -> Iterator[Gap]:
    actor, today, playbook = acting_actor(), clock.day_of(now).date, current()
    found = reading.rows(actor, latest_sql(rule), day=today, since=today - _LOOKED_BACK)
    named = units.units(actor, [unit for unit, *_ in found], day=today) if found else {}
    for unit, day, changed_at, value in found:
        try:
            line = playbook.number(alert.reaches, day)
        except NoRuleOn:
            continue
        if value >= line and unit in named:
            yield Gap(
                key=f"{CODE}:{unit}:{rule.code}:{day}",
                unit=unit,
                path=named[unit].path,
                since=min(changed_at, now),
                words=_SAYS.fill(
                    unit=named[unit].words, day=day_words(day), figure=rule.words,
                    value=f"{value.normalize():f}", of=rule.unit, line=f"{line.normalize():f}",
                ),
                severity=Severity(alert.severity),
                role=alert.role,
                href=f"{reverse(page)}?unit={unit}&day={day}",
            )  # fmt: skip


GAPS = (GapSource(CODE, w("指标达到控制线", "a figure reached its line"), _standing),)
