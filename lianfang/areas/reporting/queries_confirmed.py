"""reporting · queries confirmed: what reports that stand state of many trees and days at once, for what is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from lianfang.areas.reporting.indicators import filing_kinds, sql
from lianfang.kernel import reading
from lianfang.kernel.filings import Asked, Confirmed
from lianfang.kernel.indicators import Indicator, index_of, number
from lianfang.kernel.measures import STATE_BITS, Measure, MeasureState, state_of_bits
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.playbook import DAILY, current

_DUE, _FILED = -1, -2


def confirmed(actor: Actor, asked: Collection[Asked]) -> dict[Asked, Confirmed]:
    """What the standing reports of each tree and day state together; one statement, however many are asked for."""
    listed = list(dict.fromkeys(asked))
    if not listed:
        return {}
    registered = REGISTRY.indicators()
    lines = [line for line in current().form(DAILY).fields if line.indicator in registered]
    weighed = [line.indicator for line in lines if registered[line.indicator].digits is not None]
    named = _named(listed) | {"weighed": weighed, "kinds": list(filing_kinds(DAILY))}
    found = defaultdict[int, _Found](_Found)
    for part, at, key, numbers, missing, filed_at in reading.rows(actor, sql("confirmed"), **named):
        one = found[at - 1]
        if part == _DUE:
            one.kinds[key] = (int(numbers[0]), tuple(missing or ()), filed_at)
        elif part == _FILED:
            one.filed[key] = numbers
        else:
            one.weighed[key] = (numbers[0], numbers[1])
    return {
        each: found[at].confirmed({line.indicator: (registered[line.indicator], line.filled_by) for line in lines})
        for at, each in enumerate(listed)
    }


def touched(actor: Actor, asked: Collection[tuple[Asked, datetime]]) -> set[tuple[Asked, datetime]]:
    """Those with an act on one of their reports after the moment; a reminder is none."""
    listed = list(dict.fromkeys(asked))
    if not listed:
        return set()
    named = _named([each for each, _ in listed]) | {"moments": [moment for _, moment in listed]}
    return {listed[at - 1] for at in reading.column(actor, sql("touched"), **named)}


def _named(listed: Sequence[Asked]) -> dict[str, Any]:
    ranges = [prefix_range(each.path) for each in listed]
    return {
        "days": [each.day for each in listed], "lows": [low for low, _ in ranges],
        "highs": [high for _, high in ranges], "form": DAILY,
    }  # fmt: skip


class _Found:
    """One tree and day while it is gathered: by kind of unit the due reports, by code what was filed."""

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[int, tuple[str, ...], datetime | None]] = {}
        self.filed: dict[str, list[Decimal | None]] = {}
        self.weighed: dict[str, tuple[Decimal | None, Decimal | None]] = {}

    def confirmed(self, lines: dict[str, tuple[Indicator, tuple[str, ...]]]) -> Confirmed:
        figures = {code: self._measure(indicator, filled_by) for code, (indicator, filled_by) in lines.items()}
        moments = [filed_at for _, _, filed_at in self.kinds.values() if filed_at]
        return Confirmed(
            figures, sum(due for due, _, _ in self.kinds.values()),
            tuple(unit for _, missing, _ in self.kinds.values() for unit in missing), max(moments, default=None),
        )  # fmt: skip

    def _measure(self, indicator: Indicator, filled_by: tuple[str, ...]) -> Measure:
        added, least, checked, expected, bits = self.filed.get(indicator.code, [None] * 5)
        value = number(added if indicator.adds else least)
        if indicator.digits is not None:
            weighed, weight = self.weighed.get(indicator.code, (None, None))
            value = index_of(weighed, weight, indicator.digits)
        answering = [self.kinds[kind] for kind in filled_by if kind in self.kinds]
        absent = STATE_BITS[MeasureState.NOT_REPORTED] if any(missing for _, missing, _ in answering) else 0
        as_of = max((filed_at for _, _, filed_at in answering if filed_at), default=None)
        state = state_of_bits(int(bits or 0) | absent)
        return Measure(value, _whole(checked), _whole(expected), as_of, state)


def _whole(count: Decimal | None) -> int | None:
    return None if count is None else int(count)
