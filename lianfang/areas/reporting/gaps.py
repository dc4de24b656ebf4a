"""reporting · gaps: zeros that were filed without the coverage that would confirm them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from lianfang.areas.reporting.indicators import sql
from lianfang.ground.units import queries as units
from lianfang.kernel import reading
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.measures import STATE_BITS, MeasureState
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import w
from lianfang.playbook import DAILY

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
                words=_SAYS.fill(unit=named[unit].words, day=day.isoformat(), codes=" ".join(codes)),
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


GAPS = (GapSource(_CODE, w("零未核实", "zero not verified"), _standing, _answered),)
