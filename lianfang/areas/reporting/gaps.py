"""reporting · gaps: zeros filed without the coverage that would confirm them, and reports that were not filed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.urls import reverse

from lianfang.areas.reporting.indicators import sql
from lianfang.areas.reporting.queries_board import due_times
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, reading
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.measures import STATE_BITS, MeasureState
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.spans import dated
from lianfang.kernel.words import w
from lianfang.playbook import DAILY, current

_CODE = "reporting.zero_unverified"
_SAYS = w("{unit} {day}日报有零未核实：{codes}", "{unit}, report of {day}: zeros not verified: {codes}")


def _standing(now: datetime, since: datetime) -> Iterator[Gap]:
    """One gap for each report first filed since, of which the newest version still states such a zero."""
    actor = acting_actor()
    found = reading.rows(actor, sql("zeros_unverified"), since=since, now=now, form=DAILY, bits=_UNVERIFIED)
    named = units.units(actor, sorted({row[0] for row in found})) if found else {}
    for unit, path, day, filed_at, codes in found:
        if unit in named:
            yield Gap(
                key=f"{_CODE}:{unit}:{day.isoformat()}",
                unit=unit,
                path=path,
                since=filed_at,
                words=_SAYS.fill(unit=named[unit].words, day=dated(day), codes=" ".join(codes)),
                severity=Severity.WARNING,
                role="reporter",
                href=reverse("reporting:report", args=[unit, day]),
                count=len(codes),
            )


_UNVERIFIED = STATE_BITS[MeasureState.ZERO_UNVERIFIED]


def _answered(keys: Sequence[str]) -> Mapping[str, UUID]:
    """The version of the report that no longer states such a zero."""
    said = [(key, *key.rsplit(":", 2)[1:]) for key in keys]
    found = reading.rows(
        acting_actor(),
        "SELECT unit, report_day, entry FROM reporting_report WHERE form = %(form)s AND entry IS NOT NULL AND "
        "handling <> 'recalled' AND "
        "(unit, report_day) IN (SELECT * FROM unnest(%(units)s::text[], %(days)s::date[]))",
        form=DAILY, units=[unit for _, unit, _ in said], days=[date.fromisoformat(day) for _, _, day in said],
    )  # fmt: skip
    entries = {(unit, day.isoformat()): entry for unit, day, entry in found}
    return {key: entries[unit, day] for key, unit, day in said if (unit, day) in entries}


# --- what went back ------------------------------------------------------------------

AGAIN = "reporting.not_filed_again"
_WENT_BACK = {
    "returned": w(
        "{unit} {day}日报第 {n} 版被退回，尚未重报",
        "{unit}, report of {day}: version {n} was returned, not filed again",
    ),
    "recalled": w(
        "{unit} {day}日报第 {n} 版已撤回，尚未重报",
        "{unit}, report of {day}: version {n} was recalled, not filed again",
    ),
}


def _not_again(now: datetime, since: datetime) -> Iterator[Gap]:
    """One gap for each version that went back and that no other has followed.

    Until the cut-off there is time to file another; from then on nothing, or nothing good, stands.
    """
    actor = acting_actor()
    asked = {"since": since - _FILING_TIME, "now": now, "form": DAILY}
    found = reading.rows(actor, sql("went_back"), **asked)
    named = units.units(actor, sorted({row[0] for row in found})) if found else {}
    due = cache(lambda day: due_times(current(), clock.reporting_day(day), DAILY))
    for unit, path, day, handling, number, handled_at, kind in found:
        cutoff = due(day).get(kind)
        stands_since = max(handled_at, cutoff) if cutoff else handled_at
        if unit in named and since <= stands_since < now:  # at the cut-off itself it is still in time
            yield Gap(
                key=f"{AGAIN}:{unit}:{day.isoformat()}:{number}",
                unit=unit,
                path=path,
                since=stands_since,
                words=_WENT_BACK[handling].fill(unit=named[unit].words, day=dated(day), n=number),
                severity=Severity.WARNING,
                role="reporter",
                href=reverse("reporting:report", args=[unit, day]),
            )


_FILING_TIME = timedelta(days=1)  # a report goes back before its cut-off at most so long before it


def _filed_again(keys: Sequence[str]) -> Mapping[str, UUID]:
    """The version that came after the one that went back."""
    said = [(key, *key.rsplit(":", 3)[1:]) for key in keys]
    found = reading.rows(
        acting_actor(),
        "SELECT unit, report_day, number, entry FROM reporting_report WHERE form = %(form)s AND entry IS NOT NULL AND "
        "(unit, report_day) IN (SELECT * FROM unnest(%(units)s::text[], %(days)s::date[]))",
        form=DAILY, units=[each[1] for each in said], days=[date.fromisoformat(each[2]) for each in said],
    )  # fmt: skip
    newest = {(unit, day.isoformat()): (number, entry) for unit, day, number, entry in found}
    there = {key: (newest.get((unit, day)), int(number)) for key, unit, day, number in said}
    return {key: of[1] for key, (of, number) in there.items() if of is not None and of[0] > number}


GAPS = (
    GapSource(_CODE, w("零未核实", "zero not verified"), _standing, _answered),
    GapSource(AGAIN, w("日报退回或撤回后未重报", "report not filed again"), _not_again, _filed_again),
)
