"""incidents · projections: one row for each act, and the database retraces what it belongs to."""

from __future__ import annotations

from lianfang.kernel.projections import Projection, Rows

_ROWS = Rows(
    "incidents_act",
    {
        "kind": "e.kind",
        "stream": "e.stream",
        "version": "e.version",
        "known_at": "e.known_at",
        "recorded_by": "e.recorded_by",
        "origin": "e.origin",
        "data": "e.data::jsonb",
    },
    kept=True,
)
_RETRACE = "SELECT incidents_retrace(%(touched)s::uuid[])"
DERIVED = ("incidents_incident", "incidents_drill", "incidents_finding", "incidents_plan")

ACT = Projection(rows=_ROWS, then=(_RETRACE,), also=DERIVED)
