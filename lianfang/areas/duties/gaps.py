"""duties · gaps: what is overdue, missed or doubtful, for the alerts: one for a unit's duty, day and window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from lianfang.areas.duties.policy import in_force
from lianfang.areas.duties.rules import STATE_SQL, Duty, State
from lianfang.kernel import clock
from lianfang.kernel.expectations import SLOT_WORDS
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.spans import span
from lianfang.kernel.words import Words, w
from lianfang.playbook import current

_MOMENT = {State.OVERDUE: "s.due_at", State.MISSED: "s.until_at", State.DOUBTFUL: "s.recorded_at"}
_OPEN = {State.OVERDUE: "s.entry IS NULL", State.MISSED: "s.entry IS NULL", State.DOUBTFUL: "s.doubts <> '{}'"}
_STANDING = """
SELECT s.duty, s.unit, max(s.path), s.day, s.number, max(s.role), min({moment}), count(*), u.zh, u.en,
  min(s.from_at), max(s.due_at)
FROM duties_slot s JOIN units_unit u ON u.code = s.unit
WHERE s.day BETWEEN %(first)s AND %(last)s AND {moment} >= %(since)s AND {moment} <= %(now)s AND {open}
  AND {state_sql} = %(state)s AND NOT s.duty = ANY(%(told)s::text[])
GROUP BY s.duty, s.unit, s.day, s.number, u.zh, u.en
ORDER BY min({moment}), s.duty, s.unit
"""


def standing(state: State, now: datetime, since: datetime) -> Iterable[Gap]:
    """Every gap of that state that stands at `now` and arose at or after `since`."""
    acting_actor()
    first, last = clock.day_of(since).date - timedelta(days=1), clock.day_of(now).date
    sql = _STANDING.replace("{moment}", _MOMENT[state]).replace("{open}", _OPEN[state])
    with connection.cursor() as cursor:
        cursor.execute(
            sql.replace("{state_sql}", STATE_SQL),
            {"first": first, "last": last, "since": since, "now": now, "state": str(state), "told": _told_elsewhere()},
        )
        rows = cursor.fetchall()
        known: dict[Any, dict[str, Duty]] = {}
        for row in rows:
            if row[3] not in known:
                known[row[3]] = {duty.code: duty for duty in in_force(cursor, row[3])}
    return [_gap(state, row, known[row[3]].get(row[0])) for row in rows]


def _told_elsewhere() -> list[str]:
    """The duties whose own area tells what is missing of them."""
    return [rule.code for rule in current().duties if rule.told_by]


def _gap(state: State, row: tuple[Any, ...], duty: Duty | None) -> Gap:
    code, unit, path, day, number, role, since, count, zh, en, from_at, due_at = row
    said = w("{unit}：{duty}{state}，{n} 项", "{unit}: {duty} {state}, {n}").fill(
        unit=Words(zh, en), duty=named(duty, code, span(from_at, due_at)), state=SLOT_WORDS[state], n=count
    )
    query = urlencode({"day": day.isoformat(), "unit": unit})
    return Gap(
        key=f"duties.{state}:{code}:{unit}:{day.isoformat()}:{number}",
        unit=unit,
        path=path,
        since=since,
        words=said,
        severity=_severity(state, duty),
        role=role,
        href=f"{reverse('duties:grid', args=[code])}?{query}",
        count=count,
    )


def named(duty: Duty | None, code: str, window: Words) -> Words:
    """The duty, and its window by the clock where it has several."""
    name, windows = (duty.words, duty.version.windows) if duty else (Words(code, code), ())
    return w("{duty}（{window}）", "{duty} ({window})").fill(duty=name, window=window) if len(windows) > 1 else name


def _severity(state: State, duty: Duty | None) -> Severity:
    if state is State.DOUBTFUL:
        return Severity.NOTICE
    return Severity(duty.severity) if duty else Severity.WARNING


def _source(code: str, words: Words, state: State) -> GapSource:
    found: Callable[[datetime, datetime], Iterable[Gap]] = partial(standing, state)
    return GapSource(code, words, found)


GAPS = (
    _source("duties.overdue", w("逾期未做", "overdue"), State.OVERDUE),
    _source("duties.missed", w("应做未做", "missed"), State.MISSED),
    _source("duties.doubtful", w("疑似", "doubtful"), State.DOUBTFUL),
)
