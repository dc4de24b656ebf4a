"""incidents · targets: a duty can be for each incident that runs, from its acceptance to its close."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from lianfang.areas.incidents.kinds import SEE
from lianfang.areas.incidents.kinds_incident import CLOSED, OPENED, REOPENED
from lianfang.kernel.targets import Target
from lianfang.kernel.words import w


def _events(documents: Mapping[str, Any]) -> Collection[str]:
    """The kinds of incidents for which a playbook has a procedure."""
    told = (each.data.get("event") for file, each in documents.items()
            if file.startswith("procedures/") and isinstance(each.data, dict))  # fmt: skip
    return {event.lower() for event in told if isinstance(event, str)}


# The kinds of a duty are the events' codes in lower case. A day reaches at most two days back from its date.
RUNNING = Target(
    code="incident",
    words=w("处置中的突发情况", "incident that runs"),
    matched_by="stream",
    sql=(
        "SELECT i.incident::text AS target, i.unit, p.path, lower(i.code) AS kind, i.code || ' ' || u.zh AS zh, "
        "i.code || ' ' || u.en AS en, false AS \"left\", i.answered_at AS since_at, i.closed_at AS until_at "
        "FROM incidents_incident i JOIN units_unit u ON u.code = i.unit "
        "JOIN units_path p ON p.unit = i.unit AND p.since_day <= %(day)s AND p.until_day > %(day)s "
        "WHERE NOT i.exercise AND i.state IN ('open', 'closed') AND lower(i.code) = ANY(%(kinds)s) "
        "AND p.path >= %(low)s AND p.path < %(high)s AND i.answered_at < %(day)s::date + 2 "
        "AND (i.closed_at IS NULL OR i.closed_at > %(day)s::date - 2)"
    ),
    moved_by=(OPENED.code, CLOSED.code, REOPENED.code),
    named=(
        "SELECT i.incident::text AS target, i.unit, i.path, lower(i.code) AS kind, i.code || ' ' || u.zh AS zh, "
        "i.code || ' ' || u.en AS en, i.exercise FROM incidents_incident i JOIN units_unit u ON u.code = i.unit "
        "WHERE i.incident = ANY(%(targets)s::uuid[])"
    ),
    page="incidents:incident",
    see=SEE,
    kinds_in=_events,
)
